package main

import "math"

// leastShare is what a target gets at the beginning of its slow start, of what the others get.
const leastShare = 0.01

// balance chooses by the group's algorithm.
// Source: Application Load Balancers User Guide, "Routing algorithms".
func (g *group) balance(candidates []*target) *target {
	if g.Algorithm == "least_outstanding_requests" {
		return g.leastBusy(candidates)
	}
	return g.roundRobin(candidates)
}

// leastBusy takes turns among those that have as few requests.
func (g *group) leastBusy(candidates []*target) *target {
	g.turn++
	chosen := candidates[g.turn%len(candidates)]
	for i := range candidates {
		if t := candidates[(g.turn+i)%len(candidates)]; t.underWay.Load() < chosen.underWay.Load() {
			chosen = t
		}
	}
	return chosen
}

// roundRobin gives each its turn, and to one that starts slowly a smaller share of the turns: whoever has waited the
// longest for its share is next.
func (g *group) roundRobin(candidates []*target) *target {
	var chosen *target
	total := 0.0
	for _, t := range candidates {
		weight := g.weight(t)
		total += weight
		t.share += weight
		if chosen == nil || t.share > chosen.share {
			chosen = t
		}
	}
	chosen.share -= total
	return chosen
}

// weight grows from almost nothing to one while a target starts slowly.
// Source: Application Load Balancers User Guide, "Slow start mode".
func (g *group) weight(t *target) float64 {
	slow := duration(g.SlowStartSeconds)
	if slow == 0 {
		return 1
	}
	return min(1, math.Max(leastShare, float64(t.healthyFor())/float64(slow)))
}
