import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import { openedEntrances } from '../kubernetes/entrances';
import { objectChanges } from '../kubernetes/objects';
import { exposed } from '../network/exposed';
import type { Plan } from '../plan';
import { fromTo, isOn, type Setting, switchedOff, switchedOn, weakened } from './setting';

const BLOCK = 'aws_s3_bucket_public_access_block';

const SETTINGS: readonly Setting[] = [
  ...['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].map(
    (path) => ({
      types: [BLOCK, 'aws_s3_account_public_access_block'],
      path,
      isWeaker: switchedOff,
      isBad: (value: unknown) => value !== true,
      says: `lets buckets become public: ${path} is off`,
    }),
  ),
  {
    types: ['aws_db_instance', 'aws_rds_cluster_instance'],
    path: 'publicly_accessible',
    isWeaker: switchedOn,
    isBad: isOn,
    says: 'gets an address in the internet',
  },
  {
    types: ['aws_eks_cluster'],
    path: 'vpc_config.0.endpoint_public_access',
    isWeaker: switchedOn,
    says: 'gets an API in the internet',
  },
  {
    types: ['aws_subnet'],
    path: 'map_public_ip_on_launch',
    isWeaker: switchedOn,
    isBad: isOn,
    says: 'gives every server an address in the internet',
  },
  {
    types: ['aws_lb'],
    path: 'internal',
    isWeaker: switchedOff,
    says: 'gets an address in the internet',
  },
  {
    types: ['aws_s3_bucket_acl', 'aws_s3_bucket'],
    path: 'acl',
    isWeaker: (was, will) => was !== will && /^public-/.test(`${will}`),
    isBad: (value) => /^public-/.test(`${value}`),
    says: (was, will) => `can be read by everybody: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_lambda_function_url'],
    path: 'authorization_type',
    isWeaker: (was, will) => was !== will && will === 'NONE',
    isBad: (value) => value === 'NONE',
    says: 'can be called by everybody',
  },
];

export const publicAccess: Rule = {
  id: 'public-access',
  kind: 'exposure',
  finds: 'something becomes reachable from the internet, or may become so',
  judge: (change, plan) =>
    allOf(
      weakened(change, SETTINGS),
      blockDeleted(change, plan),
      exposed(change, plan),
      entrances(change, plan),
    ),
};

function blockDeleted(change: Change, plan: Plan): string | undefined {
  const isLost =
    change.type === BLOCK &&
    change.action === 'delete' &&
    !plan.deletes(change.was('bucket'), 'aws_s3_bucket');
  return isLost ? 'is deleted: the bucket can become public' : undefined;
}

/** Services and Ingresses of a cluster. */
function entrances(change: Change, plan: Plan): string[] {
  return objectChanges(change, plan).flatMap(({ before, after }) => openedEntrances(before, after));
}
