import type { DeploymentV1SpecTemplateSpec } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { Construct } from 'constructs';
import { digestOf } from '../../../../declarations/digest-of';
import { arn } from '../../../core/arn';
import { SETUP } from '../../../core/cluster-names';
import type { Statement } from '../../../core/policy';
import { pod } from '../../pods/pod';
import { AWS_APIS } from '../../pods/pod-identity';
import type { Runtime } from '../../runtime/runtime';
import type { Turn } from '../binder';
import { CACHE_COMMANDS } from '../cache-commands';
import { checkPinned, IMAGES } from '../setup-images';
import type { SetupNamespace } from '../setup-namespace';
import { awsVariables, readPreviewScript, SETUP_SIZE } from '../setup-script';
import { cleanupName } from './guest-cleanup';
import { readSecretsOfPreviews, secretsOfPreviews } from './guest-secrets';
import { AS_WRITTEN, type As, GuestTemplate, setupName } from './guest-template';

export interface GuestCacheProps {
  readonly runtime: Runtime;
  readonly setup: SetupNamespace;
  /** Name of the cache: Redis or Valkey, as Memcached knows no users. */
  readonly cache: string;
}

/** What the ids of all users of previews begin with. No environment may have this name (parameters/rules.ts). */
const USERS = 'guest';

/**
 * The template of the job that makes a preview's users in a cache of the host. What a user may read is in its access
 * string, for which IAM has no condition: so no preview may put a user into a group of the host.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon ElastiCache".
 */
export class GuestCacheSetup extends GuestTemplate {
  constructor(scope: Construct, id: string, { runtime, setup, cache }: GuestCacheProps) {
    super(scope, id, {
      runtime,
      setup,
      name: setupName(cache),
      pod: guestCachePod({ runtime, cache }, AS_WRITTEN),
      statements: [...readSecretsOfPreviews(runtime, cache), ...makeUsers(runtime, cache)],
      egress: AWS_APIS,
    });
  }
}

/** The template of the job that deletes them, whichever cache they are in. */
export class GuestCacheCleanup extends GuestTemplate {
  constructor(scope: Construct, id: string, { runtime, setup, cache }: GuestCacheProps) {
    const name = cleanupName(cache);
    super(scope, id, {
      runtime,
      setup,
      name,
      pod: pod({
        name: SETUP,
        image: checkPinned(IMAGES.cache),
        // The preview's id comes behind it.
        command: ['/bin/sh', '-euc', readPreviewScript('cache-drop.sh'), name],
        serviceAccount: name,
        variables: awsVariables(runtime),
        mounts: [],
        size: SETUP_SIZE,
      }),
      statements: [
        look(runtime),
        { Sid: 'DeleteUsers', Action: 'elasticache:DeleteUser', Resource: usersOfPreviews(runtime) },
      ],
      egress: AWS_APIS,
    });
  }
}

/**
 * @param runtime of the host. Of a guest its names, and those of variables, are the same.
 * @param args guest-arguments.sh says which.
 */
export function guestCachePod(
  { runtime, cache }: Omit<GuestCacheProps, 'setup'>,
  as: As,
  args?: readonly string[],
): DeploymentV1SpecTemplateSpec {
  const name = setupName(cache);
  return pod({
    name: SETUP,
    ...as('containers', {
      image: checkPinned(IMAGES.cache),
      command: ['/bin/sh', '-euc', readPreviewScript('guest-arguments.sh', 'guest-cache.sh'), name],
      variables: [
        secretsOfPreviews(runtime),
        { name: 'THING', value: cache },
        { name: 'USER_GROUP', value: runtime.contract.thing('caches', cache).userGroupId! },
        { name: 'COMMANDS', value: CACHE_COMMANDS },
        ...awsVariables(runtime),
      ],
    }),
    args,
    serviceAccount: name,
    mounts: [],
    size: SETUP_SIZE,
  });
}

/** The id and name of a preview's user in a cache of its host, in the form that the host's jobs go by. */
export function guestCacheUser(guest: string, service: string, cache: string, turn: Turn): string {
  return `${USERS}-${guest}-${digestOf(`${service}/${cache}`)}-${turn}`;
}

function usersOfPreviews({ naming }: Runtime): string {
  return arn(naming, 'elasticache', `user:${USERS}-*`);
}

function look({ naming }: Runtime): Statement {
  return {
    Sid: 'SeeUsers',
    Action: 'elasticache:DescribeUsers',
    Resource: arn(naming, 'elasticache', 'user:*'),
  };
}

function makeUsers(runtime: Runtime, cache: string): Statement[] {
  const users = usersOfPreviews(runtime);
  const { userGroupId } = runtime.contract.thing('caches', cache);
  const group = arn(runtime.naming, 'elasticache', `usergroup:${userGroupId!}`);
  return [
    look(runtime),
    { Sid: 'MakeUsers', Action: ['elasticache:CreateUser', 'elasticache:ModifyUser'], Resource: users },
    { Sid: 'SeeTheGroup', Action: 'elasticache:DescribeUserGroups', Resource: group },
    { Sid: 'PutUsersIntoIt', Action: 'elasticache:ModifyUserGroup', Resource: [users, group] },
  ];
}
