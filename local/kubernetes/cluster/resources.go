package main

import (
	"bytes"
	"embed"
	"encoding/base64"
	"text/template"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/resource"
	"k8s.io/utils/ptr"
)

// What EKS Auto Mode and its add-ons bring to a cluster, as far as the platform uses it.
//
//go:embed resources/*.yaml
var resources embed.FS

// applyResources also brings what an earlier program left in the directory up to date.
func applyResources(files *pki, metricsPort int) error {
	templates, err := template.ParseFS(resources, "resources/*.yaml")
	if err != nil {
		return err
	}
	values := map[string]any{"MetricsPort": metricsPort, "CA": base64.StdEncoding.EncodeToString(files.ca)}
	text := &bytes.Buffer{}
	for _, file := range templates.Templates() {
		text.WriteString("---\n")
		if err := file.Execute(text, values); err != nil {
			return err
		}
	}
	flags := genericclioptions.NewConfigFlags(true)
	flags.KubeConfig = &files.kubeconfig
	return resource.NewBuilder(flags).Unstructured().Stream(text, "resources").Flatten().Do().Visit(applyOne)
}

func applyOne(info *resource.Info, err error) error {
	if err != nil {
		return err
	}
	text, err := runtime.Encode(unstructured.UnstructuredJSONScheme, info.Object)
	if err != nil {
		return err
	}
	_, err = resource.NewHelper(info.Client, info.Mapping).WithFieldManager("cluster").
		Patch(info.Namespace, info.Name, types.ApplyPatchType, text, &metav1.PatchOptions{Force: ptr.To(true)})
	return err
}
