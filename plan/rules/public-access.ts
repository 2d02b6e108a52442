import type { Change } from '../change';
import { contains, isPublic } from '../cidr';
import { allOf, type Rule } from '../finding';
import type { Plan } from '../plan';
import { texts } from '../value';
import { fromTo, isOn, type Setting, switchedOff, switchedOn, weakened } from './setting';

const BLOCK = 'aws_s3_bucket_public_access_block';
const CIDRS = 'vpc_config.0.public_access_cidrs';
/** Blocks of so few bits are no network of anybody's. */
const SHORTEST_PREFIX = 8;

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
  judge: (change, plan) => allOf(weakened(change, SETTINGS), blockDeleted(change, plan), apiOpened(change)),
};

function blockDeleted(change: Change, plan: Plan): string | undefined {
  const isLost =
    change.type === BLOCK &&
    change.action === 'delete' &&
    !plan.deletes(change.was('bucket'), 'aws_s3_bucket');
  return isLost ? 'is deleted: the bucket can become public' : undefined;
}

function apiOpened(change: Change): string | undefined {
  if (change.type !== 'aws_eks_cluster' || change.will('vpc_config.0.endpoint_public_access') !== true) {
    return undefined;
  }
  const wasPublic = change.was('vpc_config.0.endpoint_public_access') === true;
  const before = wasPublic ? texts(change.was(CIDRS)) : [];
  const opened = texts(change.will(CIDRS)).filter((cidr) =>
    change.stays ? !before.some((earlier) => contains(earlier, cidr)) : isWorld(cidr),
  );
  return opened.length > 0 ? `lets ${opened.join(', ')} reach the API of the cluster` : undefined;
}

function isWorld(cidr: string): boolean {
  return isPublic(cidr) && Number(cidr.split('/')[1]) < SHORTEST_PREFIX;
}
