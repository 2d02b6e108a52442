import type { Problem } from '../../problems/problem';
import { type Backing, thingsOf } from '../backing';
import { BACKING_KINDS, type BackingKind, enginesOf, optionsOf } from '../kinds/kinds';
import { problemInBacking } from './problem-in';

/** Kinds that share a section share its schema, which can't tell whose an option is. */
export function checkOptions(backing: Backing): Problem[] {
  return thingsOf(backing).flatMap(({ kind, section, name, declaration }) =>
    Object.entries(declaration)
      .filter(([option]) => isOption(option) && !hasOption(kind, option))
      .map(([option, value]) =>
        problemInBacking(
          [section, name, option],
          `"${value}", which ${(declaration as { engine: string }).engine} does not know`,
          `none, or one of the engines ${enginesWith(option).join(', ')}`,
        ),
      ),
  );
}

function isOption(name: string): boolean {
  return BACKING_KINDS.some((kind) => hasOption(kind, name));
}

function hasOption(kind: BackingKind, name: string): boolean {
  return Object.hasOwn(optionsOf(kind), name);
}

function enginesWith(option: string): string[] {
  return Object.keys(enginesOf(BACKING_KINDS.filter((kind) => hasOption(kind, option))));
}
