import type { Change, PlannedResource } from '../change';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { at, list, Mark, type Value } from '../value';
import { find, isMade, named } from './identity';
import { pieceOf, Reach, type ReachPiece, without } from './reach';
import { describe, portOf, protocolOf, type Read, reader, type Scope, type Side } from './scope';
import { isWide } from './wide';

const ACLS = ['aws_network_acl', 'aws_default_network_acl'];
const RULE = 'aws_network_acl_rule';

/** A rule of a network ACL. They count by number: the first that meets decides. */
interface AclRule extends Scope {
  readonly number: number;
  readonly allows: boolean;
}

type Sides = Readonly<Record<Side, readonly AclRule[]>>;

/** A network ACL lets more through, by a rule that allows or by one that no longer denies, or is no longer in front. */
export function opensAcl(change: Change, plan: Plan): string | string[] | undefined {
  if (change.type === 'aws_network_acl') {
    const gone = subnetsLeft(change, plan);
    if (gone) return gone;
  }
  if (![...ACLS, RULE].includes(change.type) || (change.action === 'delete' && change.type !== RULE))
    return undefined;
  // What AWS gives a subnet without an ACL lets everything through: a new one only takes away.
  if (change.action === 'create' && change.type !== RULE) return undefined;
  if (change.type === RULE && isMade(plan, change, 'network_acl_id', ACLS)) return undefined;
  const acl = aclOf(plan, change, change.action === 'delete' ? 'before' : 'after');
  const opened = openedRules(plan, acl);
  const mine = change.type === RULE ? ofResource(change, opened) : [...opened.values()];
  const found = mine.map(({ rule }) => `${rule.number}: ${describe(rule)}`);
  return found.length > 0
    ? `lets more through the network ACL, by rule ${[...new Set(found)].join(', rule ')}`
    : denialLost(change, plan, acl);
}

/** Of an ACL that the plan does not show, nobody can tell what is allowed after a denial. */
function denialLost(change: Change, plan: Plan, acl: string): string | undefined {
  if (change.type !== RULE || find(plan, acl, ACLS)) return undefined;
  const { after } = rulesOf(plan, acl);
  if (after.some(({ allows }) => allows)) return undefined;
  const lost = ownRules(change, 'before').filter((deny) => {
    const box = pieceOf(deny);
    const others = after.filter((other) => isAlike(other, deny) && pieceOf(other));
    const left = others.reduce(
      (pieces, other) => pieces.flatMap((piece) => without(piece, pieceOf(other)!)),
      box ? [box] : [],
    );
    return !deny.allows && left.length > 0;
  });
  return lost.length > 0
    ? `no longer denies what rule ${lost.map((deny) => `${deny.number} did: ${describe(deny)}`).join(', rule ')}`
    : undefined;
}

/** A rule that lets more through than before, and what. */
interface OpenedRule {
  readonly rule: AclRule;
  readonly gained: readonly ReachPiece[];
}

const openings = oncePer(() => new Map<string, ReadonlyMap<string, OpenedRule>>());

/** Found once for each ACL: all of its rules decide together. */
function openedRules(plan: Plan, acl: string): ReadonlyMap<string, OpenedRule> {
  const ofPlan = openings(plan);
  const known = ofPlan.get(acl);
  if (known) return known;
  const { before, after } = rulesOf(plan, acl);
  const denied = before.filter(({ allows }) => !allows);
  const was = new Reach();
  for (const { rule, pieces } of allowed(before)) {
    for (const piece of pieces) was.addPiece(rule, piece);
  }
  const made = new Map<string, OpenedRule>();
  for (const { rule, pieces } of allowed(after)) {
    const gained = rule.peer === undefined ? pieces : was.missingOf(rule, pieces);
    const isDenied = denied.some((deny) => gained.some((piece) => meets(deny, rule, piece)));
    if (gained.length > 0 && (isDenied || isWide(rule, gained, was))) made.set(keyOf(rule), { rule, gained });
  }
  ofPlan.set(acl, made);
  return made;
}

/** What is opened by one resource: a rule that it is, or a denial that it was. */
function ofResource(change: Change, opened: ReadonlyMap<string, OpenedRule>): OpenedRule[] {
  const own = ownRules(change, 'after').flatMap((rule) => opened.get(keyOf(rule)) ?? []);
  const denials = ownRules(change, 'before').filter(({ allows }) => !allows);
  const others = denials.flatMap((deny) =>
    [...opened.values()].filter(({ rule, gained }) => gained.some((piece) => meets(deny, rule, piece))),
  );
  return [...new Set([...own, ...others])];
}

function keyOf({ direction, number, kind, peer }: AclRule): string {
  return `${direction} ${number} ${kind} ${peer}`;
}

/** Subnets whose ACL goes fall back to the network's default one. */
function subnetsLeft(change: Change, plan: Plan): string | undefined {
  if (!change.ends && !change.changes('subnet_ids')) return undefined;
  if (change.action === 'create' || plan.deletes(change.was('vpc_id'), 'aws_vpc')) return undefined;
  const kept = new Set<Value>(
    plan.all(...ACLS).flatMap((acl) => list(acl.will('subnet_ids')).filter((id) => typeof id === 'string')),
  );
  if (change.action !== 'delete' && change.will('subnet_ids') instanceof Mark) return undefined;
  const left = list(change.was('subnet_ids')).filter(
    (id) => !kept.has(id) && !plan.deletes(id, 'aws_subnet'),
  );
  return left.length > 0
    ? `no longer holds back what reaches ${left.join(', ')}: the default ACL of a network lets everything through`
    : undefined;
}

function aclOf(plan: Plan, resource: PlannedResource, side: Side): string {
  if (ACLS.includes(resource.type)) return resource.address;
  return named(plan, resource, 'network_acl_id', side, ACLS) ?? resource.address;
}

function rulesOf(plan: Plan, acl: string): Sides {
  return allRules(plan).get(acl) ?? { before: [], after: [] };
}

const allRules = oncePer((plan): ReadonlyMap<string, Sides> => {
  const made = new Map<string, { before: AclRule[]; after: AclRule[] }>();
  for (const resource of plan.all(...ACLS, RULE)) {
    for (const side of ['before', 'after'] as const) {
      const key = aclOf(plan, resource, side);
      const sides = made.get(key) ?? { before: [], after: [] };
      made.set(key, sides);
      sides[side].push(...ownRules(resource, side));
    }
  }
  for (const { before, after } of made.values()) {
    for (const rules of [before, after]) rules.sort((a, b) => a.number - b.number);
  }
  return made;
});

function ownRules(resource: PlannedResource, side: Side): AclRule[] {
  if (!resource[side]) return [];
  const value = reader(resource, side);
  if (resource.type === RULE) return rule(value('egress') === true ? 'out' : 'in', value, 'rule_');
  return (['ingress', 'egress'] as const).flatMap((name) =>
    list(value(name)).flatMap((item) =>
      rule(name === 'ingress' ? 'in' : 'out', (path) => (item instanceof Mark ? item : at(item, path)), ''),
    ),
  );
}

function rule(direction: Scope['direction'], value: Read, prefix: string): AclRule[] {
  const blocks = ['cidr_block', 'ipv6_cidr_block'].map(value).filter((peer) => peer && peer !== '');
  const protocol = protocolOf(value('protocol'));
  const number = value(prefix ? 'rule_number' : 'rule_no');
  return blocks.map((peer) => ({
    direction,
    protocol,
    from: isAll({ protocol }) ? 0 : portOf(value('from_port'), 0),
    to: isAll({ protocol }) ? 65_535 : portOf(value('to_port'), 65_535),
    peer: typeof peer === 'string' ? peer : undefined,
    kind: 'block',
    number: typeof number === 'number' ? number : 0,
    allows: `${value(`${prefix}action`)}`.toLowerCase() !== 'deny',
  }));
}

/** What each rule that allows lets through, less what rules before it deny. */
function allowed(rules: readonly AclRule[]): { rule: AclRule; pieces: ReachPiece[] }[] {
  const denials = rules.filter(({ allows }) => !allows);
  return rules
    .filter(({ allows }) => allows)
    .map((rule) => {
      const whole = pieceOf(rule) ?? { first: 0n, last: 0n, from: rule.from, to: rule.to };
      const denied = denials.filter((other) => other.number < rule.number && takesFrom(other, rule));
      const pieces = denied.reduce(
        (left, other) => left.flatMap((piece) => without(piece, pieceOf(other)!)),
        [whole],
      );
      return { rule, pieces };
    });
}

/** Of what allows every protocol, a denied one is a part too. */
function takesFrom(deny: AclRule, allow: AclRule): boolean {
  return pieceOf(deny) !== undefined && isAlike(deny, allow);
}

function isAlike(wide: AclRule, narrow: AclRule): boolean {
  const [one, other] = [pieceOf(wide), pieceOf(narrow)];
  return (
    wide.direction === narrow.direction &&
    one?.family === other?.family &&
    (isAll(wide) || wide.protocol === narrow.protocol || isAll(narrow))
  );
}

function isAll({ protocol }: Pick<Scope, 'protocol'>): boolean {
  return protocol === '-1';
}

function meets(own: AclRule, rule: AclRule, piece: ReachPiece): boolean {
  if (own.direction !== rule.direction) return false;
  const box = pieceOf(own);
  return box === undefined || without(piece, box).length !== 1 || without(piece, box)[0] !== piece;
}
