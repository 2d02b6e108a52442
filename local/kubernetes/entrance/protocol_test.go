package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// speaking is a target that speaks HTTP/2 without TLS, and nothing else.
func speaking(t *testing.T, handler http.HandlerFunc) targetState {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.Protocols = &http.Protocols{}
	server.Config.Protocols.SetUnencryptedHTTP2(true)
	server.Start()
	t.Cleanup(server.Close)
	return at(server.Listener.Addr())
}

// speakingGRPC answers calls with what they sent, and health checks with a status.
func speakingGRPC(t *testing.T, health string) targetState {
	return speaking(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/grpc")
		w.Header().Set("Trailer", "Grpc-Status")
		if r.URL.Path == "/grpc.health.v1.Health/Check" {
			w.Header().Set("Grpc-Status", health)
			return
		}
		_, _ = io.Copy(w, r.Body)
		w.Header().Set("Grpc-Status", "0")
	})
}

// worldOf is a world in which the shop is a target group of a version, and clients speak HTTP/2 where that is asked for.
func worldOf(t *testing.T, version string, target targetState) *world {
	w := newWorld(t)
	group := w.group("web", target)
	group.ProtocolVersion = version
	if version == grpc {
		group.Check.Path, group.Check.Matcher = "/grpc.health.v1.Health/Check", "0-99"
	}
	w.route(forwardTo(weighted{"web", 1}), host(shop))
	server := httptest.NewUnstartedServer(w.entrance)
	server.Config.Protocols = spokenHere()
	server.Start()
	t.Cleanup(server.Close)
	w.url = server.URL
	w.apply()
	return w
}

func (w *world) speakHTTP2() {
	transport := &http.Transport{Protocols: &http.Protocols{}}
	transport.Protocols.SetUnencryptedHTTP2(true)
	w.client = &http.Client{Transport: transport}
}

func (w *world) call(message string) reply {
	w.t.Helper()
	asked, _ := http.NewRequest(http.MethodPost, w.url+"/shop.Cart/Add", strings.NewReader(message))
	asked.Host = shop
	asked.Header.Set("Content-Type", "application/grpc")
	asked.Header.Set("Te", "trailers")
	answer, err := w.client.Do(asked)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	return reply{answer, string(body)}
}

func TestACallOfGRPCIsAnsweredWithItsTrailers(t *testing.T) {
	target := speakingGRPC(t, "0")
	w := worldOf(t, grpc, target)
	w.waitFor(target, healthy)
	w.speakHTTP2()
	got := w.call("a message")
	if got.StatusCode != 200 || got.body != "a message" || got.Trailer.Get("Grpc-Status") != "0" || got.ProtoMajor != 2 {
		t.Errorf("%+v %q %v", got.Response, got.body, got.Trailer)
	}
}

func TestATargetOfGRPCIsWellByItsStatus(t *testing.T) {
	target := speakingGRPC(t, "14")
	w := worldOf(t, grpc, target)
	w.waitFor(target, healthy)
	w.state.Groups[0].Check.Matcher = "0,12"
	w.apply()
	w.waitFor(target, unhealthy)
	for _, each := range w.entrance.routing.Load().health() {
		if each.Reason != "Target.ResponseCodeMismatch" || !strings.Contains(each.Description, "[14]") {
			t.Errorf("%+v", each)
		}
	}
}

func TestWhatTargetsWouldNotUnderstandIs464(t *testing.T) {
	target := speakingGRPC(t, "0")
	w := worldOf(t, grpc, target)
	w.waitFor(target, healthy)
	if got := w.get("/"); got.StatusCode != 464 || !strings.Contains(got.body, "HTTP/1.1") {
		t.Error(got.StatusCode, got.body)
	}
	w.speakHTTP2()
	if got := w.get("/"); got.StatusCode != 464 || !strings.Contains(got.body, "no POST") {
		t.Error(got.StatusCode, got.body)
	}
	w = worldOf(t, "", server(t, "plain"))
	w.speakHTTP2()
	if got := w.call("a message"); got.StatusCode != 464 || !strings.Contains(got.body, "of gRPC") {
		t.Error(got.StatusCode, got.body)
	}
	if got := w.get("/"); got.StatusCode != 200 || got.body != "plain" {
		t.Error(got.StatusCode, got.body)
	}
}

func TestTargetsOfHTTP2AreSpokenToInIt(t *testing.T) {
	target := speaking(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) })
	w := worldOf(t, http2, target)
	w.waitFor(target, healthy)
	if got := w.get("/"); got.StatusCode != 464 {
		t.Error(got.StatusCode, got.body)
	}
	w.speakHTTP2()
	if got := w.get("/"); got.StatusCode != 200 || got.body != "HTTP/2.0" {
		t.Error(got.StatusCode, got.body)
	}
}

func TestATargetThatSpeaksAnotherVersionIsUnhealthy(t *testing.T) {
	target := server(t, "plain")
	w := worldOf(t, grpc, target)
	w.waitFor(target, unhealthy)
}

func TestAWebSocketGoesThroughBothWays(t *testing.T) {
	target := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "websocket" {
			return
		}
		conn, both, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
		for {
			line, err := both.ReadString('\n')
			if err != nil {
				return
			}
			fmt.Fprint(conn, "you said ", line)
		}
	})
	w := shopOf(t, target)
	w.waitFor(target, healthy)
	conn, err := net.Dial("tcp", strings.TrimPrefix(w.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", shop)
	reader := bufio.NewReader(conn)
	answer, err := http.ReadResponse(reader, nil)
	if err != nil || answer.StatusCode != 101 {
		t.Fatal(answer, err)
	}
	for _, word := range []string{"one", "two"} {
		fmt.Fprintln(conn, word)
		if line, err := reader.ReadString('\n'); err != nil || line != "you said "+word+"\n" {
			t.Error(line, err)
		}
	}
	// A deregistered target goes on with it until its delay is over, and no longer.
	w.state.Groups[0].DeregistrationSeconds, w.state.Groups[0].Targets = 0.2, nil
	w.apply()
	if _, err := reader.ReadString('\n'); err == nil {
		t.Error("it goes on")
	}
}

func TestAnUploadOfMegabytesGoesThrough(t *testing.T) {
	target := serving(t, func(w http.ResponseWriter, r *http.Request) {
		n, _ := io.Copy(io.Discard, r.Body)
		fmt.Fprint(w, n)
	})
	w := shopOf(t, target)
	w.waitFor(target, healthy)
	const size = 50 << 20
	asked, _ := http.NewRequest(http.MethodPut, w.url+"/", bytes.NewReader(make([]byte, size)))
	asked.Host = shop
	answer, err := w.client.Do(asked)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, _ := io.ReadAll(answer.Body); string(body) != fmt.Sprint(size) {
		t.Error(string(body))
	}
}
