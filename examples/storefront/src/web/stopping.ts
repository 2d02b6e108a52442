import type { FastifyInstance } from 'fastify';

/** Knows whether a server stops, and then ends each connection with its answer: clients keep them for the next one. */
export function watchStop(app: FastifyInstance): { readonly begun: boolean } {
  const stop = { begun: false };
  app.addHook('preClose', async () => {
    stop.begun = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (stop.begun) reply.header('connection', 'close');
  });
  return stop;
}
