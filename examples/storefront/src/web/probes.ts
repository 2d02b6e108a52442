import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { watchStop } from './stopping';

/** Rejects where what it checks does not answer. */
export type Check = () => Promise<void>;

/** Less than the platform's probe waits. */
const MILLISECONDS = 2500;

/**
 * Ready: whether it can work just now, and does not stop. Live: that it answers at all, whatever others do, as a restart
 * heals nobody else. Neither is logged or traced: they come every few seconds.
 */
export function addProbes(app: FastifyInstance, needed: Readonly<Record<string, Check>>): void {
  const stop = watchStop(app);
  /** Why it does not answer goes to the log alone: whoever can ask is not meant to learn of hosts and users. */
  const answer = async (name: string, check: Check): Promise<string> => {
    const late = new AbortController();
    const limit = sleep(MILLISECONDS, undefined, { signal: late.signal }).then(
      () => Promise.reject(new Error(`no answer within ${MILLISECONDS} ms`)),
      () => {},
    );
    try {
      await Promise.race([check(), limit]);
      return 'ok';
    } catch (error) {
      app.log.warn({ error: (error as Error).message }, `not ready: ${name} does not answer`);
      return 'no answer';
    } finally {
      late.abort();
    }
  };
  app.get('/live', async (_request, reply) => reply.code(204).send());
  app.get('/ready', async (_request, reply) => {
    const answers = Object.fromEntries(
      await Promise.all(
        Object.entries(needed).map(async ([name, check]) => [name, await answer(name, check)]),
      ),
    ) as Record<string, string>;
    const ready = !stop.begun && Object.values(answers).every((text) => text === 'ok');
    return reply.code(ready ? 200 : 503).send({ ready, stopping: stop.begun, answers });
  });
}
