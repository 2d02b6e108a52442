import type { Change } from '../change';
import { expanded } from '../expanded';
import { fromTo } from '../setting/shown';
import { isObject, type Value } from '../value';

const TYPE = 'aws_organizations_policy';
/** Whose statements are compared as those of other policies are, and what holds nobody. */
const ELSEWHERE = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY', 'TAG_POLICY', 'CHATBOT_POLICY'];

/**
 * What a policy of an organization that has no statements, such as one of backups or of how servers may be, no longer
 * says, or says otherwise, for all accounts. What it says more is none of that.
 */
export function organizationPolicyChanged(change: Change): string[] {
  if (change.type !== TYPE || !change.stays || !change.changes('content')) return [];
  if (ELSEWHERE.includes(`${change.was('type') ?? ELSEWHERE[0]}`)) return [];
  const [was, will] = [change.was('content'), change.will('content')].map(expanded);
  if (!isObject(was)) return [];
  if (!isObject(will)) return ['says something for all accounts that nobody can see before the apply'];
  const after = new Map(leaves(will));
  return leaves(was)
    .filter(([path, value]) => after.get(path) !== value)
    .map(([path, value]) => `says otherwise for all accounts: ${path} ${fromTo(value, after.get(path))}`);
}

/** Texts, numbers and switches, by where they are. */
function leaves(value: Value, path = ''): [string, Value][] {
  if (Array.isArray(value)) return [[path, JSON.stringify(value)]];
  if (!isObject(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => leaves(part, path ? `${path}.${key}` : key));
}
