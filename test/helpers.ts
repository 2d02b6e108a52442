import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, DefaultTokenResolver, StringConcat, Testing, Tokenization } from 'cdktf';
import type { Construct } from 'constructs';
import type { Naming } from '../constructs/core/naming';
import { protection } from '../constructs/core/protection';
import { Keys } from '../constructs/encryption/keys';
import { BaseStack } from '../stacks/stack';

// biome-ignore lint/suspicious/noExplicitAny: synthesized JSON; what a test reads of it, it asserts
export type Json = any;

export interface Synthesized {
  /** Attributes by type and logical id, as in the JSON. */
  readonly resource: Record<string, Record<string, Json>>;
  readonly ephemeral?: Record<string, Record<string, Json>>;
  readonly [block: string]: Json;
}

export const naming: Naming = {
  platform: 'acme',
  environment: 'test',
  account: '123456789012',
  region: 'eu-central-1',
};

// One for each worker: CDKTF makes it, though nothing is written there.
export const outdir = join(tmpdir(), `platform-test-${process.pid}`);
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Synthesizes what `build` makes in an empty stack, with CDKTF's validations on. */
export function synth(build: (stack: BaseStack) => void): Synthesized {
  const app = Testing.stubVersion(new App({ stackTraces: false, outdir }));
  const stack = new BaseStack(app, 'test', {
    project: { region: naming.region },
    account: naming.account,
    tags: {},
  });
  build(stack);
  return { resource: {}, ...JSON.parse(Testing.synth(stack, true)) };
}

/** A value with its references written out, as in the JSON. */
export function resolved<T>(scope: Construct, value: T): T {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope, resolver, preparing: false });
}

/** The one resource of a type; fails when there are none or several. */
export function only(synthesized: Synthesized, type: string): Json {
  const found = all(synthesized, type);
  if (found.length !== 1) throw new Error(`expected 1 ${type}, got ${found.length}`);
  return found[0];
}

/** All resources of a type. */
export function all(synthesized: Synthesized, type: string): Json[] {
  return Object.values(synthesized.resource[type] ?? {});
}

/** Keys of an unprotected environment. */
export const keys = (scope: Construct) => new Keys(scope, 'keys', { naming, protection: protection(false) });
