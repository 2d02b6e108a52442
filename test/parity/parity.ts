import type { Environment } from '../../parameters/environment';
import type { Parameters } from '../../parameters/parameters';
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
 * A name explains a difference only where it stands in the text itself.
 */
export function compare(one: Environment, other: Environment, build: Build): Difference[] {
  const synth = synthesizer(one, build);
  const because = new Map<string, Set<string>>();
  const start = synth(one.name, one.parameters);
  const leaves = differingLeaves(one.parameters, other.parameters);
  // What is taken away goes last: until then what stands in its place has come.
  const isAdded = (path: Path) => get(other.parameters, path) !== undefined;
  const steps = [...leaves.filter(isAdded), ...leaves.filter((path) => !isAdded(path))];
  /** What is synthesized after so many steps. */
  const after = (count: number): Flat =>
    synth(
      one.name,
      steps
        .slice(0, count)
        .reduce((at, path) => set(at, path, get(other.parameters, path)) as Parameters, one.parameters),
    );
  /** Explains what steps change. Steps that change nothing together are not tried one by one. */
  const explain = (from: number, to: number): void => {
    const changed = differing(after(from), after(to));
    if (changed.length === 0) return;
    if (to - from === 1) {
      const path = steps[from]!.join('.');
      for (const key of changed) because.set(key, (because.get(key) ?? new Set()).add(path));
      return;
    }
    const middle = (from + to) >> 1;
    explain(from, middle);
    explain(middle, to);
  };
  explain(0, steps.length);

  const end = synth(other.name, other.parameters);
  const branches = new Set(branchesBetween(one, other, synth));
  return [...new Set([...differing(start, end), ...branches])].sort().map((key) => {
    const [address = '', attribute = ''] = key.split(SEPARATOR);
    const reasons = [...(because.get(key) ?? [])];
    if (word(one.name).test(start.get(key) ?? '')) reasons.push('(name)');
    return {
      address,
      attribute,
      one: start.get(key),
      other: end.get(key),
      because: branches.has(key) ? [] : reasons,
    };
  });
}

/**
 * What differs by more than a name's own text although only that name was changed, be it the environment's or
 * its account's: the code branches on it. Looked for from both ends, as a branch may hide behind a parameter.
 */
export function findBranches(one: Environment, other: Environment, build: Build): string[] {
  return branchesBetween(one, other, synthesizer(one, build));
}

function branchesBetween(one: Environment, other: Environment, synth: Synth): string[] {
  const [here, there] = [one.parameters, other.parameters];
  const [start, end] = [synth(one.name, here), synth(other.name, there)];
  const onlyNamed = (from: string, to: string, before: Flat, after: Flat) =>
    differing(neutral(before, from), neutral(after, to));
  const inAccount = (parameters: Parameters, account: string) => ({ ...parameters, account });
  return [
    ...onlyNamed(one.name, other.name, start, synth(other.name, here)),
    ...onlyNamed(one.name, other.name, synth(one.name, there), end),
    ...onlyNamed(here.account, there.account, start, synth(one.name, inAccount(here, there.account))),
    ...onlyNamed(here.account, there.account, synth(other.name, inAccount(there, here.account)), end),
  ];
}

/** Synthesizes an environment of a name and parameters. */
type Synth = (name: string, parameters: Parameters) => Flat;

/** Of any name and parameters, as if it stood beside the given one. What was synthesized once is remembered. */
function synthesizer({ name: own, document }: Environment, build: Build): Synth {
  const remembered = new Map<string, Flat>();
  return (name, parameters) => {
    const key = JSON.stringify([name, parameters]);
    const known = remembered.get(key);
    if (known) return known;
    const file = document.file.replace(own, name);
    const made = flatten(build({ name, parameters, document: { ...document, file } }));
    remembered.set(key, made);
    return made;
  };
}

/** A name that had to be cut ends in a hash of the whole, the environment's name included (constructs/core/naming.ts). */
const CUT = /<name>-[a-z0-9-]*-[0-9a-f]{8}(?![a-z0-9-])/g;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----/;

function neutral(flat: Flat, name: string): Flat {
  return new Map(
    [...flat].map(([key, value]) => [
      key,
      // In its letters a short name stands by chance.
      CERTIFICATE.test(value) ? value : value.replace(word(name), '<name>').replace(CUT, '<cut name>'),
    ]),
  );
}

/** The name as a word of its own, as in `dev-cluster` or `dev.acme.example`, but not in `/dev/null`. */
function word(name: string): RegExp {
  return new RegExp(`(?<![a-z0-9])${name}(?![a-z0-9]|/(null|urandom))`, 'g');
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
  if (key === undefined) return to;
  const { [key]: before, ...others } = value as Record<string, unknown>;
  const after = set(before, rest, to);
  // As a parameter file has it: a key that is not given is not there.
  return after === undefined ? others : { ...(value as object), [key]: after };
}
