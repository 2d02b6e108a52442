import { conditionOf, isList, type PolicyCondition, unmet } from './condition';
import { disjoint, matches } from './match';
import type { PolicyStatement } from './statement';

type Element = 'actions' | 'resources' | 'principals';

const ELEMENTS: readonly Element[] = ['actions', 'resources', 'principals'];
const INVERTED = { actions: 'NotAction', resources: 'NotResource', principals: 'NotPrincipal' } as const;
/** So many statements with `NotAction` and its like are put together at most. */
const DEPTH = 4;
/** Into so many values the conditions of a statement are split at most. */
const SPLITS = 200;

/** Whether some statements together speak of all that another one speaks of, whatever their effects are. */
export function isCovered(part: PolicyStatement, wide: readonly PolicyStatement[]): boolean {
  return remainder(part, wide).length === 0;
}

/** What of a statement others do not speak of: the statement with fewer values of its conditions, or itself. None: nothing. */
export function remainder(part: PolicyStatement, wide: readonly PolicyStatement[]): PolicyStatement[] {
  const about = wide.filter((statement) => ELEMENTS.every((element) => meets(statement, part, element)));
  if (covers(part, about, DEPTH)) return [];
  const split = bySingleValues(part);
  if (split.length < 2 || !about.some((statement) => isAbout(statement, part))) return [part];
  const left = split.filter((piece) => !covers(piece, about, DEPTH));
  return left.length === split.length ? [part] : left;
}

/** Whether a statement is about all that another is about, if conditions did not count. */
export function isAbout(wide: PolicyStatement, part: PolicyStatement): boolean {
  return ELEMENTS.every((element) => includes(wide, part, element));
}

function covers(part: PolicyStatement, wide: readonly PolicyStatement[], depth: number): boolean {
  return wide.some((statement) => {
    if (unmet(statement.conditions, part.conditions).length > 0) return false;
    const missing = ELEMENTS.filter((element) => !includes(statement, part, element));
    if (missing.length === 0) return true;
    // All but a list, and others that have what is in the list.
    const [element] = missing;
    if (missing.length > 1 || depth === 0 || !isInverted(statement, element!)) return false;
    const others = wide.filter((other) => other !== statement);
    const pieces = within(part, statement[element!], element!);
    return pieces?.every((piece) => covers(piece, others, depth - 1)) ?? false;
  });
}

/** What of a statement is in a list, as statements that have it all. Undefined: too much to tell, or everything. */
function within(
  part: PolicyStatement,
  values: readonly string[],
  element: Element,
): PolicyStatement[] | undefined {
  const inverted = part.inverted.filter((name) => name !== INVERTED[element]);
  const piece = (value: string) => ({ ...part, [element]: [value], inverted });
  const own = part[element];
  if (isInverted(part, element)) {
    return values.filter((value) => !own.some((one) => holds(one, value, element))).map(piece);
  }
  const [only] = own;
  if (only === undefined || own.length > 1) return undefined;
  const met = values.filter((value) => !apart(only, value, element));
  return met.every((value) => holds(only, value, element) && value !== only) ? met.map(piece) : undefined;
}

function meets(wide: PolicyStatement, part: PolicyStatement, element: Element): boolean {
  return isInverted(wide, element) || includes(wide, part, element);
}

function includes(wide: PolicyStatement, part: PolicyStatement, element: Element): boolean {
  const [values, own] = [wide[element], part[element]];
  // A trust policy has no resource, a role's policy no principal.
  if (values.length === 0 && element !== 'actions') return true;
  const [not, ownNot] = [isInverted(wide, element), isInverted(part, element)];
  if (!not && !ownNot) {
    return own.length > 0
      ? own.every((value) => values.some((one) => holds(one, value, element)))
      : values.includes('*');
  }
  if (not && ownNot) return values.every((value) => own.some((one) => holds(one, value, element)));
  if (not) return own.length > 0 && own.every((value) => values.every((one) => apart(one, value, element)));
  return values.includes('*');
}

function isInverted({ inverted }: PolicyStatement, element: Element): boolean {
  return inverted.includes(INVERTED[element]);
}

function holds(wide: string, value: string, element: Element): boolean {
  if (element !== 'principals') return matches(wide, value);
  // Only a star alone stands for others among principals, and an account's root for all of the account.
  return wide === value || wide === '*' || (wide.endsWith(':root') && isOfAccount(value, wide));
}

function isOfAccount(value: string, root: string): boolean {
  const [, account] = root.match(/^AWS:arn:[^:]*:iam::(\d{12}):root$/) ?? [];
  return account !== undefined && /^AWS:arn:[^:]*:(iam|sts)::/.test(value) && value.split(':')[5] === account;
}

function apart(a: string, b: string, element: Element): boolean {
  if (element !== 'principals') return disjoint(a, b);
  return a.includes('${') || b.includes('${') ? false : !holds(a, b, element) && !holds(b, a, element);
}

/** The same statement, for each value of its conditions alone. */
function bySingleValues(statement: PolicyStatement): PolicyStatement[] {
  const several = [...statement.conditions].filter(
    ([name, values]) => values.length > 1 && isList(conditionOf(name, values)),
  );
  const count = several.reduce((product, [, values]) => product * values.length, 1);
  if (several.length === 0 || count > SPLITS) return [statement];
  return several.reduce<PolicyStatement[]>(
    (all, [name, values]) =>
      all.flatMap((one) =>
        values.map((value) => ({ ...one, conditions: new Map([...one.conditions, [name, [value]]]) })),
      ),
    [statement],
  );
}

/** The conditions that a statement lacks of those of another one. */
export function lacking(part: PolicyStatement, wide: PolicyStatement): PolicyCondition[] {
  return unmet(wide.conditions, part.conditions);
}
