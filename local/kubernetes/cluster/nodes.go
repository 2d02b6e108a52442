package main

import (
	"context"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apply "k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/component-base/version"
)

// More than one machine will ever start.
const roomCPU, roomMemory = "64", "256Gi"

// applyNodes makes the nodes that kwok then keeps alive, and no others.
func applyNodes(ctx context.Context, client kubernetes.Interface, zones map[string]string, port int) error {
	options := metav1.ApplyOptions{FieldManager: "cluster", Force: true}
	room := corev1.ResourceList{
		"cpu": resource.MustParse(roomCPU), "memory": resource.MustParse(roomMemory),
		"pods": resource.MustParse("500"), "ephemeral-storage": resource.MustParse("1Ti"),
	}
	if err := removeOtherNodes(ctx, client, zones); err != nil {
		return err
	}
	for name, zone := range zones {
		node := apply.Node(name).
			WithLabels(map[string]string{
				corev1.LabelOSStable: "linux", corev1.LabelArchStable: "amd64", corev1.LabelHostname: name,
				corev1.LabelTopologyZone: zone, corev1.LabelTopologyRegion: strings.TrimRight(zone, "abcdef"),
				"eks.amazonaws.com/compute-type": "auto",
			}).
			// Where kwok answers the metrics server, for all nodes under one address.
			WithAnnotations(map[string]string{"metrics.k8s.io/resource-metrics-path": fmt.Sprintf("/metrics/nodes/%s/metrics/resource", name)}).
			WithSpec(apply.NodeSpec().WithProviderID(fmt.Sprintf("aws:///%s/%s", zone, name)))
		if _, err := client.CoreV1().Nodes().Apply(ctx, node, options); err != nil {
			return err
		}
		status := apply.Node(name).WithStatus(apply.NodeStatus().
			WithCapacity(room).WithAllocatable(room).
			WithAddresses(
				apply.NodeAddress().WithType(corev1.NodeInternalIP).WithAddress("127.0.0.1"),
				apply.NodeAddress().WithType(corev1.NodeHostName).WithAddress(name),
			).
			WithDaemonEndpoints(apply.NodeDaemonEndpoints().
				WithKubeletEndpoint(apply.DaemonEndpoint().WithPort(int32(port)))).
			WithNodeInfo(apply.NodeSystemInfo().
				WithArchitecture("amd64").WithOperatingSystem("linux").WithOSImage("simulated").WithKernelVersion("simulated").
				WithContainerRuntimeVersion("simulated").WithKubeletVersion(version.Get().GitVersion).WithKubeProxyVersion("").
				WithMachineID("").WithSystemUUID("").WithBootID("")))
		if _, err := client.CoreV1().Nodes().ApplyStatus(ctx, status, options); err != nil {
			return err
		}
	}
	return nil
}

// removeOtherNodes removes those of an earlier run, whose port nobody answers any more.
func removeOtherNodes(ctx context.Context, client kubernetes.Interface, zones map[string]string) error {
	nodes, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	for _, node := range nodes.Items {
		if _, isWanted := zones[node.Name]; isWanted {
			continue
		}
		if err := client.CoreV1().Nodes().Delete(ctx, node.Name, metav1.DeleteOptions{}); err != nil {
			return err
		}
	}
	return nil
}
