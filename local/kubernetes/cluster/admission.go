package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/distribution/reference"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/kubernetes/pkg/apis/core"
)

const (
	realPods = "RealPods"
	// imagesFile is what the node box writes once it can run containers: the names of its images.
	imagesFile = "images.json"
)

// realPodsPlugin sends a pod to the node that runs containers for real if that has all of its images. Every other pod
// is left to the simulated nodes. It gives that node as much room as those have.
type realPodsPlugin struct {
	*admission.Handler
	box boxOptions
}

var _ admission.MutationInterface = &realPodsPlugin{}

func newRealPods(box boxOptions) admission.Factory {
	return func(io.Reader) (admission.Interface, error) {
		return &realPodsPlugin{Handler: admission.NewHandler(admission.Create, admission.Update), box: box}, nil
	}
}

func (p *realPodsPlugin) Admit(_ context.Context, asked admission.Attributes, _ admission.ObjectInterfaces) error {
	if node, isNode := asked.GetObject().(*core.Node); isNode && node.Name == realNode {
		makeRoom(node)
	}
	isNew := asked.GetOperation() == admission.Create && asked.GetSubresource() == ""
	if asked.GetResource().GroupResource() != core.Resource("pods") || !isNew {
		return nil
	}
	pod, isPod := asked.GetObject().(*core.Pod)
	// One that has its node, and one that a DaemonSet made for a node, is meant for that.
	owner := metav1.GetControllerOf(asked.GetObject().(metav1.Object))
	if !isPod || pod.Spec.NodeName != "" || (owner != nil && owner.Kind == "DaemonSet") || !p.hasImages(&pod.Spec) {
		return nil
	}
	if pod.Spec.NodeSelector == nil {
		pod.Spec.NodeSelector = map[string]string{}
	}
	pod.Spec.NodeSelector[realLabel] = realValue
	pod.Spec.Tolerations = append(pod.Spec.Tolerations, core.Toleration{
		Key: realLabel, Operator: core.TolerationOpEqual, Value: realValue, Effect: core.TaintEffectNoSchedule,
	})
	for _, list := range [][]core.Container{pod.Spec.InitContainers, pod.Spec.Containers} {
		for i := range list {
			p.addVariables(&list[i])
		}
	}
	return nil
}

// makeRoom counts the node as bigger than the machine is. Sizes are chosen for the machines in AWS, and those of a whole
// environment have to fit here: what a container may use at most stays as it is.
func makeRoom(node *core.Node) {
	for _, list := range []core.ResourceList{node.Status.Capacity, node.Status.Allocatable} {
		for name, least := range map[core.ResourceName]string{core.ResourceCPU: roomCPU, core.ResourceMemory: roomMemory} {
			wanted := resource.MustParse(least)
			if has, isThere := list[name]; isThere && has.Cmp(wanted) < 0 {
				list[name] = wanted
			}
		}
	}
}

func (p *realPodsPlugin) hasImages(spec *core.PodSpec) bool {
	text, err := os.ReadFile(filepath.Join(p.box.folder, imagesFile))
	if p.box.folder == "" || err != nil {
		return false
	}
	names := []string{}
	if json.Unmarshal(text, &names) != nil {
		return false
	}
	for _, list := range [][]core.Container{spec.InitContainers, spec.Containers} {
		for _, container := range list {
			if !slices.Contains(names, fullName(container.Image)) {
				return false
			}
		}
	}
	return true
}

// fullName is as a container runtime writes the name of an image.
func fullName(image string) string {
	named, err := reference.ParseDockerRef(image)
	if err != nil {
		return image
	}
	return named.String()
}

// addVariables leaves alone what a container says itself.
func (p *realPodsPlugin) addVariables(container *core.Container) {
	names := make([]string, 0, len(p.box.variables))
	for name := range p.box.variables {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !slices.ContainsFunc(container.Env, func(each core.EnvVar) bool { return each.Name == name }) {
			container.Env = append(container.Env, core.EnvVar{Name: name, Value: p.box.variables[name]})
		}
	}
}
