package main

import (
	"sync"
	"sync/atomic"
	"time"
)

// group is a target group that a rule names.
type group struct {
	dial dialer
	mu   sync.Mutex
	groupState
	idle     atomic.Int64
	targets  []*target
	draining []*target
	turn     int
}

// identity is what makes another target of one.
type identity struct {
	address, via string
	port         int
	simulated    bool
}

func identityOf(s targetState) identity {
	return identity{s.Address, s.Via, s.Port, s.Simulated != ""}
}

// update takes new settings, registers new targets and deregisters those that are named no longer.
func (g *group) update(s groupState, idle time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.groupState = s
	g.idle.Store(int64(idle))
	left := map[identity]*target{}
	for _, t := range g.targets {
		left[identityOf(t.targetState)] = t
	}
	g.targets = nil
	for _, wanted := range s.Targets {
		id := identityOf(wanted)
		known, isKnown := left[id]
		delete(left, id)
		if !isKnown {
			known = g.register(wanted)
		}
		g.targets = append(g.targets, known)
	}
	for _, t := range left {
		t.drain(duration(s.DeregistrationSeconds))
		g.draining = append(g.draining, t)
	}
}

func (g *group) register(s targetState) *target {
	t := newTarget(s, g.ProtocolVersion, g.dial, g.idleTime)
	if s.Simulated == "" {
		go t.watch(g.checkSettings, g.ProtocolVersion, g.dial)
	}
	return t
}

func (g *group) idleTime() time.Duration { return time.Duration(g.idle.Load()) }

func (g *group) checkSettings() check {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.Check
}

// pick chooses a target for a request, and counts it there, in one step: a target that is deregistered then waits for
// it. Wanted is the address that the client was bound to, or empty. Nil: no target is registered.
func (g *group) pick(wanted string) *target {
	g.mu.Lock()
	defer g.mu.Unlock()
	candidates := g.candidates()
	if len(candidates) == 0 {
		return nil
	}
	chosen := g.balance(candidates)
	for _, t := range candidates {
		if t.address() == wanted {
			chosen = t
		}
	}
	chosen.underWay.Add(1)
	return chosen
}

// candidates are the healthy targets or, if there are none, all. Simulated ones, which can't answer, come last of all.
// Source: Application Load Balancers User Guide, "Health checks for your target groups", on failing open.
func (g *group) candidates() []*target {
	var fit, real []*target
	for _, t := range g.targets {
		if t.Simulated != "" {
			continue
		}
		real = append(real, t)
		if t.is(healthy) {
			fit = append(fit, t)
		}
	}
	switch {
	case len(fit) > 0:
		return fit
	case len(real) > 0:
		return real
	}
	return g.targets
}

// health of all targets that are there.
func (g *group) health() []health {
	g.mu.Lock()
	defer g.mu.Unlock()
	found := []health{}
	still := g.draining[:0]
	for _, t := range g.draining {
		if t.served.Err() == nil {
			still = append(still, t)
		}
	}
	g.draining = still
	for _, t := range append(append([]*target{}, g.targets...), g.draining...) {
		if t.Simulated == "" {
			found = append(found, t.health(g.ARN))
		}
	}
	return found
}
