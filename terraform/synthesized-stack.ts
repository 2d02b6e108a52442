import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Fault, hint, type Synthesized } from './hint';

interface Document extends Synthesized {
  readonly locals?: { readonly protection?: string };
}

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
}

/** A stack as the app wrote it: a folder beside those of the others, below the one with their manifest. */
export class SynthesizedStack {
  readonly name: string;

  constructor(private readonly folder: string) {
    this.name = basename(folder);
  }

  /** Empty before the app has written it. */
  get document(): Document {
    return read<Document>(join(this.folder, 'cdk.tf.json')) ?? {};
  }

  /**
   * Why it may not be destroyed, as it says itself, or one that it builds on: what runs in a protected environment is
   * as protected as the environment.
   */
  get protection(): string | undefined {
    const found = this.document.locals?.protection;
    return found ?? this.dependencies.map(({ protection }) => protection).find(Boolean);
  }

  /** The name of the environment that it belongs to: that of the stack that all others of it build on. */
  get environment(): string {
    const [first] = this.dependencies;
    return first ? first.environment : this.name;
  }

  /** Where to look when resources of it have failed: each hint once. */
  hints(faults: readonly Fault[]): string[] {
    const hints = faults.map((fault) => hint(fault, this.environment, this.document));
    return [...new Set(hints.filter((text) => text !== undefined))];
  }

  private get dependencies(): SynthesizedStack[] {
    const manifest = read<Manifest>(join(this.folder, '../../manifest.json'));
    const names = manifest?.stacks[this.name]?.dependencies ?? [];
    return names.map((name) => new SynthesizedStack(join(this.folder, '..', name)));
  }
}

function read<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
