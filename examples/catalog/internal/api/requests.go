package api

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"example.com/shop/catalog/internal/logging"
)

const requestID = "x-request-id"

// What a stranger sends gets into the log.
var harmless = regexp.MustCompile(`^[\w.-]{1,64}$`)

// Requests gives each request the id that its caller sent, or one of its own, answers with it and logs it.
func Requests(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestID)
		if !harmless.MatchString(id) {
			id = rand.Text()
		}
		w.Header().Set(requestID, id)
		ctx, answered, since := logging.WithRequest(r.Context(), id), &answered{ResponseWriter: w, status: 200}, time.Now()
		next.ServeHTTP(answered, r.WithContext(ctx))
		log.InfoContext(ctx, "request", "method", r.Method, "path", r.URL.Path, "status", answered.status,
			"milliseconds", time.Since(since).Milliseconds(), "cache", w.Header().Get("x-cache"))
	})
}

type answered struct {
	http.ResponseWriter
	status int
}

func (a *answered) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}
