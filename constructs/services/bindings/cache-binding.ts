import { ElasticacheUser } from '@cdktf/provider-aws/lib/elasticache-user';
import { ElasticacheUserGroupAssociation } from '@cdktf/provider-aws/lib/elasticache-user-group-association';
import type { Construct } from 'constructs';
import type { BackingBinding } from '../../../declarations/binding';
import { resourceName } from '../../core/naming';
import type { Statement } from '../../core/policy';
import type { Egress, Grant } from '../pods/grant';
import { POD_IDENTITY } from '../pods/pod-identity';
import { isShared, keyPrefix, type Runtime } from '../runtime/runtime';
import { type Binder, TURNS, type Turn, turnOf } from './binder';
import { ServiceSecret } from './service-secret';
import { IMAGES } from './setup-images';
import { SetupJob } from './setup-job';

const TOOL = { image: IMAGES.cache, script: 'cache.sh' };

/**
 * All commands except those that administer the server or stop it for everyone (FLUSHALL, KEYS, CONFIG...). INFO is
 * allowed, because clients use it to find out whether the server is ready.
 */
const COMMANDS = '+@all -@admin -@dangerous +info';

interface Member {
  readonly user: ElasticacheUser;
  readonly membership: ElasticacheUserGroupAssociation;
}

/** Redis or Valkey: two users of the service's own that take turns, and the way there. */
export function bindCache(
  scope: Construct,
  binder: Binder,
  { name, variables }: BackingBinding<'cache'>,
  rotation: number,
): Grant {
  const { runtime, service, namespace, shared } = binder;
  const { host, port, securityGroupId } = runtime.contract.thing('caches', name);
  const members = createMembers(scope, binder, name);
  const { user, membership } = members[turnOf(rotation)];
  const username = user.userName;

  const path = shared.path.open({ name, securityGroupId, port });
  const secret = new ServiceSecret(scope, 'secret', {
    runtime,
    namespace,
    service,
    binding: name,
    rotation,
    username,
  });
  const job = new SetupJob(scope, 'setup', {
    runtime,
    setup: shared.setup,
    service,
    binding: name,
    rotation,
    tool: TOOL,
    variables: [
      { name: 'CACHE_USER', value: user.userId },
      { name: 'AWS_REGION', value: runtime.naming.region },
      { name: 'TMPDIR', value: '/tmp' },
      { name: 'HOME', value: '/tmp' },
    ],
    secret,
    statements: [setPassword(user)],
    egress: AWS_APIS,
    after: [membership],
  });

  return {
    variables: [
      secret.variable(variables.password),
      { name: variables.prefix, value: keyPrefix(runtime, name) },
      { name: variables.url, value: `rediss://${username}:$(${variables.password})@${host}:${port}` },
    ],
    mounts: [secret.mount],
    statements: secret.readStatements(),
    egress: [{ cidrs: runtime.contract.network.dataCidrs, port }],
    after: [job.resource, ...path, secret.ready, ...shared.synced],
  };
}

function createMembers(scope: Construct, { runtime, service }: Binder, name: string): Record<Turn, Member> {
  const { userGroupId } = runtime.contract.thing('caches', name);
  const create = (turn: Turn): Member => {
    const id = resourceName(runtime.naming, 'cacheUser', service, name, turn);
    const user = new ElasticacheUser(scope, `user-${turn}`, {
      userId: id,
      userName: id,
      // For Valkey as well, as the user group of the platform is.
      engine: 'redis',
      accessString: accessOf(runtime, name),
      // Nobody has the right to sign in so. The setup job gives a password in its place, which Terraform would keep
      // in its state.
      authenticationMode: { type: 'iam' },
      lifecycle: { ignoreChanges: ['authentication_mode'] },
    });
    const membership = new ElasticacheUserGroupAssociation(scope, `member-${turn}`, {
      userGroupId: userGroupId!,
      userId: user.userId,
    });
    return { user, membership };
  };
  return Object.fromEntries(TURNS.map((turn) => [turn, create(turn)])) as Record<Turn, Member>;
}

/**
 * Every key and channel of a cache of its own; of one that others use as well, those that begin with the prefix.
 * Source: Redis, "ACL".
 */
function accessOf(runtime: Runtime, name: string): string {
  if (!isShared(runtime, name)) return `on ~* ${COMMANDS}`;
  const prefix = keyPrefix(runtime, name);
  return `on ~${prefix}* resetchannels &${prefix}* ${COMMANDS}`;
}

function setPassword({ arn }: ElasticacheUser): Statement {
  return {
    Sid: 'SetPassword',
    Action: ['elasticache:DescribeUsers', 'elasticache:ModifyUser'],
    Resource: arn,
  };
}

/** By the internet or an endpoint inside the VPC, whichever the environment has. */
const AWS_APIS: readonly Egress[] = [{ cidrs: ['0.0.0.0/0'], port: 443 }, POD_IDENTITY];
