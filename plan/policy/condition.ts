import { contains } from '../cidr';
import { disjoint, matches } from './match';
import type { PolicyStatement } from './statement';

export type Conditions = PolicyStatement['conditions'];

/** A condition, taken apart. */
export interface PolicyCondition {
  /** As the policy has it. */
  readonly operator: string;
  /** In lower case. It may have spaces: `aws:requesttag/cost center`. */
  readonly key: string;
  /** The operator without what stands around it, in lower case: `stringequals`. */
  readonly base: string;
  readonly quantifier: '' | 'forallvalues' | 'foranyvalue';
  readonly values: readonly string[];
  /** Whether it is met where the key has no value. */
  readonly takesNothing: boolean;
}

/** The operator and the key of a condition's name. */
export function partsOf(name: string): { operator: string; key: string } {
  const space = name.indexOf(' ');
  return { operator: name.slice(0, space), key: name.slice(space + 1) };
}

/** Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for multivalued keys". */
export function conditionOf(name: string, values: readonly string[]): PolicyCondition {
  const { operator, key } = partsOf(name);
  const [, quantifier, base, ifExists] = operator
    .toLowerCase()
    .match(/^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/)!;
  return {
    operator,
    key,
    base: base!,
    quantifier: (quantifier ?? '') as PolicyCondition['quantifier'],
    values: base === 'bool' || base === 'null' ? values.map((value) => value.toLowerCase()) : values,
    takesNothing:
      ifExists !== undefined ||
      quantifier === 'forallvalues' ||
      (base === 'null'
        ? values.some((value) => value.toLowerCase() === 'true')
        : /not/.test(base!) && !quantifier),
  };
}

/** Whether each of its values is met by itself, so that a list of them is as good as a statement for each. */
export function isList({ base, quantifier }: PolicyCondition): boolean {
  return !/not|null/.test(base) && quantifier !== 'forallvalues';
}

/** Of the first conditions, those that may keep off what the others let through. */
export function unmet(wide: Conditions, part: Conditions): PolicyCondition[] {
  const own = [...part].map(([name, values]) => conditionOf(name, values));
  return [...wide]
    .map(([name, values]) => conditionOf(name, values))
    .filter((condition) => !own.some((one) => implies(one, condition, own)));
}

/** Whether what meets a condition meets another one too. Errs on the side of no. */
function implies(one: PolicyCondition, other: PolicyCondition, all: readonly PolicyCondition[]): boolean {
  if (one.key !== other.key) return false;
  if (other.base === 'null') return impliesNull(one, other);
  const isThere =
    !one.takesNothing || all.some((sibling) => sibling.key === one.key && !sibling.takesNothing);
  if (!other.takesNothing && !isThere) return false;
  // A plain operator asks for one value, which is then any of them and all of them.
  if (one.quantifier !== other.quantifier && one.quantifier !== '') return false;
  return takesMore(other, one);
}

function impliesNull(one: PolicyCondition, other: PolicyCondition): boolean {
  if (one.base === 'null') return one.values.every((value) => other.values.includes(value));
  return other.values.includes('false') && !one.takesNothing;
}

const LIKE: Readonly<Record<string, string>> = {
  stringequals: 'string',
  stringlike: 'string',
  stringequalsignorecase: 'string',
  arnequals: 'arn',
  arnlike: 'arn',
  stringnotequals: 'string',
  stringnotlike: 'string',
  stringnotequalsignorecase: 'string',
  arnnotequals: 'arn',
  arnnotlike: 'arn',
};

function takesMore(wide: PolicyCondition, part: PolicyCondition): boolean {
  const isNegated = [wide, part].map(({ base }) => base.includes('not'));
  if (!isNegated[0] && !isNegated[1])
    return part.values.every((value) => wide.values.some((one) => takes(wide, one, part, value)));
  // Each further value of a negated condition is a further restriction.
  if (isNegated[0] && isNegated[1]) {
    return wide.values.every((value) => part.values.some((one) => takes(part, one, wide, value)));
  }
  if (!isNegated[0]) return false;
  return wide.values.every((value) => part.values.every((one) => isApart(wide, value, part, one)));
}

/** Whether all that a value of one condition takes, a value of another takes too. */
function takes(wide: PolicyCondition, value: string, part: PolicyCondition, own: string): boolean {
  const [a, b] = [LIKE[wide.base], LIKE[part.base]];
  if (a && b) {
    const isExact = isText(part.base) || !/[*?]/.test(own);
    if (a !== b && !isExact) return false;
    if (/ignorecase/.test(wide.base)) return isExact && value.toLowerCase() === own.toLowerCase();
    if (/ignorecase/.test(part.base)) return value === '*' && !isText(wide.base);
    if (isText(wide.base)) return isExact && value === own;
    return isExact && /[*?]/.test(own) ? value === '*' : matches(value, own);
  }
  if (wide.base !== part.base) return false;
  if (wide.base.endsWith('ipaddress')) return value === own || contains(block(value), block(own));
  const order = wide.base.match(/^(numeric|date)(less|greater)than/);
  if (!order) return value === own;
  const [limit, ownLimit] = [value, own].map((text) => (order[1] === 'date' ? moment(text) : Number(text)));
  return value === own || (order[2] === 'less' ? ownLimit! <= limit! : ownLimit! >= limit!);
}

/** In these a star is a star. */
function isText(base: string): boolean {
  return /^string(not)?equals(ignorecase)?$/.test(base);
}

function isApart(wide: PolicyCondition, value: string, part: PolicyCondition, own: string): boolean {
  const [a, b] = [LIKE[wide.base], LIKE[part.base]];
  if (!a || !b || /ignorecase/.test(wide.base + part.base)) return false;
  const isPattern = ({ base }: PolicyCondition, text: string) => !isText(base) || !/[*?]/.test(text);
  return isPattern(wide, value) && isPattern(part, own) && disjoint(value, own);
}

function block(address: string): string {
  return address.includes('/') ? address : `${address}/${address.includes(':') ? 128 : 32}`;
}

function moment(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
