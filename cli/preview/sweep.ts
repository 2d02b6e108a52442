import { Failure } from '../../console/failure';
import type { SweepCommand } from './arguments';
import type { Branches } from './branches';
import { SIGNALLED, takeDown, unlock } from './down';
import { type Fate, fateOf } from './fate';
import type { Ground } from './ground';
import { findTraces, locksOf, type Trace } from './trace';

type Say = (text: string) => void;

const LATER = 'left for the next sweep';

/** Takes down every preview whose time is over. */
export class Sweep {
  /** @param say for what there is to know while it works. */
  constructor(
    private readonly ground: Ground,
    private readonly branches: Branches,
    private readonly command: SweepCommand,
    private readonly say: Say,
  ) {}

  /**
   * One that can't be taken down does not keep the others.
   * @param tell for each preview's outcome, a line of Markdown.
   * @returns whether all went well.
   * @throws Failure when somebody stopped it, or when nobody can tell which previews there are.
   */
  async run(tell: Say): Promise<boolean> {
    const traces = await findTraces(this.ground);
    if (traces.length === 0) tell('There are no previews.');
    let ok = true;
    for (const trace of traces) {
      const outcome = await this.one(trace).catch((error: Failure) => {
        if (!(error instanceof Failure) || error.exitCode > SIGNALLED) throw error;
        ok = false;
        return `**failed**: ${error.message}`;
      });
      tell(`- \`${trace.id}\` ${outcome}`);
    }
    return ok;
  }

  private async one(trace: Trace): Promise<string> {
    const { is, why } = await this.judge(trace);
    if (is === 'in use') return `${LATER}: ${why}`;
    if (this.command.dryRun) return `would be ${is === 'over' ? 'taken down' : 'kept'}: ${why}`;
    if (is === 'kept') return `kept: ${why}${await this.free(trace)}`;
    return this.end(trace);
  }

  private async judge(trace: Trace): Promise<Fate> {
    const { lifetimeDays } = this.ground.settings.document.value;
    const isGone = await this.branches.isGone(trace.id);
    return fateOf(trace, {
      now: new Date(),
      lifetimeDays,
      staleMinutes: this.command.staleMinutes,
      isGone,
    });
  }

  private async end({ id }: Trace): Promise<string> {
    // Those before it took their time, in which somebody may have brought it up to date, or taken it down.
    const [trace] = await findTraces(this.ground, id);
    if (!trace) return 'gone: somebody else took it down';
    const { is, why } = await this.judge(trace);
    if (is !== 'over') return `${LATER}: ${why}`;
    try {
      const removed = await takeDown(this.ground, await unlock(this.ground, trace, this.say), this.say);
      const more = removed.length > 0 ? `. A run that was killed had left ${removed.join(', ')}` : '';
      return `taken down: ${why}${more}`;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw new Failure(`to be taken down because ${why}: ${error.message}`, error.exitCode);
    }
  }

  /** Whoever works on it next is not to be kept by a dead run. */
  private async free(trace: Trace): Promise<string> {
    const locks = locksOf(trace);
    if (locks.length === 0) return '';
    await unlock(this.ground, trace, this.say);
    return `. Released the lock of ${locks.map(({ lock }) => lock.who).join(', ')}`;
  }
}
