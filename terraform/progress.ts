import type { Changes, Diagnostic, Event } from './events';

/** How far one Terraform run is. */
export interface Progress {
  /** Resources read so far, before there is a plan. */
  readonly read: number;
  /** Actions of the plan; a replacement is two. Undefined before there is a plan. */
  readonly planned?: number;
  readonly done: number;
  /** When the action on a resource began, in milliseconds, by address. */
  readonly running: Readonly<Record<string, number>>;
  /** What was done, once all is. */
  readonly changes?: Changes;
  readonly diagnostics: readonly Diagnostic[];
}

export const begun: Progress = { read: 0, done: 0, running: {}, diagnostics: [] };

/** The progress after an event that came at `now` (milliseconds). */
export function advance(progress: Progress, event: Event, now: number): Progress {
  switch (event.type) {
    case 'change_summary': {
      const { add, change, remove, operation } = event.changes;
      if (operation !== 'plan') return { ...progress, changes: event.changes };
      return { ...progress, planned: add + change + remove };
    }
    case 'refresh_complete':
      return { ...progress, read: progress.read + 1 };
    case 'apply_start':
      return { ...progress, running: { ...progress.running, [event.hook.resource.addr]: now } };
    case 'apply_complete': {
      const running = without(progress.running, event.hook.resource.addr);
      // Data sources that wait for a resource are read during the apply, and are no part of the plan's count.
      const counts = event.hook.action !== 'read';
      return { ...progress, running, done: progress.done + (counts ? 1 : 0) };
    }
    case 'apply_errored':
      return { ...progress, running: without(progress.running, event.hook.resource.addr) };
    case 'diagnostic':
      return { ...progress, diagnostics: [...progress.diagnostics, event.diagnostic] };
    default: {
      const unreachable: never = event;
      return unreachable;
    }
  }
}

/** What has been running for the longest: its address and since when. */
export function longest({
  running,
}: Progress): { readonly address: string; readonly since: number } | undefined {
  const [first] = Object.entries(running).sort(([, a], [, b]) => a - b);
  return first && { address: first[0], since: first[1] };
}

function without(running: Progress['running'], address: string): Progress['running'] {
  const { [address]: _, ...rest } = running;
  return rest;
}
