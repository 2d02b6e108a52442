package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

const shop = "shop.dev.acme.example"

// world is an entrance with one load balancer, whose targets are servers of the test.
type world struct {
	t        *testing.T
	entrance *entrance
	url      string
	client   *http.Client
	state    state
	log      string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	file := filepath.Join(t.TempDir(), "access.jsonl")
	log, err := openLog(file)
	if err != nil {
		t.Fatal(err)
	}
	e := newEntrance(dial, log, rand.New(rand.NewPCG(1, 2)))
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	w := &world{t: t, entrance: e, url: server.URL, log: file}
	w.client = &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 100},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	w.state.Balancers = []balancerState{{
		Name: "dev-entrance", DNSName: "dev-entrance-1.elb.amazonaws.com", IdleSeconds: 60, DropInvalidHeaders: true,
		Names: []nameState{{"dev.acme.example", "dev.localhost"}, {shop, "shop.dev.localhost"}},
		Listeners: []listenerState{
			{"HTTP", 80, []ruleState{{Action: action{
				Type: "redirect", Status: 301, Protocol: "HTTPS", Host: "#{host}", Port: "443", Path: "/#{path}", Query: "#{query}",
			}}}},
			{"HTTPS", 443, []ruleState{{Action: action{
				Type: "fixed-response", Status: 404, ContentType: "application/json", Body: `{"error":"no service"}`,
			}}}},
		},
	}}
	w.apply()
	return w
}

func (w *world) apply() { w.entrance.apply(w.state) }

// group adds a target group.
func (w *world) group(name string, targets ...targetState) *groupState {
	w.state.Groups = append(w.state.Groups, groupState{
		ARN: name, Name: name, Protocol: "HTTP", Algorithm: "round_robin", DeregistrationSeconds: 5,
		Check: check{
			Protocol: "HTTP", Path: "/ready", Port: "traffic-port", Matcher: "200-399",
			IntervalSeconds: 0.02, TimeoutSeconds: 1, Healthy: 2, Unhealthy: 2,
		},
		Targets: targets,
	})
	return &w.state.Groups[len(w.state.Groups)-1]
}

// route puts a rule before the default.
func (w *world) route(a action, conditions ...condition) {
	rules := &w.state.Balancers[0].Listeners[1].Rules
	last := len(*rules) - 1
	*rules = append((*rules)[:last:last], ruleState{strconv.Itoa(last), conditions, a}, (*rules)[last])
}

func forwardTo(groups ...weighted) action { return action{Type: "forward", Groups: groups} }

func host(name string) condition { return condition{Field: "host-header", Values: []string{name}} }

// shopOf is a world in which the shop is one target group.
func shopOf(t *testing.T, targets ...targetState) *world {
	t.Helper()
	w := newWorld(t)
	w.group("web", targets...)
	w.route(forwardTo(weighted{"web", 1}), host(shop))
	w.apply()
	return w
}

type reply struct {
	*http.Response
	body string
}

func (w *world) get(path string, more ...func(*http.Request)) reply {
	w.t.Helper()
	answer, err := w.try(path, more...)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer
}

func (w *world) try(path string, more ...func(*http.Request)) (reply, error) {
	asked, err := http.NewRequest(http.MethodGet, w.url+path, nil)
	if err != nil {
		return reply{}, err
	}
	asked.Host = "shop.dev.localhost:4578"
	for _, each := range more {
		each(asked)
	}
	answer, err := w.client.Do(asked)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return reply{answer, string(body)}, err
}

func with(name, value string) func(*http.Request) {
	return func(r *http.Request) {
		if name == "Host" {
			r.Host = value
		}
		r.Header[name] = []string{value}
	}
}

// server answers with a text, and is healthy.
func server(t *testing.T, text string) targetState {
	return serving(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, text) })
}

func serving(t *testing.T, handler http.HandlerFunc) targetState {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return at(server.Listener.Addr())
}

func at(address net.Addr) targetState {
	found := address.(*net.TCPAddr)
	return targetState{Address: found.IP.String(), Port: found.Port}
}

// nowhere is an address where nothing listens.
func nowhere(t *testing.T) targetState {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return at(listener.Addr())
}

func (w *world) stateOf(target targetState) string {
	for _, each := range w.entrance.routing.Load().health() {
		if each.Address == target.Address && each.Port == target.Port {
			return each.State
		}
	}
	return ""
}

func (w *world) wait(what string, condition func() bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for !condition() {
		if ctx.Err() != nil {
			w.t.Fatal("never: " + what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func (w *world) waitFor(target targetState, state string) {
	w.t.Helper()
	w.wait(fmt.Sprintf("%s:%d is %s", target.Address, target.Port, state), func() bool { return w.stateOf(target) == state })
}
