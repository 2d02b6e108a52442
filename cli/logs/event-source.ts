import type { Aws } from '../../programs/aws';
import type { LogEvent } from './event-line';

/** How much may be behind: an agent sends what it has gathered, and an older event may come after a newer one. */
const LATE_MS = 30_000;
/** Of one look. */
const MOST = 10_000;

/** The events of a log group that match a pattern, each once. */
export class EventSource {
  private readonly seen = new Map<string, number>();

  /** @param since in milliseconds since 1970. */
  constructor(
    private readonly aws: Aws,
    private readonly group: string,
    private readonly pattern: string,
    private since: number,
  ) {}

  /** Those that it has not given yet, the oldest first, and whether there are more than one look gives. */
  async next(): Promise<{ events: LogEvent[]; more: boolean }> {
    const { events, NextToken } = await this.aws.json<{ events: LogEvent[]; NextToken?: string }>(
      ...['logs', 'filter-log-events', '--log-group-name', this.group, '--filter-pattern', this.pattern],
      ...['--start-time', `${this.since}`, '--max-items', `${MOST}`],
    );
    const fresh = events
      .filter(({ eventId }) => !this.seen.has(eventId))
      .sort((a, b) => a.timestamp - b.timestamp);
    for (const { eventId, timestamp } of fresh) this.seen.set(eventId, timestamp);
    this.goOn(fresh.at(-1)?.timestamp);
    return { events: fresh, more: NextToken !== undefined };
  }

  /** From a little before the last one on. */
  private goOn(last: number | undefined): void {
    if (last === undefined) return;
    this.since = Math.max(this.since, last - LATE_MS);
    for (const [id, timestamp] of this.seen) if (timestamp < this.since) this.seen.delete(id);
  }
}
