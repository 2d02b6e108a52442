package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// raw answers each request by these bytes, and closes.
func raw(t *testing.T, bytes string) (targetState, *atomic.Int64) {
	t.Helper()
	asked := &atomic.Int64{}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			asked.Add(1)
			buffer := make([]byte, 4096)
			_, _ = conn.Read(buffer)
			_, _ = io.WriteString(conn, bytes)
			conn.Close()
		}
	}()
	return at(listener.Addr()), asked
}

// unchecked has checks so far apart that only the first is made.
func unchecked(t *testing.T, targets ...targetState) *world {
	w := newWorld(t)
	g := w.group("web", targets...)
	g.Check.IntervalSeconds, g.Check.Path = 3600, "/"
	w.route(forwardTo(weighted{"web", 1}), host(shop))
	w.apply()
	return w
}

func TestFailuresHaveTheStatusThatTheLoadBalancerGives(t *testing.T) {
	malformed, _ := raw(t, "nonsense\r\n\r\n")
	closed, _ := raw(t, "")
	silent, _, _ := held(t)
	for name, each := range map[string]struct {
		targets []targetState
		status  int
		text    string
	}{
		"no target":             {nil, 503, "no target is registered"},
		"a refused connection":  {[]targetState{nowhere(t)}, 502, "connection refused"},
		"a malformed answer":    {[]targetState{malformed}, 502, "malformed"},
		"a closed connection":   {[]targetState{closed}, 502, ""},
		"no answer in the time": {[]targetState{silent}, 504, ""},
	} {
		w := unchecked(t, each.targets...)
		w.state.Balancers[0].IdleSeconds = 1
		w.apply()
		got := w.get("/")
		if got.StatusCode != each.status || !strings.Contains(got.body, each.text) {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
}

func TestARequestThatWasSentIsNotSentAgain(t *testing.T) {
	// The first answer keeps the connection, on which the second request finds no answer: Go would send it again.
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	asked := &atomic.Int64{}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				buffer := make([]byte, 4096)
				for mine := 1; ; mine++ {
					n, err := conn.Read(buffer)
					if err != nil {
						return
					}
					if strings.Contains(string(buffer[:n]), "ELB-HealthChecker") {
						_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
						return
					}
					asked.Add(1)
					if mine == 2 {
						return
					}
					_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
				}
			}()
		}
	}()
	w := unchecked(t, at(listener.Addr()))
	if got := w.get("/"); got.StatusCode != 200 {
		t.Fatal(got.StatusCode)
	}
	if got := w.get("/"); got.StatusCode != 502 || asked.Load() != 2 {
		t.Errorf("%d after %d requests", got.StatusCode, asked.Load())
	}
}

func TestAClientThatGoesAwayEndsItsRequest(t *testing.T) {
	arrived, gone := make(chan struct{}, 1), make(chan struct{})
	watched := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			return
		}
		arrived <- struct{}{}
		<-r.Context().Done()
		close(gone)
	})
	w := shopOf(t, watched)
	w.waitFor(watched, healthy)
	ctx, leave := context.WithCancel(context.Background())
	go func() {
		_, _ = w.try("/", func(r *http.Request) { *r = *r.WithContext(ctx) })
	}()
	<-arrived
	leave()
	<-gone
}

func TestSimulatedContainersSaySo(t *testing.T) {
	why := "the container web of the pod shop/storefront-web-1 is simulated"
	w := shopOf(t, targetState{Address: "10.0.0.1", Port: 8080, Simulated: why})
	if got := w.get("/"); got.StatusCode != 503 || !strings.Contains(got.body, why) || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/plain") {
		t.Error(got.StatusCode, got.body)
	}
	if found := w.entrance.routing.Load().health(); len(found) > 0 {
		t.Error("nobody checks it:", found)
	}
	real := server(t, "real")
	w.state.Groups[0].Targets = append(w.state.Groups[0].Targets, real)
	w.apply()
	if counts := w.count(4); counts["real"] != 4 {
		t.Error("what can answer does:", counts)
	}
}

func TestATooLongChainAndTRACEAreRefused(t *testing.T) {
	w := shopOf(t, server(t, "shop"))
	chain := func(count int) string { return strings.TrimSuffix(strings.Repeat("192.0.2.1, ", count), ", ") }
	if got := w.get("/", with("X-Forwarded-For", chain(31))); got.StatusCode != 463 {
		t.Error(got.StatusCode)
	}
	if got := w.get("/", with("X-Forwarded-For", chain(30))); got.StatusCode != 200 {
		t.Error(got.StatusCode)
	}
	if got := w.get("/", func(r *http.Request) { r.Method = "TRACE" }); got.StatusCode != 405 {
		t.Error(got.StatusCode)
	}
}

func TestBodiesGoThroughAsTheyCome(t *testing.T) {
	target := serving(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %v %s", r.Method, r.ContentLength, body)
	})
	w := shopOf(t, target)
	post := func(body io.Reader) string {
		return w.get("/", func(r *http.Request) {
			made, _ := http.NewRequest("POST", r.URL.String(), body)
			made.Host = r.Host
			*r = *made
		}).body
	}
	if got := post(strings.NewReader("hello")); got != "POST 5 hello" {
		t.Error(got)
	}
	if got := post(nil); got != "POST 0 " {
		t.Error(got)
	}
	if got := w.get("/").body; got != "GET 0 " {
		t.Error(got)
	}
}
