// Package logging writes one JSON object a line to stdout, as the platform's log pipeline reads them.
package logging

import (
	"context"
	"io"
	"log/slog"

	"go.opentelemetry.io/otel/trace"
)

type key struct{}

// WithRequest gives all lines that are logged with the context the id of a request.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, key{}, id)
}

// New logs from a level on.
func New(to io.Writer, level string) *slog.Logger {
	var least slog.Level
	_ = least.UnmarshalText([]byte(level))
	return slog.New(handler{slog.NewJSONHandler(to, &slog.HandlerOptions{Level: least})})
}

type handler struct{ slog.Handler }

func (h handler) Handle(ctx context.Context, record slog.Record) error {
	if id, there := ctx.Value(key{}).(string); there {
		record.AddAttrs(slog.String("requestId", id))
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		record.AddAttrs(slog.String("traceId", span.TraceID().String()))
	}
	return h.Handler.Handle(ctx, record)
}
