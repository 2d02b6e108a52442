import type { Plan } from '../plan';
import { matches } from './match';
import type { PolicyStatement } from './statement';

/**
 * Statements with what references in them stood for, where a statement is one of before but for references that nobody
 * can resolve: to data, to locals, or to what is no part of the plan. A reference to what the plan makes is something new.
 */
export function withKnown(
  after: readonly PolicyStatement[],
  before: readonly PolicyStatement[],
  plan: Plan,
): PolicyStatement[] {
  const open = after.filter((statement) => statement.resources.some((value) => value.includes('${')));
  if (open.length === 0 || open.length * before.length > 100_000) return [...after];
  return after.map((statement) => {
    if (!open.includes(statement)) return statement;
    const known = before.find(
      (one) => isAlike(one, statement) && fits(statement.resources, one.resources, plan),
    );
    return known ? { ...statement, resources: known.resources } : statement;
  });
}

function isAlike(one: PolicyStatement, other: PolicyStatement): boolean {
  const key = ({ effect, actions, principals, conditions, inverted }: PolicyStatement) =>
    JSON.stringify([effect, actions, principals, [...conditions].sort(), inverted]);
  return one.resources.length === other.resources.length && key(one) === key(other);
}

function fits(values: readonly string[], known: readonly string[], plan: Plan): boolean {
  const left = new Set(known);
  // What says most is looked for first.
  const sorted = [...values].sort((a, b) => literal(b) - literal(a));
  return sorted.every((value) => {
    const found = left.has(value) ? value : [...left].find((one) => stoodFor(value, one, plan));
    return found !== undefined && left.delete(found);
  });
}

function literal(value: string): number {
  return value.replace(REFERENCE, '').length;
}

const REFERENCE = /\$\{([^{}]*)\}/g;

function stoodFor(value: string, known: string, plan: Plan): boolean {
  const references = [...value.matchAll(REFERENCE)].map(([, path]) => path!);
  if (references.length === 0) return false;
  const isNew = references.some((path) => plan.makes(path.split('.').slice(0, 2).join('.')));
  return !isNew && matches(value.replace(REFERENCE, '*'), known);
}
