// Package api answers requests by HTTP.
package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"example.com/shop/catalog/internal/products"
)

// Store has the products.
type Store interface {
	All(ctx context.Context) ([]products.Product, error)
}

// Pages keeps answers for a while.
type Pages interface {
	Get(key string) ([]byte, error)
	Put(key string, value []byte, seconds int32) error
}

// Check is nil while a backing service answers.
type Check func(context.Context) error

// API is what the service does.
type API struct {
	Store Store
	Pages Pages
	// Needed must answer for the service to be ready. What is only Helpful is told.
	Needed, Helpful map[string]Check
	Log             *slog.Logger
	stopping        atomic.Bool
}

// StopSoon makes the service unready, so that it gets no new requests.
func (a *API) StopSoon() { a.stopping.Store(true) }

// Handler answers every path.
func (a *API) Handler() http.Handler {
	requests := http.NewServeMux()
	requests.HandleFunc("GET /products", a.products)
	// Probes come every few seconds: they are neither logged nor traced.
	all := http.NewServeMux()
	all.HandleFunc("GET /live", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	all.HandleFunc("GET /ready", a.ready)
	all.Handle("/", otelhttp.NewHandler(Requests(a.Log, requests), "request"))
	return all
}

const (
	allProducts = "products.v1"
	// freshSeconds is how long a change of the products may go unseen.
	freshSeconds = 30
)

func (a *API) products(w http.ResponseWriter, r *http.Request) {
	if body := a.kept(r.Context()); body != nil {
		write(w, "hit", body)
		return
	}
	found, err := a.Store.All(r.Context())
	if err != nil {
		a.Log.ErrorContext(r.Context(), "products could not be read", "error", err.Error())
		w.Header().Set("retry-after", "5")
		http.Error(w, `{"error":"the products can't be read at the moment"}`, http.StatusServiceUnavailable)
		return
	}
	body, _ := json.Marshal(map[string]any{"products": found})
	if err := a.Pages.Put(allProducts, body, freshSeconds); err != nil {
		a.Log.WarnContext(r.Context(), "Memcached does not answer", "error", err.Error())
	}
	write(w, "miss", body)
}

func (a *API) kept(ctx context.Context) []byte {
	body, err := a.Pages.Get(allProducts)
	if err != nil {
		a.Log.WarnContext(ctx, "Memcached does not answer", "error", err.Error())
	}
	return body
}

func write(w http.ResponseWriter, cache string, body []byte) {
	w.Header().Set("content-type", "application/json")
	w.Header().Set("x-cache", cache)
	_, _ = w.Write(body)
}

// checkSeconds is less than the platform's probe waits.
const checkSeconds = 2

func (a *API) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), checkSeconds*time.Second)
	defer cancel()
	ready, told := !a.stopping.Load(), map[string]string{}
	for name, check := range a.Needed {
		told[name] = a.answer(ctx, name, check)
		ready = ready && told[name] == "ok"
	}
	for name, check := range a.Helpful {
		told[name] = a.answer(ctx, name, check)
	}
	w.Header().Set("content-type", "application/json")
	if !ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"ready": ready, "stopping": a.stopping.Load(), "answers": told})
}

// answer tells the log alone why: whoever can ask is not meant to learn of hosts and users.
func (a *API) answer(ctx context.Context, name string, check Check) string {
	if err := check(ctx); err != nil {
		a.Log.Warn(name+" does not answer", "error", err.Error())
		return "no answer"
	}
	return "ok"
}
