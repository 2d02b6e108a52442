package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/shop/catalog/internal/logging"
	"example.com/shop/catalog/internal/products"
)

type store struct {
	asked int
	err   error
	wait  chan struct{}
}

func (s *store) All(context.Context) ([]products.Product, error) {
	s.asked++
	if s.wait != nil {
		s.wait <- struct{}{}
		<-s.wait
	}
	return []products.Product{{ID: "mug", Name: "Mug", PriceCents: 1450}}, s.err
}

type pages struct {
	kept map[string][]byte
	err  error
}

func (p *pages) Get(key string) ([]byte, error) { return p.kept[key], p.err }
func (p *pages) Put(key string, value []byte, _ int32) error {
	if p.err == nil {
		p.kept[key] = value
	}
	return p.err
}

func service() (*API, *store, *pages, *bytes.Buffer) {
	lines, s, p := &bytes.Buffer{}, &store{}, &pages{kept: map[string][]byte{}}
	return &API{Store: s, Pages: p, Log: logging.New(lines, "info"),
		Needed:  map[string]Check{"products": func(context.Context) error { return s.err }},
		Helpful: map[string]Check{"pages": func(context.Context) error { return p.err }}}, s, p, lines
}

func get(a *API, path string, header ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, path, nil)
	if len(header) == 2 {
		request.Header.Set(header[0], header[1])
	}
	answer := httptest.NewRecorder()
	a.Handler().ServeHTTP(answer, request)
	return answer
}

func TestTheSecondRequestAsksMemcachedAlone(t *testing.T) {
	a, s, _, _ := service()
	first, second := get(a, "/products"), get(a, "/products")
	if first.Header().Get("x-cache") != "miss" || second.Header().Get("x-cache") != "hit" || s.asked != 1 {
		t.Errorf("got %v, then %v, and the database was asked %d times", first.Header(), second.Header(), s.asked)
	}
	if first.Body.String() != second.Body.String() || !strings.Contains(first.Body.String(), `"priceCents":1450`) {
		t.Errorf("got %s, then %s", first.Body, second.Body)
	}
}

func TestWithoutMemcachedItAnswersAndIsReady(t *testing.T) {
	a, _, p, _ := service()
	p.err = errors.New("away")
	if answer := get(a, "/products"); answer.Code != 200 {
		t.Errorf("got %d", answer.Code)
	}
	if answer := get(a, "/ready"); answer.Code != 200 || !strings.Contains(answer.Body.String(), `"pages":"no answer"`) {
		t.Errorf("got %d %s", answer.Code, answer.Body)
	}
}

func TestWithoutItsDatabaseItIsUnreadyAndLives(t *testing.T) {
	a, s, _, _ := service()
	s.err = errors.New("dial tcp db.internal: refused")
	for path, want := range map[string]int{"/ready": 503, "/live": 204, "/products": 503} {
		answer := get(a, path)
		if answer.Code != want || strings.Contains(answer.Body.String(), "db.internal") {
			t.Errorf("%s: got %d %s, want %d", path, answer.Code, answer.Body, want)
		}
	}
}

func TestTheIdOfARequestIsPassedOnAndLogged(t *testing.T) {
	a, _, _, lines := service()
	if answer := get(a, "/products", "x-request-id", "abc-1"); answer.Header().Get("x-request-id") != "abc-1" {
		t.Errorf("got %v", answer.Header())
	}
	if !strings.Contains(lines.String(), `"requestId":"abc-1"`) {
		t.Errorf("logged %s", lines)
	}
	forged := get(a, "/products", "x-request-id", "a\"} {")
	if id := forged.Header().Get("x-request-id"); !harmless.MatchString(id) {
		t.Errorf("took %q", id)
	}
}

func TestARequestUnderWayIsAnsweredAfterTheEndHasBegun(t *testing.T) {
	a, s, _, _ := service()
	s.wait = make(chan struct{})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served, body := make(chan error, 1), make(chan string, 1)
	go func() { served <- a.Serve(ctx, listener) }()
	go func() {
		answer, err := http.Get("http://" + listener.Addr().String() + "/products")
		if err != nil {
			body <- err.Error()
			return
		}
		defer answer.Body.Close()
		text, _ := io.ReadAll(answer.Body)
		body <- string(text)
	}()
	<-s.wait
	stop()
	s.wait <- struct{}{}
	if text := <-body; !strings.Contains(text, "Mug") {
		t.Errorf("got %s", text)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
	if answer := get(a, "/ready"); answer.Code != 503 {
		t.Errorf("ready while it stops: %d", answer.Code)
	}
}
