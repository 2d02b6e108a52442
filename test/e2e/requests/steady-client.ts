import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

/** What became of the requests of a time. */
export interface Counted {
  readonly requests: number;
  /** How often each failure came, by what it was. */
  readonly failures: Readonly<Record<string, number>>;
  /** Milliseconds between the first failure and the last one. */
  readonly failing: number;
  /** The longest that one waited for its answer, in milliseconds. */
  readonly longest: number;
  /** Who answered, and how often. */
  readonly answers: Readonly<Record<string, number>>;
}

interface Counting extends Pick<Counted, 'failures' | 'answers'> {
  requests: number;
  failing: number;
  longest: number;
  firstFailure?: number;
  readonly failures: Record<string, number>;
  readonly answers: Record<string, number>;
}

/** Milliseconds between an answer and the next request of the same client. */
const PAUSE = 25;
/** Milliseconds after which a request has failed. */
const PATIENCE = 20_000;
/** Some change something, so that nobody may repeat them. Some take long, and some ask the other service late. */
const KINDS = [
  { method: 'GET', path: '/work', keepAlive: true },
  { method: 'POST', path: '/work', keepAlive: true },
  { method: 'GET', path: '/work?takes=50ms', keepAlive: false },
  { method: 'POST', path: '/work?takes=2s', keepAlive: false },
  { method: 'POST', path: '/work?after=3s', keepAlive: false },
] as const;

/** Clients that ask all the time, each one request after another. */
export class SteadyClient {
  private now = nothing();
  private stopped = false;
  private readonly ended: Promise<void>[];

  constructor(
    private readonly port: number,
    private readonly headers: OutgoingHttpHeaders,
  ) {
    this.ended = KINDS.map((kind) => this.ask(kind));
  }

  /** @returns what was counted since it was last asked. What is under way counts when it has ended. */
  take(): Counted {
    const counted = this.now;
    this.now = nothing();
    return counted;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.ended);
  }

  private async ask({ method, path, keepAlive }: (typeof KINDS)[number]): Promise<void> {
    const agent = new Agent({ keepAlive, maxSockets: 1 });
    while (!this.stopped) {
      const since = performance.now();
      const { status, body } = await this.once(agent, method, path);
      this.count(status, body, since);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    agent.destroy();
  }

  private count(status: number, body: string, since: number): void {
    const { now } = this;
    const at = performance.now();
    now.requests++;
    now.longest = Math.max(now.longest, at - since);
    const [kind, what] = status === 200 ? [now.answers, body] : [now.failures, `${status} ${body}`.trim()];
    kind[what] = (kind[what] ?? 0) + 1;
    if (status === 200) return;
    now.firstFailure ??= at;
    now.failing = at - now.firstFailure;
  }

  private once(agent: Agent, method: string, path: string): Promise<{ status: number; body: string }> {
    return new Promise((resolve) => {
      const { port, headers } = this;
      const options = { agent, method, path, port, host: '127.0.0.1', headers, timeout: PATIENCE };
      const asked = request(options, (answer) => {
        let body = '';
        answer.on('data', (text) => {
          body += text;
        });
        answer.on('end', () => resolve({ status: answer.statusCode!, body }));
        answer.on('error', ({ message }) => resolve({ status: 0, body: message }));
      });
      asked.once('timeout', () => asked.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
      asked.once('error', ({ message }) => resolve({ status: 0, body: message }));
      asked.end();
    });
  }
}

function nothing(): Counting {
  return { requests: 0, failures: {}, failing: 0, longest: 0, answers: {} };
}
