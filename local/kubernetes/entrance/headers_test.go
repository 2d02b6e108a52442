package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// echo answers with the headers that it got.
func echo(t *testing.T) targetState {
	return serving(t, func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Host", r.Host)
		_ = json.NewEncoder(w).Encode(r.Header)
	})
}

func (w *world) received(more ...func(*http.Request)) http.Header {
	w.t.Helper()
	header := http.Header{}
	if err := json.Unmarshal([]byte(w.get("/?a=b;c", more...).body), &header); err != nil {
		w.t.Fatal(err)
	}
	return header
}

func TestATargetIsToldWhoAskedAndHow(t *testing.T) {
	w := shopOf(t, echo(t))
	got := w.received(with("X-Forwarded-For", "192.0.2.1"), with("X-Forwarded-Proto", "gopher"), with("X-Forwarded-Host", "other"))
	for name, want := range map[string]string{
		"Host": "shop.dev.localhost:4578", "X-Forwarded-For": "192.0.2.1, 127.0.0.1", "X-Forwarded-Proto": "https",
		"X-Forwarded-Port": "443", "X-Forwarded-Host": "other",
	} {
		if got.Get(name) != want || len(got.Values(name)) != 1 {
			t.Errorf("%s: %v", name, got.Values(name))
		}
	}
	if got := w.received().Get("X-Forwarded-For"); got != "127.0.0.1" {
		t.Error(got)
	}
}

func TestTraces(t *testing.T) {
	w := shopOf(t, echo(t))
	const id = `1-[0-9a-f]{8}-[0-9a-f]{24}`
	for before, want := range map[string]string{
		"":                           "^Root=" + id + "$",
		"Root=1-67891233-abcdef01":   "^Self=" + id + ";Root=1-67891233-abcdef01$",
		"Self=1-a;Root=1-b;CalledBy": "^Self=" + id + ";Root=1-b;CalledBy$",
		"CalledFrom=app":             "^Root=" + id + ";CalledFrom=app$",
	} {
		if got := traceOf(before); !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("%q: %s", before, got)
		}
	}
	if got := w.received().Get("X-Amzn-Trace-Id"); !strings.HasPrefix(got, "Root=1-") {
		t.Error(got)
	}
}

func TestHeadersWithInvalidNamesAreDropped(t *testing.T) {
	w := shopOf(t, echo(t))
	invalid := func(r *http.Request) { r.Header["X_Under"] = []string{"a"} }
	if got := w.received(invalid, with("X-Plain", "b")); len(got["X_under"])+len(got["X_Under"]) > 0 || got.Get("X-Plain") != "b" {
		t.Error(got)
	}
	w.state.Balancers[0].DropInvalidHeaders = false
	w.apply()
	if got := w.received(invalid); len(got["X_under"]) != 1 {
		t.Error(got)
	}
}
