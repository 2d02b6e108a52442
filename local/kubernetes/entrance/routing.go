package main

import (
	"maps"
	"net"
	"slices"
	"strings"
	"time"
)

// routing is where requests go, as the emulator has told it last.
type routing struct {
	byHost map[string]place
	groups map[string]*group
}

// place is a load balancer as a host name leads to it.
type place struct {
	balancer *balancerState
	listener *listenerState
	// host is the name in AWS, which the rules know.
	host string
	// local is the name for it on this machine.
	local string
}

// newRouting keeps the groups that are there already.
func newRouting(s state, before *routing, dial dialer) *routing {
	next := &routing{byHost: map[string]place{}, groups: map[string]*group{}}
	idle := map[string]time.Duration{}
	for i := range s.Balancers {
		balancer := &s.Balancers[i]
		listener := chooseListener(balancer.Listeners)
		if listener == nil {
			continue
		}
		next.byHost[strings.ToLower(balancer.DNSName)] = place{balancer, listener, balancer.DNSName, balancer.DNSName}
		for _, each := range balancer.Names {
			found := place{balancer, listener, each.Name, each.Local}
			next.byHost[strings.ToLower(each.Name)], next.byHost[strings.ToLower(each.Local)] = found, found
		}
		for _, rule := range listener.Rules {
			for _, each := range rule.Action.Groups {
				idle[each.Group] = max(idle[each.Group], duration(balancer.IdleSeconds))
			}
		}
	}
	for _, told := range s.Groups {
		known := before.groups[told.ARN]
		if known == nil {
			known = &group{dial: dial}
		}
		known.update(told, max(idle[told.ARN], time.Second))
		next.groups[told.ARN] = known
	}
	for arn, gone := range before.groups {
		if next.groups[arn] == nil {
			gone.update(groupState{ARN: arn, DeregistrationSeconds: gone.DeregistrationSeconds}, gone.idleTime())
		}
	}
	return next
}

// chooseListener prefers HTTPS: TLS ends at the load balancer, and here there is none.
func chooseListener(listeners []listenerState) *listenerState {
	var chosen *listenerState
	for i := range listeners {
		each := &listeners[i]
		isHTTPS := each.Protocol == "HTTPS"
		switch {
		case chosen == nil,
			isHTTPS && chosen.Protocol != "HTTPS",
			isHTTPS == (chosen.Protocol == "HTTPS") && each.Port < chosen.Port:
			chosen = each
		}
	}
	return chosen
}

// find looks up a Host header, with or without a port.
func (r *routing) find(host string) (place, bool) {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	found, ok := r.byHost[strings.ToLower(strings.TrimSuffix(host, "."))]
	return found, ok
}

// locals are the names below localhost, sorted.
func (r *routing) locals() []string {
	names := map[string]bool{}
	for _, each := range r.byHost {
		if each.local != each.host {
			names[each.local] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func (r *routing) health() []health {
	found := []health{}
	for _, arn := range slices.Sorted(maps.Keys(r.groups)) {
		found = append(found, r.groups[arn].health()...)
	}
	return found
}
