package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"time"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// ready is what ready.json says.
type ready struct {
	Endpoint   string `json:"endpoint"`
	CAData     string `json:"caData"`
	Kubeconfig string `json:"kubeconfig"`
	Version    string `json:"version"`
	Pid        int    `json:"pid"`
}

// connect returns once the API server says that it is ready.
func connect(ctx context.Context, kubeconfig string) (*rest.Config, kubernetes.Interface, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, nil, err
	}
	config.QPS, config.Burst = 500, 1000
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, nil, err
	}
	return config, client, poll(ctx, func(ctx context.Context) bool { return answers(ctx, client, "/readyz") })
}

// awaitUse waits for what a client needs last: a service account to run pods with, every custom resource, the nodes'
// logs, and the metrics. A namespace cannot be deleted while an API does not answer.
func awaitUse(ctx context.Context, config *rest.Config, client kubernetes.Interface, nodePort int) error {
	definitions, err := apiextensions.NewForConfig(config)
	if err != nil {
		return err
	}
	for name, isThere := range map[string]func(context.Context) bool{
		"the default service account": func(ctx context.Context) bool {
			_, err := client.CoreV1().ServiceAccounts("default").Get(ctx, "default", metav1.GetOptions{})
			return err == nil
		},
		"the custom resources": func(ctx context.Context) bool { return areEstablished(ctx, definitions) },
		"the nodes":            func(context.Context) bool { return listens(nodePort) },
		"the metrics":          func(ctx context.Context) bool { return answers(ctx, client, "/apis/metrics.k8s.io/v1beta1") },
	} {
		if err := poll(ctx, isThere); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func poll(ctx context.Context, isDone func(context.Context) bool) error {
	err := wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, startPatience, true, func(ctx context.Context) (bool, error) {
		return isDone(ctx), nil
	})
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

func answers(ctx context.Context, client kubernetes.Interface, path string) bool {
	code := 0
	client.Discovery().RESTClient().Get().AbsPath(path).Do(ctx).StatusCode(&code)
	return code == 200
}

func listens(port int) bool {
	connection, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return false
	}
	return connection.Close() == nil
}

func areEstablished(ctx context.Context, client apiextensions.Interface) bool {
	list, err := client.ApiextensionsV1().CustomResourceDefinitions().List(ctx, metav1.ListOptions{})
	if err != nil || len(list.Items) == 0 {
		return false
	}
	for _, definition := range list.Items {
		if !isEstablished(definition) {
			return false
		}
	}
	return true
}

func isEstablished(definition apiextensionsv1.CustomResourceDefinition) bool {
	for _, condition := range definition.Status.Conditions {
		if condition.Type == apiextensionsv1.Established {
			return condition.Status == apiextensionsv1.ConditionTrue
		}
	}
	return false
}

// announce writes the file at once: who sees it can read it whole.
func announce(file string, client kubernetes.Interface, endpoint string, files *pki) error {
	version, err := client.Discovery().ServerVersion()
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(ready{
		Endpoint: endpoint, CAData: base64.StdEncoding.EncodeToString(files.ca), Kubeconfig: files.kubeconfig,
		Version: version.GitVersion, Pid: os.Getpid(),
	}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(file+".new", append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(file+".new", file)
}
