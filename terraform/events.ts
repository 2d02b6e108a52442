/** What is used of the lines that `terraform apply -json` prints. */
export type Event =
  | { readonly type: 'change_summary'; readonly changes: Changes }
  | { readonly type: 'apply_start' | 'apply_complete' | 'apply_errored'; readonly hook: Hook }
  | { readonly type: 'refresh_complete'; readonly hook: Hook }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic };

interface Hook {
  readonly resource: { readonly addr: string };
  readonly action?: string;
}

export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly import?: number;
  /** `plan` is what will be done; `apply` and `destroy` what was done. */
  readonly operation: 'plan' | 'apply' | 'destroy';
}

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
}

const TYPES = new Set([
  'change_summary',
  'apply_start',
  'apply_complete',
  'apply_errored',
  'refresh_complete',
  'diagnostic',
]);

/** Undefined for anything else: other events, and what a provider or the Go runtime prints in between. */
export function parseEvent(line: string): Event | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const event = JSON.parse(line) as { type?: string };
    return TYPES.has(event.type ?? '') ? (event as Event) : undefined;
  } catch {
    return undefined;
  }
}
