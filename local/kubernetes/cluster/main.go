// A Kubernetes cluster on 127.0.0.1: the real etcd, API server, controllers, scheduler and metrics server in one
// process, with nodes and pods that kwok simulates and, where it is asked for, a node that runs containers for real.
// Called as kubectl, or with kubectl as its first argument, it is kubectl; likewise the kubelet and kube-proxy.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

const help = "usage: cluster serve --dir DIR [options] | cluster kubectl|kubelet|kube-proxy ..."

func main() {
	switch {
	case filepath.Base(os.Args[0]) == "kubectl":
		kubectl()
	case len(os.Args) > 1 && os.Args[1] == "kubectl":
		os.Args = os.Args[1:]
		kubectl()
	case len(os.Args) > 1 && os.Args[1] == "kubelet":
		os.Args = os.Args[1:]
		kubelet()
	case len(os.Args) > 1 && os.Args[1] == "kube-proxy":
		os.Args = os.Args[1:]
		kubeProxy()
	case len(os.Args) > 1 && os.Args[1] == "serve":
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
		defer stop()
		if err := serve(ctx, parseOptions(os.Args[2:])); err != nil {
			fmt.Fprintln(os.Stderr, "cluster:", err)
			os.Exit(1)
		}
	default:
		fmt.Fprintln(os.Stderr, help)
		os.Exit(2)
	}
}
