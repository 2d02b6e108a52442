package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A roll-out: each pod is deregistered, and ends a moment later, when its requests are answered; another one has come.
func TestNoRequestIsLostWhileTargetsAreReplaced(t *testing.T) {
	var started []*httptest.Server
	fresh := func() targetState {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(2 * time.Millisecond)
			fmt.Fprint(w, "ok")
		}))
		started = append(started, server)
		return at(server.Listener.Addr())
	}
	w := shopOf(t, fresh(), fresh())
	for _, each := range w.state.Groups[0].Targets {
		w.waitFor(each, healthy)
	}
	var asked, lost atomic.Int64
	ctx, stop := context.WithCancel(context.Background())
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for ctx.Err() == nil {
				answer, err := w.try("/")
				asked.Add(1)
				if err != nil || answer.StatusCode != 200 {
					lost.Add(1)
				}
			}
		})
	}
	for range 10 {
		group := &w.state.Groups[0]
		next := fresh()
		group.Targets = append(group.Targets, next)
		w.apply()
		w.waitFor(next, healthy)
		leaving := w.entrance.routing.Load().groups["web"].targets[0]
		group.Targets = group.Targets[1:]
		w.apply()
		// A pod serves on for a while. Then, at SIGTERM, it takes no connection, and answers what it was asked.
		w.wait("what it was asked has come to it", func() bool { return leaving.underWay.Load() == 0 })
		started[0].Config.SetKeepAlivesEnabled(false)
		if err := started[0].Config.Shutdown(context.Background()); err != nil {
			t.Fatal(err)
		}
		started = started[1:]
		before := asked.Load()
		w.wait("requests go on", func() bool { return asked.Load() > before+50 })
	}
	stop()
	clients.Wait()
	for _, each := range started {
		each.Close()
	}
	if lost.Load() > 0 {
		t.Errorf("%d of %d requests are lost", lost.Load(), asked.Load())
	}
}

// held is a target whose requests wait.
func held(t *testing.T) (found targetState, arrived chan struct{}, release func()) {
	arrived = make(chan struct{}, 10)
	open := make(chan struct{})
	release = sync.OnceFunc(func() { close(open) })
	found = serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/ready" {
			arrived <- struct{}{}
			select {
			case <-open:
			case <-r.Context().Done():
			}
		}
		fmt.Fprint(w, "held")
	})
	// Before the server waits for its requests to end.
	t.Cleanup(release)
	return found, arrived, release
}

func TestARequestUnderWayIsAnsweredWhileItsTargetDrains(t *testing.T) {
	old, arrived, release := held(t)
	w := shopOf(t, old)
	w.waitFor(old, healthy)
	ended := make(chan reply, 1)
	go func() {
		answer, _ := w.try("/")
		ended <- answer
	}()
	<-arrived
	fresh := server(t, "new")
	w.state.Groups[0].Targets = []targetState{fresh}
	w.apply()
	if w.stateOf(old) != draining {
		t.Error(w.stateOf(old))
	}
	if counts := w.count(10); counts["new"] != 10 {
		t.Error("a target that drains gets no new requests:", counts)
	}
	release()
	if answer := <-ended; answer.Response == nil || answer.StatusCode != 200 || answer.body != "held" {
		t.Error(answer)
	}
}

func TestARequestThatOutlastsTheDelayIsCutOff(t *testing.T) {
	old, arrived, _ := held(t)
	w := shopOf(t, old)
	w.state.Groups[0].DeregistrationSeconds = 0.1
	w.apply()
	w.waitFor(old, healthy)
	ended := make(chan reply, 1)
	go func() {
		answer, _ := w.try("/")
		ended <- answer
	}()
	<-arrived
	w.state.Groups[0].Targets = nil
	w.apply()
	if answer := <-ended; answer.Response == nil || answer.StatusCode != 502 {
		t.Error(answer)
	}
	w.wait("it is told of no longer", func() bool { return w.stateOf(old) == "" })
	if got := w.get("/"); got.StatusCode != 503 {
		t.Error(got.StatusCode)
	}
}

func TestAGroupThatNoRuleNamesDrainsAsWell(t *testing.T) {
	old, arrived, release := held(t)
	w := shopOf(t, old)
	w.waitFor(old, healthy)
	ended := make(chan reply, 1)
	go func() {
		answer, _ := w.try("/")
		ended <- answer
	}()
	<-arrived
	before := w.entrance.routing.Load().groups["web"].targets[0]
	w.state.Groups = nil
	w.state.Balancers[0].Listeners[1].Rules = w.state.Balancers[0].Listeners[1].Rules[1:]
	w.apply()
	if before.registered.Err() == nil {
		t.Error("it is still checked")
	}
	release()
	if answer := <-ended; answer.Response == nil || answer.StatusCode != 200 {
		t.Error(answer)
	}
}
