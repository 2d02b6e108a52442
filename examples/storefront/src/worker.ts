import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './process/log';

const IDLE_MILLISECONDS = 1000;
/** More than one order takes: one that hangs for longer is restarted. */
const ALIVE_SECONDS = 120;
/** More than the time between two orders, or between two looks whether there is one. */
const READY_SECONDS = 30;

/** Where it tells its probes, which are programs of their own, what it does. */
const folder = join(tmpdir(), 'worker');
type Sign = 'alive' | 'ready';

/** Does work until it is stopped, one piece after another. */
export class Worker {
  private readonly stopped = new AbortController();
  private readonly ended: Promise<void>;

  /** @param workOff does one piece, and says whether there was one. Once it is stopped it need not wait for one. */
  constructor(
    private readonly workOff: (stopped: AbortSignal) => Promise<boolean>,
    private readonly log: Logger,
  ) {
    mkdirSync(folder, { recursive: true });
    this.ended = this.run();
  }

  /** Takes nothing more, and waits for what it has. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.ended;
  }

  private async run(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      tell('alive');
      const busy = await this.once();
      if (!busy)
        await sleep(IDLE_MILLISECONDS * (0.5 + Math.random()), undefined, {
          signal: this.stopped.signal,
        }).catch(() => {});
    }
  }

  private async once(): Promise<boolean> {
    try {
      const busy = await this.workOff(this.stopped.signal);
      tell('ready');
      return busy;
    } catch (error) {
      // It waited for nothing when it was told to end.
      if (this.stopped.signal.aborted && (error as Error).name === 'AbortError') return false;
      this.log.error({ err: error }, 'an order could not be worked off');
      return false;
    }
  }
}

/** Whether the worker of this container has done so lately. */
export function did(sign: Sign): boolean {
  const seconds = sign === 'alive' ? ALIVE_SECONDS : READY_SECONDS;
  const file = statSync(join(folder, sign), { throwIfNoEntry: false });
  return file !== undefined && Date.now() - file.mtimeMs < seconds * 1000;
}

function tell(sign: Sign): void {
  const file = join(folder, sign);
  writeFileSync(file, '');
  utimesSync(file, new Date(), new Date());
}
