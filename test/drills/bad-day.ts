import { join } from 'node:path';
import { root } from '../e2e/local-command';
import { putRight } from './drill';
import { Lane } from './lane';
import type { Point } from './point';
import { Starts } from './starts';
import { faultsOf, faultsWithin } from './verdict';

/**
 * Points one after the other, each from where the last one has ended: a bad day of one environment. It takes a fraction of
 * the same points one by one, as nothing is deployed only to begin from. What one has left without anybody's knowledge
 * shows at the end, when all is destroyed and something is still there.
 */
export class BadDay {
  private readonly lane: Lane;
  private starts?: Starts;

  /** @param port of its emulator. */
  constructor(port: number) {
    this.lane = new Lane(`bad-day-${port}`, port);
  }

  /** Everything that comes before the environment is there. */
  async begin(say: (text: string) => void): Promise<void> {
    const starts = await Starts.open(this.lane, say, join(root, '.local', 'drills', 'bad-day'));
    await starts.ready('account');
    await this.lane.begin(starts.synthesized, starts.of('account'));
    this.starts = starts;
  }

  /** @returns what is wrong afterwards. Empty: it has converged. */
  async go(point: Point): Promise<string[]> {
    let said = '';
    const wrong = await putRight(point, this.lane, (text) => {
      said += `${text}\n`;
    });
    const faults =
      point.goal === 'account'
        ? await faultsOf(this.lane, point.goal, this.starts!)
        : await faultsWithin(this.lane, point.goal);
    const all = [...wrong, ...faults];
    return all.length > 0 ? [...all, said] : [];
  }

  async end(): Promise<void> {
    await this.lane.close();
  }
}
