package main

import (
	"context"
	"fmt"
	"os/signal"
	"sync"
	"syscall"

	"github.com/cloudnativelabs/kube-router/v2/pkg/controllers/netpol"
	"github.com/cloudnativelabs/kube-router/v2/pkg/healthcheck"
	kuberouter "github.com/cloudnativelabs/kube-router/v2/pkg/options"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/clientcmd"
)

// enforcePolicies is kube-router with no part but its controller of network policies.
func enforcePolicies(args []string) error {
	o, err := decode(args)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	rest, err := clientcmd.BuildConfigFromFlags("", o.Kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(rest)
	if err != nil {
		return err
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	pods := factory.Core().V1().Pods().Informer()
	namespaces := factory.Core().V1().Namespaces().Informer()
	policies := factory.Networking().V1().NetworkPolicies().Informer()
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())

	config := kuberouter.NewKubeRouterConfig()
	config.EnableIPv4, config.HostnameOverride = true, o.Name
	config.ClusterIPCIDRs = []string{o.Services}
	iptables, ipsets, err := netpol.NewIPTablesHandlers(config)
	if err != nil {
		return fmt.Errorf("iptables: %w", err)
	}
	controller, err := netpol.NewNetworkPolicyController(
		client, config, pods, policies, namespaces, &sync.Mutex{}, iptables, ipsets,
	)
	if err != nil {
		return err
	}
	for informer, handler := range map[cache.SharedIndexInformer]cache.ResourceEventHandler{
		pods: controller.PodEventHandler, namespaces: controller.NamespaceEventHandler,
		policies: controller.NetworkPolicyEventHandler,
	} {
		if _, err := informer.AddEventHandler(handler); err != nil {
			return err
		}
	}
	domains, err := dynamic.NewForConfig(rest)
	if err != nil {
		return err
	}
	go followDomainPolicies(ctx, domains, o.at("hosts"), policies.GetIndexer(), controller.NetworkPolicyEventHandler)
	heartbeats := make(chan *healthcheck.ControllerHeartbeat, 10)
	go func() {
		// Nobody asks how it is; it waits until its signs of life are taken.
		for range heartbeats {
		}
	}()
	ended := sync.WaitGroup{}
	ended.Add(1)
	go controller.Run(heartbeats, ctx.Done(), &ended)
	ended.Wait()
	return nil
}
