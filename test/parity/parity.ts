import type { Environment } from '../../environments/environment';
import type { Parameters } from '../../environments/parameters';
import { type Flat, flatten, SEPARATOR } from './flatten';

/** An attribute that differs between two environments, and the parameters that make it differ. */
export interface Difference {
  readonly address: string;
  readonly attribute: string;
  /** JSON in the one environment; undefined when it has no such attribute. */
  readonly one: string | undefined;
  readonly other: string | undefined;
  /** Paths in the parameter file. Empty: nothing explains it, so the code looks at more than parameters. */
  readonly because: readonly string[];
}

/** Synthesizes one environment as JSON. */
export type Build = (environment: Environment) => object;

/**
 * Every difference between two environments. Each is explained by experiment: the one's parameters are
 * turned into the other's, one at a time, and what a step changes is explained by that parameter.
 * A name (of the environment, of its account) explains a difference only when it stands in the text itself;
 * any other effect of a name is a branch on it, and stays unexplained.
 */
export function compare(one: Environment, other: Environment, build: Build): Difference[] {
  const synth = (name: string, parameters: Parameters) => {
    const file = one.document.file.replace(one.name, name);
    return flatten(build({ name, parameters, document: { ...one.document, file } }));
  };
  const because = new Map<string, Set<string>>();
  let before = synth(one.name, one.parameters);
  let parameters = one.parameters;
  for (const path of differingLeaves(one.parameters, other.parameters)) {
    parameters = set(parameters, path, get(other.parameters, path)) as Parameters;
    const after = synth(one.name, parameters);
    for (const key of differing(before, after)) {
      because.set(key, (because.get(key) ?? new Set()).add(path.join('.')));
    }
    before = after;
  }

  const [start, end] = [synth(one.name, one.parameters), synth(other.name, other.parameters)];
  const moved = { ...one.parameters, account: other.parameters.account };
  const suspects = new Set([
    ...branches(start, one.name, synth(other.name, one.parameters), other.name),
    ...branches(before, one.name, end, other.name),
    ...branches(start, one.parameters.account, synth(one.name, moved), other.parameters.account),
  ]);
  const keys = new Set([...differing(start, end), ...suspects]);
  return [...keys].sort().map((key) => {
    const [address = '', attribute = ''] = key.split(SEPARATOR);
    const reasons = [...(because.get(key) ?? [])];
    if (word(one.name).test(start.get(key) ?? '')) reasons.push('(name)');
    return {
      address,
      attribute,
      one: start.get(key),
      other: end.get(key),
      because: suspects.has(key) ? [] : reasons,
    };
  });
}

/** Attributes that differ in more than a name's own text, although only that name was changed. */
function branches(a: Flat, nameA: string, b: Flat, nameB: string): string[] {
  const neutral = (flat: Flat, name: string) =>
    new Map([...flat].map(([key, value]) => [key, value.replace(word(name), '<name>')]));
  return differing(neutral(a, nameA), neutral(b, nameB));
}

/** The name as a word of its own, as in `dev-cluster` or `dev.acme.example`. */
function word(name: string): RegExp {
  return new RegExp(`(?<![a-z0-9])${name}(?![a-z0-9])`, 'g');
}

function differing(a: Flat, b: Flat): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
}

type Path = readonly string[];

/** The smallest parts in which two sets of parameters differ; a list is one part. */
function differingLeaves(a: unknown, b: unknown, path: Path = []): Path[] {
  if (JSON.stringify(a) === JSON.stringify(b) || path[0] === '$schema') return [];
  if (!isGroup(a) || !isGroup(b)) return [path];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    differingLeaves(a[key], b[key], [...path, key]),
  );
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function get(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], value);
}

function set(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  return key === undefined
    ? to
    : { ...(value as object), [key]: set((value as Record<string, unknown>)[key], rest, to) };
}
