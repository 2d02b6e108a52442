package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// node offers a socket by which it reaches an address, as that of a cluster's node does.
func node(t *testing.T, reach func(address string) (net.Conn, error)) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "dial.sock")
	listener, err := net.Listen("unix", name)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target, err := reach(r.Host)
		if err != nil || r.Method != http.MethodConnect {
			http.Error(w, fmt.Sprint(err), http.StatusBadGateway)
			return
		}
		conn, rest, _ := http.NewResponseController(w).Hijack()
		defer conn.Close()
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(target, rest) }()
		_, _ = io.Copy(conn, target)
	})}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { server.Close() })
	return name
}

func TestATargetOfANodeIsReachedByItsSocket(t *testing.T) {
	real := server(t, "pod")
	via := node(t, func(address string) (net.Conn, error) {
		if address != "10.10.1.5:8080" {
			return nil, errors.New("refused")
		}
		return net.Dial("tcp", (&target{targetState: real}).address())
	})
	pod := targetState{Address: "10.10.1.5", Port: 8080, Via: via}
	w := shopOf(t, pod)
	w.waitFor(pod, healthy)
	if got := w.get("/"); got.body != "pod" {
		t.Error(got.StatusCode, got.body)
	}
}

func TestANodeSaysWhyItReachesNothing(t *testing.T) {
	via := node(t, func(string) (net.Conn, error) { return nil, errors.New("connect: connection refused") })
	w := unchecked(t, targetState{Address: "10.10.1.5", Port: 8080, Via: via})
	if got := w.get("/"); got.StatusCode != 502 || !strings.Contains(got.body, "connection refused") {
		t.Error(got.StatusCode, got.body)
	}
	if _, err := dial(t.Context(), "/nonexistent/dial.sock", "10.10.1.5:8080"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func TestANodeThatDoesNotAnswerInTimeIsATimeOut(t *testing.T) {
	open := make(chan struct{})
	via := node(t, func(string) (net.Conn, error) {
		<-open
		return nil, errors.New("too late")
	})
	defer close(open)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := dial(ctx, via, "10.10.1.5:8080"); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
}
