import type { Problem } from '../../problems/problem';
import type { Declared } from '../binding';
import { type Given, givenVariables, setBy } from '../given-variables';
import type { Service } from '../service';
import { usesOf } from '../uses';
import { problemIn } from './problem-in';

export const ALLOWED_OWN_VARIABLE = 'a name that nothing else sets';

/** Environment variables that two would set. */
export function checkVariables(declared: Declared): Problem[] {
  return Object.entries(declared.services).flatMap(([name, service]) => {
    const given = givenVariables(service, declared);
    return [...checkGiven(name, service, given), ...checkOwn(name, service, given)];
  });
}

function checkGiven(service: string, declaration: Service, given: readonly Given[]): Problem[] {
  const uses = usesOf(declaration);
  const first = new Map<string, Given>();
  return given.flatMap((variable) => {
    const { name, by, binding } = variable;
    const other = first.get(name);
    if (other === undefined) first.set(name, variable);
    // The same thing bound twice is told of as that.
    if (other === undefined || binding === undefined || other.by === by) return [];
    const got = `"${binding}", which gives ${name}, as does ${other.by}`;
    return [
      problemIn(
        service,
        uses.find((use) => use.name === binding)!.path,
        got,
        'names that give different variables',
      ),
    ];
  });
}

function checkOwn(service: string, { environment = {} }: Service, given: readonly Given[]): Problem[] {
  return Object.keys(environment).flatMap((name) => {
    const by = setBy(name, given);
    if (by === undefined) return [];
    return [problemIn(service, ['environment', name], `${name}, which ${by} sets`, ALLOWED_OWN_VARIABLE)];
  });
}
