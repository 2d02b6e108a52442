import type { ServerDeclaration } from './backing';
import { BACKING_KINDS, type BackingKind, type EngineOf, enginesOf } from './kinds/kinds';

const USUAL = enginesOf(BACKING_KINDS);

/** Where a server listens: where it is declared to, else where its engine does everywhere. */
export function portOf({ engine, port }: ServerDeclaration<EngineOf<BackingKind>>): number {
  return port ?? USUAL[engine]!;
}
