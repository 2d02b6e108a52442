package main

import (
	"context"
	"net/netip"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// podAddresses lies apart from serviceAddresses.
const podAddresses = "10.128.0.0/10"

// addresses gives each pod its own. kwok's own addresses start anew with the program, and meet those of pods that
// outlived the last one.
type addresses struct {
	mutex sync.Mutex
	last  netip.Addr
}

func newAddresses(ctx context.Context, client kubernetes.Interface) (*addresses, error) {
	pods, err := client.CoreV1().Pods("").List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	all := netip.MustParsePrefix(podAddresses)
	last := all.Addr()
	for _, pod := range pods.Items {
		if address, err := netip.ParseAddr(pod.Status.PodIP); err == nil && all.Contains(address) && last.Less(address) {
			last = address
		}
	}
	return &addresses{last: last}, nil
}

func (a *addresses) next() string {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.last = a.last.Next()
	return a.last.String()
}
