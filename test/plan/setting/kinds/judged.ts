import type { ResourceChange } from '../../../../plan/change';
import { entry, plan, reasonsOf } from '../../made';

/** What a change of one resource is found to be: `rule: reason`, in order. */
export function judged(type: string, before: unknown, after: unknown, ...others: ResourceChange[]): string[] {
  return found(entry(`${type}.it`, before, after), ...others);
}

export function found(...changes: ResourceChange[]): string[] {
  return reasonsOf(plan(...changes));
}

/** In place: a change from one value of an attribute to another. `x.y` is a block within a block. */
export function block(path: string, value: unknown): object {
  const [key, ...rest] = path.split('.');
  return { [key!]: rest.length === 0 ? value : [block(rest.join('.'), value)] };
}

/** A type, an attribute, a stronger value, a weaker one, and the rule that finds the step down. */
export type Step = readonly [type: string, path: string, strong: unknown, weak: unknown, rule: string];
