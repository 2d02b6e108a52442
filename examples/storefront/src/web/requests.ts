import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { startRequest } from '../process/telemetry';

const HEADER = 'x-request-id';
// What a stranger sends gets into the log.
const HARMLESS = /^[\w.-]{1,64}$/;

/** The id that the caller sent, or a new one. All lines of the request have it, and what it calls is sent it. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const sent = request.headers[HEADER];
  return typeof sent === 'string' && HARMLESS.test(sent) ? sent : randomUUID();
}

/** Answers with the id of a request, logs it and makes it a part of a trace. */
export function identify(app: FastifyInstance): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(HEADER, request.id);
    spans.set(
      request,
      startRequest(`${request.method} ${request.routeOptions.url ?? '*'}`, request.headers, done),
    );
  });
  app.addHook('onResponse', async (request, reply) => {
    spans.get(request)?.setAttribute('http.response.status_code', reply.statusCode).end();
    request.log.info(
      {
        method: request.method,
        path: request.url,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
}
