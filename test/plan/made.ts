import type { ResourceChange } from '../../plan/change';
import { Plan, type PlanJson } from '../../plan/plan';
import { findings } from '../../plan/rules';

/** An entry of a plan, for tests of what a real one would seldom have. */
export function entry(address: string, before: unknown, after: unknown, more: object = {}): ResourceChange {
  const [type = '', name = ''] = address.split('.');
  const actions = before === null ? ['create'] : after === null ? ['delete'] : ['update'];
  return { address, mode: 'managed', type, name, change: { actions, before, after, ...more } };
}

export function planJson(...resource_changes: readonly ResourceChange[]): PlanJson {
  return { format_version: '1.2', resource_changes };
}

export function plan(...changes: readonly ResourceChange[]): Plan {
  return new Plan('dev', planJson(...changes));
}

export function created(address: string, after: object): ResourceChange {
  return entry(address, null, after);
}

export function deleted(address: string, before: object = {}): ResourceChange {
  return entry(address, before, null);
}

/** A resource that stays as it is. */
export function stays(address: string, values: object): ResourceChange {
  return entry(address, values, values, { actions: ['no-op'] });
}

/** `data-deleted: aws_s3_bucket.it is deleted, ...` for each finding. */
export function found(...changes: readonly ResourceChange[]): string[] {
  return told(plan(...changes));
}

/** The same of a whole plan. */
export function told(judged: Plan): string[] {
  return findings(judged).map(
    ({ rule, change, reasons }) => `${rule.id}: ${change.address} ${reasons.join('; ')}`,
  );
}

/** `data-deleted: is deleted` for each reason of each finding. */
export function reasonsOf(judged: Plan): string[] {
  return findings(judged).flatMap(({ rule, reasons }) => reasons.map((reason) => `${rule.id}: ${reason}`));
}

/** Ids of the rules that find something, in order, each once. */
export function ids(...changes: readonly ResourceChange[]): string[] {
  return idsOf(plan(...changes));
}

/** The same of a whole plan. */
export function idsOf(judged: Plan): string[] {
  return [...new Set(findings(judged).map(({ rule }) => rule.id))].sort();
}
