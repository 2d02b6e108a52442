import type { Change } from '../change';
import { containersFreed } from '../exposure/containers';
import { refusalLost } from '../exposure/refusals';
import { collectionsOpened } from '../exposure/search-collections';
import { shared } from '../exposure/shared';
import { signInWeakened } from '../exposure/sign-in';
import { sourcesOpened } from '../exposure/sources';
import { answersUnasked } from '../exposure/viewer-requests';
import { allOf, type Rule } from '../finding';
import { openedEntrances } from '../kubernetes/entrances';
import { marked } from '../kubernetes/object';
import { objectChanges } from '../kubernetes/objects';
import { EXPOSURE_OBJECTS } from '../kubernetes/settings/exposure';
import { newGrants } from '../kubernetes/settings/grants';
import { weakerObjects } from '../kubernetes/settings/object-setting';
import { exposed } from '../network/exposed';
import type { Plan } from '../plan';
import { type Guard, guardGone, ofBucket } from '../setting/guard';
import { PUBLIC_NAMES } from '../setting/names/exposure';
import { becomes, isSet, lost, more, ranked, switchedOff, switchedOn } from '../setting/order';
import { isOn, type Setting } from '../setting/setting';
import { fromTo } from '../setting/shown';
import { weakening } from '../setting/weakening';
import { at, list, type Value } from '../value';

const BLOCK = 'aws_s3_bucket_public_access_block';

export const SETTINGS: readonly Setting[] = [
  ...['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].map(
    (path) => ({
      types: [BLOCK, 'aws_s3_account_public_access_block'],
      path,
      isWeaker: switchedOff,
      isBad: (value: Value) => value !== true,
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
    types: ['aws_eks_cluster'],
    path: 'vpc_config.0.endpoint_private_access',
    isWeaker: switchedOff,
    unless: (cluster) => at(cluster, 'vpc_config.0.endpoint_public_access') !== true,
    says: 'is asked by the internet alone, by its own nodes too',
  },
  {
    types: ['aws_quicksight_ip_restriction'],
    path: 'enabled',
    isWeaker: switchedOff,
    says: 'lets in people from every address',
  },
  {
    types: ['aws_workspaces_ip_group'],
    path: 'rules',
    isWeaker: (was, will) => more(sourcesOf(was), sourcesOf(will)),
    says: (was, will) => `lets in people from more addresses: ${fromTo(sourcesOf(was), sourcesOf(will))}`,
  },
  {
    types: ['aws_verifiedaccess_group', 'aws_verifiedaccess_endpoint'],
    path: 'policy_document',
    isWeaker: (was, will) => was !== will && !(was === undefined || was === null || was === ''),
    says: 'lets in people by another policy, which a person has to read',
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
    types: ['aws_s3_bucket_acl', 'aws_s3_bucket', 'aws_s3_object', 'aws_s3_object_copy'],
    path: 'acl',
    isWeaker: (was, will) => was !== will && /^(public-|authenticated-read)/.test(`${will}`),
    isBad: (value) => /^(public-|authenticated-read)/.test(`${value}`),
    says: (was, will) => `can be read by everybody: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_lambda_function_url'],
    path: 'authorization_type',
    isWeaker: becomes('NONE'),
    isBad: (value) => value === 'NONE',
    says: 'can be called by everybody',
  },
  {
    types: ['aws_ebs_snapshot_block_public_access'],
    path: 'state',
    isWeaker: ranked('unblocked', 'block-new-sharing', 'block-all-sharing'),
    isBad: (value) => value === 'unblocked',
    says: (was, will) => `lets snapshots become public: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_ec2_image_block_public_access'],
    path: 'state',
    isWeaker: lost('block-new-sharing'),
    isBad: (value) => value === 'unblocked',
    says: (was, will) => `lets images become public: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_ec2_serial_console_access'],
    path: 'enabled',
    absent: true,
    isWeaker: switchedOn,
    isBad: isOn,
    says: 'lets people of the account into servers by their serial port, past the network',
  },
  {
    types: ['aws_vpc_block_public_access_options'],
    path: 'internet_gateway_block_mode',
    isWeaker: ranked('off', 'block-ingress', 'block-bidirectional'),
    says: (was, will) => `lets networks reach the internet: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_vpc_block_public_access_exclusion'],
    path: 'internet_gateway_exclusion_mode',
    isWeaker: ranked('allow-bidirectional', 'allow-egress'),
    isBad: isSet,
    says: (was, will) => `lets a network past the block of the internet: ${fromTo(was, will)}`,
  },
  ...['aws_api_gateway_rest_api', 'aws_api_gateway_domain_name'].map((type) => ({
    types: [type],
    path: 'endpoint_configuration.0.types.0',
    isWeaker: lost('PRIVATE'),
    says: (was: Value, will: Value) => `can be called from the internet: ${fromTo(was, will)}`,
  })),
];

const sourcesOf = (rules: Value): readonly Value[] => list(rules).map((rule) => at(rule, 'source'));

const weaker = weakening(SETTINGS, PUBLIC_NAMES);

const GUARDS: Readonly<Record<string, Guard>> = {
  [BLOCK]: { of: ofBucket, lost: 'the bucket can become public' },
};

export const publicAccess: Rule = {
  id: 'public-access',
  kind: 'exposure',
  finds:
    'something becomes reachable from the internet or is shared with others, or asks less of who comes in',
  judge: (change, plan) =>
    allOf(
      weaker(change, plan),
      guardGone(change, plan, GUARDS),
      shared(change, plan),
      collectionsOpened(change),
      sourcesOpened(change),
      answersUnasked(change),
      refusalLost(change, plan),
      containersFreed(change, plan),
      signInWeakened(change, plan),
      exposed(change, plan),
      entrances(change, plan),
      weakerObjects(change, plan, EXPOSURE_OBJECTS),
      newGrants(change, plan),
    ),
};

/** Services and Ingresses of a cluster. */
function entrances(change: Change, plan: Plan): string[] {
  return objectChanges(change, plan).flatMap(({ before, after }) =>
    openedEntrances(marked(before), marked(after)),
  );
}
