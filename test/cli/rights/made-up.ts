import { roleActor } from '../../../cli/rights/actors';
import { closureOf } from '../../../cli/rights/closure';
import { worldOf } from '../../../cli/rights/page';
import { rightsOf } from '../../../cli/rights/rights-of';
import type { ReadStack } from '../../../cli/rights/world/references';

// A small account: a role to start from, a role that reads a secret, and whatever a test puts between the two.

export const ACCOUNT = '111111111111';
export const iam = (name: string) => `arn:aws:iam::${ACCOUNT}:${name}`;
export const SECRET = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:gold-AbCdEf`;
export const READS = { Action: 'secretsmanager:GetSecretValue', Resource: SECRET };

export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;
type Statements = readonly object[];

export const document = (statements: Statements) =>
  JSON.stringify({ Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) });
export const trusts = (principal: object | string, more: object = {}) =>
  document([{ Principal: principal, Action: 'sts:AssumeRole', ...more }]);

export function made(resource: Resources, name = 'made', account = ACCOUNT): ReadStack {
  return {
    name,
    document: {
      provider: { aws: [{ allowed_account_ids: [account], region: 'eu-central-1' } as object] },
      resource: resource as ReadStack['document']['resource'],
    },
  };
}

export interface Between {
  /** What the start may do. */
  readonly start: Statements;
  /** The start's boundary, if any. */
  readonly boundary?: Statements;
  /** Who may take the role that reads the secret. Default: nobody. */
  readonly trust?: string;
  /** More of the account; a role `start` or `rich` here adds to that one. */
  readonly more?: Resources;
  readonly stacks?: readonly ReadStack[];
}

export function between({
  start,
  boundary,
  trust = document([]),
  more = {},
  stacks = [],
}: Between): ReadStack[] {
  const own: Resources = {
    aws_secretsmanager_secret: { gold: { name: 'gold' } },
    aws_iam_role: {
      start: {
        name: 'start',
        assume_role_policy: trusts({ AWS: `arn:aws:iam::${ACCOUNT}:user/ada` }),
        permissions_boundary: boundary && iam('policy/limit'),
      },
      rich: { name: 'rich', assume_role_policy: trust },
    },
    aws_iam_role_policy: {
      start: { role: 'start', policy: document(start) },
      rich: { role: 'rich', policy: document([READS]) },
    },
    ...(boundary && { aws_iam_policy: { limit: { name: 'limit', policy: document(boundary) } } }),
  };
  const types = new Set([...Object.keys(own), ...Object.keys(more)]);
  const all = Object.fromEntries([...types].map((type) => [type, { ...own[type], ...more[type] }]));
  return [made(all), ...stacks];
}

/** What the start reaches: who, and what it may do then. */
export async function reach(stacks: readonly ReadStack[]) {
  const world = await worldOf(stacks);
  const start = world.roles.find(({ name }) => name === 'start')!;
  const { reached, held } = closureOf(roleActor(world, start), world);
  const rights = rightsOf(reached, world);
  return {
    actors: reached.slice(1).map(({ actor }) => actor.title),
    held: held.map(({ actor }) => actor.title),
    rights: Object.fromEntries(rights.map(({ title, of }) => [title, of])),
    readsSecret: rights.some(
      ({ title, of }) => title === 'reads the values of secrets' && of.startsWith('made'),
    ),
  };
}
