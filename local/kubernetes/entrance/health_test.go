package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// patient answers checks with the status that it is given.
func patient(t *testing.T, text string) (targetState, *atomic.Int64, *atomic.Int64) {
	status, checks := &atomic.Int64{}, &atomic.Int64{}
	status.Store(200)
	return serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/ready" {
			if !strings.HasPrefix(r.UserAgent(), "ELB-HealthChecker/") {
				t.Error(r.UserAgent())
			}
			checks.Add(1)
			w.WriteHeader(int(status.Load()))
		}
		fmt.Fprint(w, text)
	}), status, checks
}

func TestOnlyHealthyTargetsGetRequests(t *testing.T) {
	well, _, _ := patient(t, "well")
	ill, status, _ := patient(t, "ill")
	w := shopOf(t, well, ill)
	w.waitFor(well, healthy)
	w.waitFor(ill, healthy)
	status.Store(500)
	w.waitFor(ill, unhealthy)
	if counts := w.count(10); counts["well"] != 10 {
		t.Error(counts)
	}
	for _, each := range w.entrance.routing.Load().health() {
		if each.State == unhealthy && (each.Reason != "Target.ResponseCodeMismatch" || !strings.Contains(each.Description, "[500]")) {
			t.Errorf("%+v", each)
		}
	}
	status.Store(302)
	w.waitFor(ill, healthy)
	if counts := w.count(10); counts["ill"] != 5 {
		t.Error(counts)
	}
}

func TestWhereNoTargetIsHealthyAllGetRequests(t *testing.T) {
	a, first, _ := patient(t, "a")
	b, second, _ := patient(t, "b")
	first.Store(503)
	second.Store(503)
	w := shopOf(t, a, b)
	w.waitFor(a, unhealthy)
	w.waitFor(b, unhealthy)
	if counts := w.count(10); counts["a"] != 5 || counts["b"] != 5 {
		t.Error(counts)
	}
}

func TestANewTargetNeedsOneCheckAndOneThatWasIllItsThreshold(t *testing.T) {
	settings := check{Healthy: 3, Unhealthy: 2}
	failed := failure{"Target.Timeout", "Request timed out"}
	for _, each := range []struct {
		name    string
		results []failure
		want    string
	}{
		{"nothing", nil, initial},
		{"one that passes", []failure{{}}, healthy},
		{"one that fails", []failure{failed}, initial},
		{"two that fail", []failure{failed, failed}, unhealthy},
		{"two that pass, after that", []failure{failed, failed, {}, {}}, unhealthy},
		{"three that pass, after that", []failure{failed, failed, {}, {}, {}}, healthy},
		{"three that pass, but not in a row", []failure{failed, failed, {}, {}, failed, {}}, unhealthy},
		{"one that fails, of a healthy target", []failure{{}, failed}, healthy},
		{"two that fail, but not in a row", []failure{{}, failed, {}, failed}, healthy},
	} {
		tried := newTarget(targetState{}, "", dial, nil)
		for _, result := range each.results {
			tried.count(settings, result)
		}
		if !tried.is(each.want) {
			t.Errorf("%s: %s", each.name, tried.state)
		}
	}
}

func TestACheckAsksAsItsGroupSays(t *testing.T) {
	slow := serving(t, func(w http.ResponseWriter, r *http.Request) { time.Sleep(300 * time.Millisecond) })
	sick := serving(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500) })
	well, _, _ := patient(t, "well")
	settings := check{Protocol: "HTTP", Path: "/ready", Port: "traffic-port", Matcher: "200", TimeoutSeconds: 5}
	tried := func(of targetState, change func(*check)) failure {
		changed := settings
		change(&changed)
		return newTarget(of, "", dial, nil).ask(changed, "", dial)
	}
	same := func(*check) {}
	for name, each := range map[string][2]failure{
		"well":       {tried(well, same), {}},
		"sick":       {tried(sick, same), {"Target.ResponseCodeMismatch", "Health checks failed with these codes: [500]"}},
		"matcher":    {tried(sick, func(c *check) { c.Matcher = "200,500" }), {}},
		"slow":       {tried(slow, func(c *check) { c.TimeoutSeconds = 0.05 }), {"Target.Timeout", "Request timed out"}},
		"refused":    {tried(nowhere(t), same), {"Target.FailedHealthChecks", "Health checks failed"}},
		"other port": {tried(sick, func(c *check) { c.Port = fmt.Sprint(well.Port) }), {}},
	} {
		if each[0] != each[1] {
			t.Errorf("%s: %+v", name, each[0])
		}
	}
}

func TestNobodyChecksATargetThatIsGone(t *testing.T) {
	target, _, checks := patient(t, "a")
	w := shopOf(t, target)
	w.waitFor(target, healthy)
	w.state.Groups[0].Targets = nil
	w.apply()
	time.Sleep(50 * time.Millisecond)
	before := checks.Load()
	time.Sleep(100 * time.Millisecond)
	if checks.Load() != before {
		t.Error("it is still asked")
	}
}

func TestMatchers(t *testing.T) {
	for _, each := range []struct {
		matcher string
		status  int
		want    bool
	}{
		{"200", 200, true}, {"200", 204, false}, {"200-399", 399, true}, {"200-399", 400, false},
		{"200,202", 202, true}, {"200-204,301", 301, true}, {"", 200, false},
	} {
		if fits(each.matcher, each.status) != each.want {
			t.Error(each)
		}
	}
}
