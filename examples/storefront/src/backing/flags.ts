import type { Logger } from '../process/log';

const EVERY_SECONDS = 15;

/** Feature flags, asked for again and again, so that a change needs no restart. The last known ones count meanwhile. */
export class Flags {
  private known: Readonly<Record<string, { readonly enabled?: boolean }>> = {};
  private timer: NodeJS.Timeout | undefined;

  /** @param url of all flags as JSON. Undefined: all are off. */
  constructor(
    private readonly url: string | undefined,
    private readonly log: Logger,
    private readonly everySeconds = EVERY_SECONDS,
  ) {}

  isOn(flag: string): boolean {
    return this.known[flag]?.enabled === true;
  }

  /** Returns when they are known, or can't be. */
  async start(): Promise<void> {
    if (!this.url) return;
    await this.refresh(this.url);
    // Not all pods at once.
    const pause = this.everySeconds * 1000 * (0.8 + 0.4 * Math.random());
    this.timer = setTimeout(() => this.start(), pause).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async refresh(url: string): Promise<void> {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
      if (!response.ok) throw new Error(`answered ${response.status}`);
      const flags = (await response.json()) as Flags['known'];
      if (JSON.stringify(flags) !== JSON.stringify(this.known)) this.log.info({ flags }, 'flags changed');
      this.known = flags;
    } catch (error) {
      this.log.warn(
        { error: (error as Error).message },
        'flags could not be read, the last known ones count',
      );
    }
  }
}
