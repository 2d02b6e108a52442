import { join } from 'node:path';
import { environmentOf, writeSettings } from '../../local/deploy/local-context';
import { synthesize } from '../../local/deploy/stacks';
import {
  type Emulator,
  endpoint,
  inventory,
  startEmulator,
  stopEmulator,
} from '../../local/emulated-aws/emulator';
import { type Layout, layout } from '../../local/machine/layout';
import { root } from './local-command';
import { openContext } from './open-context';

/** An emulated AWS with nothing in it, not even what the bootstrap makes. */
export class BareEmulator {
  private constructor(
    private readonly layout: Layout,
    private readonly emulator: Emulator,
    /** Points programs to it. */
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @param name of its folder in `.local`. */
  static async start(name: string, port: number): Promise<BareEmulator> {
    const paths = layout(join(root, '.local', name));
    const context = await openContext(paths, await synthesize(paths.synthesized));
    const emulator = await startEmulator(paths, port, context.project);
    await writeSettings(context, emulator);
    return new BareEmulator(paths, emulator, environmentOf(context, emulator));
  }

  stop(): Promise<void> {
    return stopEmulator(this.layout, this.emulator);
  }

  /** Names of what an account holds, by kind. */
  async holds(account: string): Promise<string[]> {
    const items = (await inventory(this.emulator))[account] ?? [];
    return items.map(({ service, kind, name }) => `${service} ${kind} ${name}`);
  }

  /** Asks the emulator itself. */
  async ask<T>(path: string, request: RequestInit = {}): Promise<T> {
    const response = await fetch(`${endpoint(this.emulator)}/_emulator/${path}`, request);
    return (await response.json()) as T;
  }
}
