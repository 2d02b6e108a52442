package main

import (
	"bufio"
	"context"
	"encoding/json"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	networking "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/cache"
)

// Those of EKS Auto Mode, which name hosts where a NetworkPolicy has to name addresses.
var domainPolicies = schema.GroupVersionResource{
	Group: "networking.k8s.aws", Version: "v1alpha1", Resource: "applicationnetworkpolicies",
}

// domainPolicy is the part of one that is enforced here.
type domainPolicy struct {
	Spec struct {
		PodSelector metav1.LabelSelector `json:"podSelector"`
		Egress      []struct {
			To []struct {
				DomainNames []string            `json:"domainNames"`
				IPBlock     *networking.IPBlock `json:"ipBlock"`
			} `json:"to"`
			Ports []networking.NetworkPolicyPort `json:"ports"`
		} `json:"egress"`
	} `json:"spec"`
}

// followDomainPolicies keeps beside the policies of the cluster one for each that names hosts, with the addresses that
// DNS answers for them at the moment, and tells the controller when one has changed.
func followDomainPolicies(
	ctx context.Context, client dynamic.Interface, hosts string, known cache.Indexer, changed cache.ResourceEventHandler,
) {
	made := map[string]*networking.NetworkPolicy{}
	for ctx.Err() == nil {
		// What fails is tried again at the next look.
		if list, err := client.Resource(domainPolicies).List(ctx, metav1.ListOptions{}); err == nil {
			made = keepDomainPolicies(list.Items, addressesOf(hosts), made, known, changed)
		}
		select {
		case <-ctx.Done():
		case <-time.After(followEvery):
		}
	}
}

func keepDomainPolicies(
	policies []unstructured.Unstructured, addresses map[string][]string, before map[string]*networking.NetworkPolicy,
	known cache.Indexer, changed cache.ResourceEventHandler,
) map[string]*networking.NetworkPolicy {
	now := map[string]*networking.NetworkPolicy{}
	for _, each := range policies {
		if policy := withAddresses(each, addresses); policy != nil {
			now[policy.Namespace+"/"+policy.Name] = policy
		}
	}
	for key, policy := range before {
		if now[key] == nil && known.Delete(policy) == nil {
			changed.OnDelete(policy)
		}
	}
	for key, policy := range now {
		// A new list of the cluster's own has dropped it.
		_, isThere, _ := known.GetByKey(key)
		if (!isThere || !reflect.DeepEqual(before[key], policy)) && known.Update(policy) == nil {
			changed.OnUpdate(before[key], policy)
		}
	}
	return now
}

// withAddresses is a policy as it would be if it named addresses. A host that has none is left out.
func withAddresses(object unstructured.Unstructured, addresses map[string][]string) *networking.NetworkPolicy {
	text, _ := json.Marshal(object.Object)
	source := domainPolicy{}
	if json.Unmarshal(text, &source) != nil {
		return nil
	}
	policy := &networking.NetworkPolicy{
		// No other policy can have the dots.
		ObjectMeta: metav1.ObjectMeta{Namespace: object.GetNamespace(), Name: ".." + object.GetName()},
		Spec: networking.NetworkPolicySpec{
			PodSelector: source.Spec.PodSelector,
			PolicyTypes: []networking.PolicyType{networking.PolicyTypeEgress},
		},
	}
	for _, rule := range source.Spec.Egress {
		peers := []networking.NetworkPolicyPeer{}
		for _, to := range rule.To {
			if to.IPBlock != nil {
				peers = append(peers, networking.NetworkPolicyPeer{IPBlock: to.IPBlock})
			}
			for _, name := range to.DomainNames {
				for _, address := range addresses[name] {
					block := &networking.IPBlock{CIDR: address + "/32"}
					peers = append(peers, networking.NetworkPolicyPeer{IPBlock: block})
				}
			}
		}
		// A rule without peers would open everything.
		if len(peers) > 0 {
			policy.Spec.Egress = append(policy.Spec.Egress, networking.NetworkPolicyEgressRule{To: peers, Ports: rule.Ports})
		}
	}
	return policy
}

// addressesOf reads what DNS answers from.
func addressesOf(hosts string) map[string][]string {
	all := map[string][]string{}
	file, err := os.Open(hosts)
	if err != nil {
		return all
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) != 2 {
			continue
		}
		if _, err := netip.ParseAddr(words[0]); err == nil {
			all[words[1]] = append(all[words[1]], words[0])
		}
	}
	for _, addresses := range all {
		slices.Sort(addresses)
	}
	return all
}
