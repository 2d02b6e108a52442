package main

import (
	"context"
	"runtime"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apply "k8s.io/client-go/applyconfigurations/core/v1"
	"k8s.io/client-go/kubernetes"
)

const (
	realNode = "this-machine"
	// realLabel is on the node, and its taint: no pod gets there by itself.
	realLabel = "platform.local/containers"
	realValue = "real"
	// simulatedNodes leaves out the node that has a kubelet.
	simulatedNodes = realLabel + "!=" + realValue
)

// applyRealNode makes the node that the kubelet in the box then reports on, as a cloud makes it in a cluster of its own:
// with its zone, its range of pods and its addresses.
func applyRealNode(ctx context.Context, client kubernetes.Interface, zone string, port int) error {
	options := metav1.ApplyOptions{FieldManager: "cluster", Force: true}
	// What an earlier run said of it, such as that it is ready, is not so yet.
	_ = client.CoreV1().Nodes().Delete(ctx, realNode, metav1.DeleteOptions{})
	node := apply.Node(realNode).
		WithLabels(map[string]string{
			realLabel: realValue, corev1.LabelOSStable: "linux", corev1.LabelArchStable: runtime.GOARCH,
			corev1.LabelHostname: realNode, corev1.LabelTopologyZone: zone,
			corev1.LabelTopologyRegion: strings.TrimRight(zone, "abcdef"), corev1.LabelInstanceTypeStable: "this-machine",
			"eks.amazonaws.com/compute-type": "auto", "karpenter.sh/nodepool": "general-purpose",
			"karpenter.sh/capacity-type": "on-demand",
		}).
		WithSpec(apply.NodeSpec().
			WithProviderID("aws:///" + zone + "/" + realNode).WithPodCIDR(boxPods).WithPodCIDRs(boxPods).
			WithTaints(apply.Taint().WithKey(realLabel).WithValue(realValue).WithEffect(corev1.TaintEffectNoSchedule)))
	if _, err := client.CoreV1().Nodes().Apply(ctx, node, options); err != nil {
		return err
	}
	status := apply.Node(realNode).WithStatus(apply.NodeStatus().
		WithAddresses(
			apply.NodeAddress().WithType(corev1.NodeInternalIP).WithAddress(boxAddress),
			// Where its kubelet is reached from outside of the box.
			apply.NodeAddress().WithType(corev1.NodeExternalIP).WithAddress("127.0.0.1"),
			apply.NodeAddress().WithType(corev1.NodeHostName).WithAddress(realNode),
		).
		WithDaemonEndpoints(apply.NodeDaemonEndpoints().
			WithKubeletEndpoint(apply.DaemonEndpoint().WithPort(int32(port)))))
	_, err := client.CoreV1().Nodes().ApplyStatus(ctx, status, options)
	return err
}
