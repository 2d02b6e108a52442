package main

import (
	"context"

	"github.com/spf13/pflag"
	managerapp "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	manageroptions "k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
	schedulerapp "k8s.io/kubernetes/cmd/kube-scheduler/app"
	scheduleroptions "k8s.io/kubernetes/cmd/kube-scheduler/app/options"
)

func runControllerManager(ctx context.Context, files *pki) error {
	manager, err := manageroptions.NewKubeControllerManagerOptions()
	if err != nil {
		return err
	}
	all, disabled := managerapp.KnownControllers(), managerapp.ControllersDisabledByDefault()
	aliases := managerapp.ControllerAliases()
	flags := pflag.NewFlagSet("kube-controller-manager", pflag.ContinueOnError)
	named := manager.Flags(all, disabled, aliases)
	for _, set := range named.FlagSets {
		flags.AddFlagSet(set)
	}
	manager.ParsedFlags = &named
	if err := flags.Parse([]string{
		"--kubeconfig=" + files.kubeconfig, "--leader-elect=false", "--secure-port=0",
		"--service-account-private-key-file=" + files.accountKey, "--root-ca-file=" + files.caFile,
		"--cluster-signing-cert-file=" + files.caFile, "--cluster-signing-key-file=" + files.caKey,
		"--kube-api-qps=300", "--kube-api-burst=500", "--controller-start-interval=0s",
		"--horizontal-pod-autoscaler-sync-period=5s",
	}); err != nil {
		return err
	}
	config, err := manager.Config(ctx, all, disabled, aliases)
	if err != nil {
		return err
	}
	return managerapp.Run(ctx, config.Complete())
}

func runScheduler(ctx context.Context, files *pki) error {
	options := scheduleroptions.NewOptions()
	flags := pflag.NewFlagSet("kube-scheduler", pflag.ContinueOnError)
	for _, set := range options.Flags.FlagSets {
		flags.AddFlagSet(set)
	}
	if err := flags.Parse([]string{
		"--kubeconfig=" + files.kubeconfig, "--leader-elect=false", "--secure-port=0",
		"--authentication-kubeconfig=" + files.kubeconfig, "--authorization-kubeconfig=" + files.kubeconfig,
		"--kube-api-qps=300", "--kube-api-burst=500",
	}); err != nil {
		return err
	}
	config, scheduler, err := schedulerapp.Setup(ctx, options)
	if err != nil {
		return err
	}
	return schedulerapp.Run(ctx, config, scheduler)
}
