import type { Change } from '../change';
import type { Plan } from '../plan';
import { earlier } from '../setting/predecessor';
import { fromTo } from '../setting/shown';
import { at, list, Mark, type Value } from '../value';

const USERS = ['aws_elasticache_user', 'aws_memorydb_user'];
const GROUPS = ['aws_elasticache_user_group', 'aws_memorydb_acl'];

/** Why users of a cache may do more than before, or more users may. */
export function usersWidened(change: Change, plan: Plan): string[] {
  if (change.goes) return [];
  const before = earlier(change, plan);
  if (USERS.includes(change.type)) return user(change, before);
  if (GROUPS.includes(change.type)) return group(change, before, plan);
  return change.type === 'aws_elasticache_user_group_association' ? member(change, plan) : [];
}

function user(change: Change, before: Value): string[] {
  return [...rightsWidened(change, before), ...passwordless(change, before)];
}

/** A user that is off may not come in all the same. */
function passwordless(change: Change, before: Value): string[] {
  const needsNone = (side: Value) =>
    at(side, 'no_password_required') === true ||
    at(side, 'authentication_mode.0.type') === 'no-password-required' ||
    at(side, 'no_password_required') === Mark.sensitiveChange;
  const isOff = /(^|\s)off(\s|$)/.test(`${change.will('access_string')}`);
  return needsNone(change.after) && !needsNone(before) && !isOff ? ['comes in without a password'] : [];
}

function rightsWidened(change: Change, before: Value): string[] {
  const [was, will] = [at(before, 'access_string'), change.will('access_string')];
  if (will === Mark.sensitive || was === will) return [];
  if (typeof will !== 'string')
    return before === undefined ? [] : ['may do more: its rights are known only after apply'];
  const after = rights(will);
  if (before === undefined) return after.isOn && isEverything(after) ? [`may do everything: ${will}`] : [];
  return isWider(rights(`${was ?? ''}`), after) ? [`may do more: ${fromTo(was, will)}`] : [];
}

interface Rights {
  readonly isOn: boolean;
  readonly keys: readonly string[];
  readonly channels: readonly string[];
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
  readonly withoutPassword: boolean;
}

/** Words of an access list, as Valkey has them; later ones go over earlier ones. */
function rights(text: string): Rights {
  const words = text.trim().split(/\s+/);
  const last = words.findLastIndex((word) => word === '-@all' || word === 'nocommands' || word === 'reset');
  const commands = words.slice(last + 1);
  const all = (word: string) => ({ allkeys: '~*', allchannels: '&*', allcommands: '+@all' })[word] ?? word;
  const from = (sign: string, some: readonly string[]) =>
    some.map(all).filter((word) => word.startsWith(sign));
  return {
    isOn: words.findLast((word) => word === 'on' || word === 'off') !== 'off',
    keys: [...from('~', words), ...from('%', words)],
    channels: from('&', words),
    allowed: from('+', commands),
    denied: from('-', commands),
    withoutPassword: words.includes('nopass'),
  };
}

function isEverything({ keys, allowed, denied }: Rights): boolean {
  return keys.includes('~*') && allowed.includes('+@all') && denied.length === 0;
}

function isWider(was: Rights, will: Rights): boolean {
  if (!will.isOn) return false;
  const hasMore = (before: readonly string[], after: readonly string[], all: string) =>
    !before.includes(all) && after.some((one) => !before.includes(one));
  return (
    !was.isOn ||
    (will.withoutPassword && !was.withoutPassword) ||
    hasMore(was.keys, will.keys, '~*') ||
    hasMore(was.channels, will.channels, '&*') ||
    hasMore(was.allowed, will.allowed, '+@all') ||
    (will.allowed.length > 0 &&
      was.denied.some((one) => !will.denied.includes(one) && was.allowed.length > 0))
  );
}

function group(change: Change, before: Value, plan: Plan): string[] {
  const names = change.type === 'aws_memorydb_acl' ? 'user_names' : 'user_ids';
  const [was, will] = [list(at(before, names)), list(change.will(names))];
  const added = will.filter((one) => !(one instanceof Mark) && !was.includes(one));
  // A new group has the users that are made for it; that of AWS may do everything, without a password.
  const strangers = added.filter(
    (one) => (before !== undefined && !isLimited(one, plan)) || one === 'default',
  );
  return strangers.length > 0 ? [`lets in more users: ${strangers.join(', ')}`] : [];
}

/** A user that the same plan makes is judged by its own rights. */
function isLimited(name: Value, plan: Plan): boolean {
  return plan
    .of(...USERS)
    .some(
      ({ action, after }) => action === 'create' && (at(after, 'user_id') ?? at(after, 'user_name')) === name,
    );
}

function member(change: Change, _plan: Plan): string[] {
  return change.will('user_id') === 'default' ? ['lets in more users: default'] : [];
}
