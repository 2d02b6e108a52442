package main

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	apply "k8s.io/client-go/applyconfigurations/discovery/v1"
	"k8s.io/client-go/kubernetes"
)

// apiPort is where pods of the real node reach the API, at the node's address: the port that policies know it by.
const apiPort = 443

// applyAPIEndpoint lets pods of the real node find the API behind the Service `kubernetes`. The API itself, on this
// machine's loopback, has no address that they could reach.
func applyAPIEndpoint(ctx context.Context, client kubernetes.Interface) error {
	slice := apply.EndpointSlice("kubernetes", metav1.NamespaceDefault).
		WithLabels(map[string]string{discoveryv1.LabelServiceName: "kubernetes"}).
		WithAddressType(discoveryv1.AddressTypeIPv4).
		WithEndpoints(apply.Endpoint().WithAddresses(boxAddress).
			WithConditions(apply.EndpointConditions().WithReady(true))).
		WithPorts(apply.EndpointPort().WithName("https").WithProtocol(corev1.ProtocolTCP).WithPort(apiPort))
	options := metav1.ApplyOptions{FieldManager: "cluster", Force: true}
	_, err := client.DiscoveryV1().EndpointSlices(metav1.NamespaceDefault).Apply(ctx, slice, options)
	return err
}
