import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Common } from './configuration';

const tracer = () => trace.getTracer('storefront');

/** Sends traces, if there is where to. What it returns sends the last of them. */
export async function startTraces(configuration: Common): Promise<() => Promise<void>> {
  if (!configuration.OTEL_EXPORTER_OTLP_ENDPOINT) return async () => {};
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': configuration.SERVICE_NAME,
      'service.version': configuration.SERVICE_VERSION,
      'deployment.environment.name': configuration.ENVIRONMENT,
    }),
    // It reads the endpoint itself.
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return () => provider.shutdown();
}

/** A part of the work, as traces show it. */
export function traced<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(name, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** A request, as a part of its caller's trace. `work` runs within it. */
export function startRequest(name: string, headers: object, work: () => void): Span {
  const caller = propagation.extract(context.active(), headers);
  const span = tracer().startSpan(name, { kind: SpanKind.SERVER }, caller);
  context.with(trace.setSpan(caller, span), work);
  return span;
}

/** Headers that make what is called a part of the trace. */
export function traceHeaders(): Record<string, string> {
  const headers = {};
  propagation.inject(context.active(), headers);
  return headers;
}
