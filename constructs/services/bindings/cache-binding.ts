import { ElasticacheUser } from '@cdktf/provider-aws/lib/elasticache-user';
import { ElasticacheUserGroupAssociation } from '@cdktf/provider-aws/lib/elasticache-user-group-association';
import type { Construct } from 'constructs';
import type { BackingBinding } from '../../../declarations/binding';
import { resourceName } from '../../core/naming';
import { OUTLIVES_ITS_USERS } from '../../core/outlive';
import type { Statement } from '../../core/policy';
import type { Grant } from '../pods/grant';
import { AWS_APIS } from '../pods/pod-identity';
import { isShared, keyPrefix } from '../runtime/runtime';
import { type Binder, TURNS, type Turn, turnOf } from './binder';
import { CACHE_COMMANDS } from './cache-commands';
import { guestCachePod, guestCacheUser } from './guests/guest-cache';
import { GuestSetupJob } from './guests/guest-setup-job';
import { ServiceSecret } from './service-secret';
import { IMAGES } from './setup-images';
import { SetupJob } from './setup-job';
import { awsVariables } from './setup-script';

const TOOL = { image: IMAGES.cache, script: 'cache.sh' };

/** A user, and what signs in with it waits for. */
interface Made {
  readonly username: string;
  readonly job: (secret: ServiceSecret) => SetupJob | GuestSetupJob;
}

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
  const { username, job: createJob } = (isShared(runtime, name) ? asGuest : asOwner)(
    scope,
    binder,
    name,
    rotation,
  );

  const path = shared.path.open({ name, securityGroupId, port });
  const secret = new ServiceSecret(scope, 'secret', {
    runtime,
    namespace,
    service,
    binding: name,
    rotation,
    username,
  });
  const job = createJob(secret);

  return {
    variables: [
      secret.variable(variables.password),
      { name: variables.host, value: host },
      { name: variables.port, value: `${port}` },
      { name: variables.user, value: username },
      { name: variables.prefix, value: keyPrefix(runtime, name) },
      { name: variables.url, value: `rediss://${username}:$(${variables.password})@${host}:${port}` },
    ],
    mounts: [secret.mount],
    statements: secret.readStatements(),
    egress: [{ cidrs: runtime.contract.network.dataCidrs, port }],
    after: [job.resource, ...path, secret.ready, ...shared.synced],
  };
}

/** A user that Terraform makes, and puts into the group of a cache of its own. */
function asOwner(scope: Construct, binder: Binder, name: string, rotation: number): Made {
  const { runtime, service, shared } = binder;
  const { user, membership } = createMembers(scope, binder, name)[turnOf(rotation)];
  return {
    username: user.userName,
    job: (secret) =>
      new SetupJob(scope, 'setup', {
        runtime,
        setup: shared.setup,
        service,
        binding: name,
        rotation,
        tool: TOOL,
        variables: [{ name: 'CACHE_USER', value: user.userId }, ...awsVariables(runtime)],
        secret,
        statements: [setPassword(user)],
        egress: AWS_APIS,
        after: [membership],
      }),
  };
}

/** A user that a job of the host makes. */
function asGuest(scope: Construct, { runtime, service }: Binder, name: string, rotation: number): Made {
  const username = guestCacheUser(runtime.guest!.id, service, name, turnOf(rotation));
  return {
    username,
    job: (secret) =>
      new GuestSetupJob(scope, 'setup', {
        runtime,
        service,
        thing: name,
        rotation,
        username,
        pod: (as, args) => guestCachePod({ runtime, cache: name }, as, args),
        secret,
        after: [],
      }),
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
      // Source: Redis, "ACL".
      accessString: `on ~* ${CACHE_COMMANDS}`,
      // Nobody has the right to sign in so. The setup job gives a password in its place, which Terraform would keep
      // in its state.
      authenticationMode: { type: 'iam' },
      lifecycle: { ...OUTLIVES_ITS_USERS, ignoreChanges: ['authentication_mode'] },
    });
    const membership = new ElasticacheUserGroupAssociation(scope, `member-${turn}`, {
      userGroupId: userGroupId!,
      userId: user.userId,
      lifecycle: OUTLIVES_ITS_USERS,
    });
    return { user, membership };
  };
  return Object.fromEntries(TURNS.map((turn) => [turn, create(turn)])) as Record<Turn, Member>;
}

function setPassword({ arn }: ElasticacheUser): Statement {
  return {
    Sid: 'SetPassword',
    Action: ['elasticache:DescribeUsers', 'elasticache:ModifyUser'],
    Resource: arn,
  };
}
