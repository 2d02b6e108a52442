import { longest, type Progress } from '../../terraform/progress';

/** What is shown of one thing under way. */
export interface View {
  readonly step: string;
  /** In milliseconds. */
  readonly since: number;
  readonly progress?: Progress;
  /** How much of it is done, from 0 to 1, where there is no Terraform to count. */
  readonly part?: number;
}

export interface Display {
  /** Shows what goes on under a name; undefined takes it away. */
  set(name: string, view: View | undefined): void;
  /** A line that stays. */
  note(text: string): void;
  close(): void;
}

const PLAIN_EVERY_MS = 15_000;
const BAR = 20;

/** Live lines on a terminal; elsewhere a line at each new step, and now and then one for what takes long. */
export async function openDisplay(stream: NodeJS.WriteStream): Promise<Display> {
  return stream.isTTY && process.env.TERM !== 'dumb' ? openLive(stream) : openPlain(stream);
}

async function openLive(stream: NodeJS.WriteStream): Promise<Display> {
  // The package is an ES module only.
  const { createLogUpdate } = await import('log-update');
  const log = createLogUpdate(stream);
  const views = new Map<string, View>();
  const draw = () => {
    const width = Math.max(0, ...[...views.keys()].map((name) => name.length));
    const lines = [...views].map(
      ([name, view]) => `${name.padEnd(width)}  ${bar(view)}${describe(view, Date.now())}`,
    );
    log(lines.map((line) => line.slice(0, (stream.columns ?? 80) - 1)).join('\n'));
  };
  const timer = setInterval(draw, 500);
  return {
    set: (name, view) => {
      put(views, name, view);
      if (!view?.progress && !view?.part) draw();
    },
    note: (text) => {
      log.clear();
      stream.write(`${text}\n`);
      draw();
    },
    close: () => {
      clearInterval(timer);
      log.clear();
      log.done();
    },
  };
}

async function openPlain(stream: NodeJS.WriteStream): Promise<Display> {
  const views = new Map<string, View>();
  const print = (name: string, view: View) => stream.write(`${name}: ${describe(view, Date.now())}\n`);
  const timer = setInterval(() => {
    for (const [name, view] of views) print(name, view);
  }, PLAIN_EVERY_MS);
  return {
    set: (name, view) => {
      const isNew = view && views.get(name)?.step !== view.step;
      put(views, name, view);
      if (isNew) print(name, view);
    },
    note: (text) => stream.write(`${text}\n`),
    close: () => clearInterval(timer),
  };
}

function put(views: Map<string, View>, name: string, view: View | undefined): void {
  if (view) views.set(name, view);
  else views.delete(name);
}

/** Such as `applying 34/231, aws_db_instance.orders 62 s and 5 more, 1 min 4 s in all`. */
export function describe({ step, since, progress, part }: View, now: number): string {
  const elapsed = now - since;
  const done = part === undefined ? progress && count(progress) : `${Math.floor(100 * part)} %`;
  return [
    [step, done].filter(Boolean).join(' '),
    progress && longestPart(progress, now),
    elapsed >= 1000 ? `${duration(elapsed)} in all` : undefined,
  ]
    .filter(Boolean)
    .join(', ');
}

/** Such as `8 s` or `1 min 4 s`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function count({ planned, done, read }: Progress): string {
  if (planned !== undefined) return `${done}/${planned}`;
  return read > 0 ? `${read} read` : '';
}

function longestPart(progress: Progress, now: number): string | undefined {
  const first = longest(progress);
  if (!first) return undefined;
  const others = Object.keys(progress.running).length - 1;
  return `${first.address} ${duration(now - first.since)}${others > 0 ? ` and ${others} more` : ''}`;
}

function bar({ progress, part = progress?.planned && progress.done / progress.planned }: View): string {
  if (part === undefined) return '';
  const filled = Math.round(BAR * Math.min(part, 1));
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}  `;
}
