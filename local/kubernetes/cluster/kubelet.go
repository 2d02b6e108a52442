package main

import (
	"context"
	"os"

	"k8s.io/component-base/cli"
	proxyapp "k8s.io/kubernetes/cmd/kube-proxy/app"
	kubeletapp "k8s.io/kubernetes/cmd/kubelet/app"
)

// kubelet does what kubelet's own main function does. The node box starts it.
func kubelet() {
	os.Exit(cli.Run(kubeletapp.NewKubeletCommand(context.Background())))
}

// kubeProxy does what kube-proxy's own main function does.
func kubeProxy() {
	os.Exit(cli.Run(proxyapp.NewProxyCommand()))
}
