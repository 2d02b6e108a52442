package main

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"time"
)

func (w *world) count(requests int, more ...func(*http.Request)) map[string]int {
	w.t.Helper()
	counts := map[string]int{}
	for range requests {
		counts[w.get("/", more...).body]++
	}
	return counts
}

func TestVersionsShareRequestsByTheirWeights(t *testing.T) {
	w := newWorld(t)
	w.group("old", server(t, "old"))
	w.group("new", server(t, "new"))
	w.group("off", server(t, "off"))
	w.route(forwardTo(weighted{"old", 90}, weighted{"new", 10}, weighted{"off", 0}), host(shop))
	w.apply()
	const requests = 2000
	counts := w.count(requests)
	// Four standard deviations, and the numbers are drawn from a fixed seed.
	bound := 4 * math.Sqrt(requests*0.9*0.1)
	if math.Abs(float64(counts["new"])-requests*0.1) > bound || counts["off"] > 0 || counts["old"]+counts["new"] != requests {
		t.Error(counts)
	}
}

func TestTargetsTakeTurns(t *testing.T) {
	a, b, c := server(t, "a"), server(t, "b"), server(t, "c")
	w := shopOf(t, a, b, c)
	for _, each := range []targetState{a, b, c} {
		w.waitFor(each, healthy)
	}
	if counts := w.count(30); counts["a"] != 10 || counts["b"] != 10 || counts["c"] != 10 {
		t.Error(counts)
	}
}

func TestTheTargetWithTheFewestRequestsIsChosen(t *testing.T) {
	busy, arrived, release := held(t)
	quick := server(t, "quick")
	w := shopOf(t, busy, quick)
	w.state.Groups[0].Algorithm = "least_outstanding_requests"
	w.apply()
	w.waitFor(busy, healthy)
	w.waitFor(quick, healthy)
	ended := make(chan reply, 2)
	for isBusy := false; !isBusy; {
		go func() {
			answer, _ := w.try("/")
			ended <- answer
		}()
		select {
		case <-arrived:
			isBusy = true
		case <-ended:
		}
	}
	if counts := w.count(20); counts["quick"] != 20 {
		t.Error(counts)
	}
	release()
	<-ended
}

func TestANewTargetStartsSlowly(t *testing.T) {
	old, fresh := server(t, "old"), server(t, "fresh")
	w := shopOf(t, old)
	w.waitFor(old, healthy)
	w.state.Groups[0].SlowStartSeconds = 1000
	w.state.Groups[0].Targets = append(w.state.Groups[0].Targets, fresh)
	w.entrance.routing.Load().groups["web"].targets[0].since = time.Now().Add(-time.Hour)
	w.apply()
	w.waitFor(fresh, healthy)
	if counts := w.count(200); counts["fresh"] < 1 || counts["fresh"] > 6 {
		t.Error("it gets a hundredth of what the other gets:", counts)
	}
}

// cookies keeps those that a browser would send back.
type cookies map[string]string

func (c cookies) take(answer reply) {
	for _, each := range answer.Cookies() {
		c[each.Name] = each.Value
	}
}

func (c cookies) send(r *http.Request) {
	for name, value := range c {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
}

func TestAClientStaysWithItsTarget(t *testing.T) {
	a, b := server(t, "a"), server(t, "b")
	w := shopOf(t, a, b)
	w.state.Groups[0].StickySeconds = 60
	w.apply()
	w.waitFor(a, healthy)
	w.waitFor(b, healthy)
	jar := cookies{}
	first := w.get("/")
	jar.take(first)
	if jar["AWSALB"] == "" || jar["AWSALB"] != jar["AWSALBCORS"] {
		t.Fatal(first.Header)
	}
	for _, each := range first.Cookies() {
		if each.Expires.Before(time.Now().Add(50*time.Second)) || (each.Name == "AWSALBCORS") != (each.SameSite == http.SameSiteNoneMode) {
			t.Error(each)
		}
	}
	for range 10 {
		if got := w.get("/", jar.send); got.body != first.body {
			t.Fatal("it went to another target")
		}
	}
	// Without the cookie requests go on to be shared out.
	if counts := w.count(10); counts["a"] != 5 {
		t.Error(counts)
	}
	if got := w.get("/", with("Cookie", "AWSALB=nonsense")); got.StatusCode != 200 {
		t.Error("a cookie that can't be read is none:", got.StatusCode)
	}
}

func TestAClientWhoseTargetIsGoneGetsAnother(t *testing.T) {
	a, b := server(t, "a"), server(t, "b")
	w := shopOf(t, a, b)
	w.state.Groups[0].StickySeconds = 60
	w.apply()
	w.waitFor(a, healthy)
	w.waitFor(b, healthy)
	jar := cookies{}
	first := w.get("/")
	jar.take(first)
	left, want := b, "b"
	if first.body == "b" {
		left, want = a, "a"
	}
	w.state.Groups[0].Targets = []targetState{left}
	w.apply()
	second := w.get("/", jar.send)
	jar.take(second)
	w.state.Groups[0].Targets = []targetState{a, b}
	w.apply()
	w.waitFor(a, healthy)
	w.waitFor(b, healthy)
	for range 6 {
		if got := w.get("/", jar.send).body; got != want {
			t.Fatal("it went back, or elsewhere: ", got)
		}
	}
}

func TestAClientStaysWithItsVersion(t *testing.T) {
	w := newWorld(t)
	w.group("old", server(t, "old"))
	w.group("new", server(t, "new"))
	sticky := forwardTo(weighted{"old", 50}, weighted{"new", 50})
	sticky.StickySeconds = 60
	w.route(sticky, host(shop))
	w.apply()
	jar := cookies{}
	first := w.get("/")
	jar.take(first)
	if jar["AWSALBTG"] == "" {
		t.Fatal(first.Header)
	}
	if counts := w.count(20, jar.send); counts[first.body] != 20 {
		t.Error(counts)
	}
	other := strings.NewReplacer("old", "new", "new", "old").Replace(first.body)
	rules := w.state.Balancers[0].Listeners[1].Rules
	rules[0].Action.Groups = []weighted{{first.body, 0}, {other, 100}}
	w.apply()
	if counts := w.count(5, jar.send); counts[other] != 5 {
		t.Error("a version without a share gets nobody:", counts)
	}
}
