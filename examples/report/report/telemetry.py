"""Sends traces to a collector, where one is bound."""

from collections.abc import Callable

from opentelemetry import trace

from report.configuration import Configuration

tracer = trace.get_tracer("report")


def start(configuration: Configuration) -> Callable[[], None]:
    """What it returns sends the last of them."""
    if not configuration.traces_endpoint:
        return lambda: None
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource(
        {
            "service.name": configuration.service,
            "service.version": configuration.version,
            "deployment.environment.name": configuration.environment,
        }
    )
    provider = TracerProvider(resource=resource)
    # It reads the endpoint itself.
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return provider.shutdown
