import type { ChildProcess } from 'node:child_process';
import { Failure } from '../../console/failure';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C arrives several times: from the terminal, and from npm. */
const SAME_KEY_MS = 1000;

/**
 * Ctrl-C lets Terraform end its work: it takes one signal for "finish, save and unlock", and a second for
 * "drop everything". So it runs in a process group of its own, out of the terminal's reach, and gets from
 * here exactly as many as the user meant.
 */
export class Interrupt {
  private readonly children = new Set<ChildProcess>();
  private last?: number;

  constructor(private readonly tell: (text: string) => void) {}

  listen(): void {
    for (const signal of SIGNALS) process.on(signal, () => this.take(Date.now()));
  }

  /** Passes interrupts on to a child for as long as it runs. */
  watch(child: ChildProcess): void {
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
  }

  get requested(): boolean {
    return this.last !== undefined;
  }

  /** @throws Failure once there was an interrupt. */
  check(): void {
    if (this.requested) throw new Failure('Interrupted. Run the same command again to continue.', 130);
  }

  private take(now: number): void {
    if (this.last !== undefined && now - this.last < SAME_KEY_MS) return;
    const again = this.requested;
    this.last = now;
    // Nothing else that runs here has to be ended with care.
    if (this.children.size === 0) process.exit(130);
    this.tell(
      again
        ? 'Terraform drops what it is doing. A lock that it leaves is released by the next run.'
        : 'Terraform ends what it is doing and saves its state. Ctrl-C again: at once, and resources may be lost.',
    );
    for (const child of this.children) child.kill('SIGINT');
  }
}
