import { Failure } from '../../console/failure';
import type { SweepCommand } from './arguments';
import type { Branches } from './branches';
import { SIGNALLED, takeDown, unlock } from './down';
import { type FoundPreview, findPreviews, locksOf } from './found-preview';
import type { PreviewHost } from './preview-host';
import { decideSweep, type SweepDecision } from './sweep-decision';

type Say = (text: string) => void;

const LATER = 'left for the next sweep';

/** Takes down every preview whose time is over. */
export class Sweep {
  /** @param say for what there is to know while it works. */
  constructor(
    private readonly previewHost: PreviewHost,
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
    const previews = await findPreviews(this.previewHost);
    if (previews.length === 0) tell('There are no previews.');
    let ok = true;
    for (const preview of previews) {
      const outcome = await this.one(preview).catch((error: Failure) => {
        if (!(error instanceof Failure) || error.exitCode > SIGNALLED) throw error;
        ok = false;
        return `**failed**: ${error.message}`;
      });
      tell(`- \`${preview.id}\` ${outcome}`);
    }
    return ok;
  }

  private async one(preview: FoundPreview): Promise<string> {
    const { is, why } = await this.judge(preview);
    if (is === 'in use') return `${LATER}: ${why}`;
    if (this.command.dryRun) return `would be ${is === 'over' ? 'taken down' : 'kept'}: ${why}`;
    if (is === 'kept') return `kept: ${why}${await this.free(preview)}`;
    return this.end(preview);
  }

  private async judge(preview: FoundPreview): Promise<SweepDecision> {
    const { lifetimeDays } = this.previewHost.settings.document.value;
    const isGone = await this.branches.isGone(preview.id);
    return decideSweep(preview, {
      now: new Date(),
      lifetimeDays,
      staleMinutes: this.command.staleMinutes,
      isGone,
    });
  }

  private async end({ id }: FoundPreview): Promise<string> {
    // Those before it took their time, in which somebody may have brought it up to date, or taken it down.
    const [preview] = await findPreviews(this.previewHost, id);
    if (!preview) return 'gone: somebody else took it down';
    const { is, why } = await this.judge(preview);
    if (is !== 'over') return `${LATER}: ${why}`;
    try {
      const removed = await takeDown(
        this.previewHost,
        await unlock(this.previewHost, preview, this.say),
        this.say,
      );
      const more = removed.length > 0 ? `. A run that was killed had left ${removed.join(', ')}` : '';
      return `taken down: ${why}${more}`;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw new Failure(`to be taken down because ${why}: ${error.message}`, error.exitCode);
    }
  }

  /** Whoever works on it next is not to be kept by a dead run. */
  private async free(preview: FoundPreview): Promise<string> {
    const locks = locksOf(preview);
    if (locks.length === 0) return '';
    await unlock(this.previewHost, preview, this.say);
    return `. Released the lock of ${locks.map(({ lock }) => lock.who).join(', ')}`;
  }
}
