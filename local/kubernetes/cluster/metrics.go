package main

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"
	metricsserver "sigs.k8s.io/metrics-server/cmd/metrics-server/app/options"
)

// runMetricsServer answers `kubectl top` and autoscalers, from what kwok says of each container's use.
func runMetricsServer(ctx context.Context, port int, files *pki) error {
	server := metricsserver.NewOptions()
	flags := pflag.NewFlagSet("metrics-server", pflag.ContinueOnError)
	for _, set := range server.Flags().FlagSets {
		flags.AddFlagSet(set)
	}
	if err := flags.Parse([]string{
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", port),
		"--tls-cert-file=" + files.serverCert, "--tls-private-key-file=" + files.serverKey,
		"--kubeconfig=" + files.kubeconfig,
		"--authentication-kubeconfig=" + files.kubeconfig, "--authorization-kubeconfig=" + files.kubeconfig,
		"--kubelet-insecure-tls", "--kubelet-preferred-address-types=" + nodeAddressTypes, "--kubelet-use-node-status-port",
		"--metric-resolution=10s", "--kubelet-request-timeout=5s",
	}); err != nil {
		return err
	}
	config, err := server.ServerConfig()
	if err != nil {
		return err
	}
	completed, err := config.Complete()
	if err != nil {
		return err
	}
	return completed.RunUntil(ctx.Done())
}
