// Package telemetry sends traces to a collector, where one is bound.
package telemetry

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"

	"example.com/shop/catalog/internal/config"
)

// Start begins to trace, if there is an endpoint. The function that it returns sends what is left.
func Start(ctx context.Context, c config.Config) (func(context.Context) error, error) {
	// Callers' traces go on here, whether or not this service sends its own part.
	otel.SetTextMapPropagator(propagation.TraceContext{})
	if c.TracesEndpoint == "" {
		return func(context.Context) error { return nil }, nil
	}
	// It reads OTEL_EXPORTER_OTLP_ENDPOINT and its kin itself.
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, err
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter), trace.WithResource(resource.NewSchemaless(
		attribute.String("service.name", c.Service),
		attribute.String("service.version", c.Version),
		attribute.String("deployment.environment.name", c.Environment),
	)))
	otel.SetTracerProvider(provider)
	return provider.Shutdown, nil
}
