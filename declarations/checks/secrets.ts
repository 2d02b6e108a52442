import type { Problem } from '../../problems/problem';
import type { Declared } from '../binding';
import { givenVariables, setBy } from '../given-variables';
import { secretsOf } from '../secret';
import { problemIn } from './problem-in';

/** Secrets whose variables something else sets, or that are named twice. */
export function checkSecrets(declared: Declared): Problem[] {
  return Object.entries(declared.services).flatMap(([service, declaration]) => {
    const others = givenVariables({ ...declaration, secrets: [] }, declared);
    const names = new Set<string>();
    return secretsOf(declaration).flatMap(({ name, variable }, index) => {
      const refuse = (got: string, allowed: string) => [problemIn(service, ['secrets', index], got, allowed)];
      if (names.has(name)) return refuse(`"${name}" once more`, 'each name once');
      names.add(name);
      const by = setBy(variable, others);
      if (by === undefined) return [];
      return refuse(
        `"${name}", which gives ${variable}, as does ${by}`,
        'a name that gives another variable',
      );
    });
  });
}
