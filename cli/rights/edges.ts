import type { Edge } from './edge';
import { assumeRole } from './edges/assume-role';
import { clusterAccess } from './edges/cluster-access';
import { deployInput } from './edges/deploy-input';
import { federation } from './edges/federation';
import { image } from './edges/image';
import { passRole } from './edges/pass-role';
import { podIdentity } from './edges/pod-identity';
import { pods } from './edges/pods';
import { policyVersion } from './edges/policy-version';
import { roleOfItsOwn } from './edges/role-of-its-own';
import { runOn } from './edges/run-on';
import { user } from './edges/user';

/**
 * The kinds of steps by which one who may do something comes to do more. pathfinding.cloud is Datadog's catalogue of ways
 * to more rights in AWS (github.com/DataDog/pathfinding.cloud, commit 84dd65c), which has in it those of Rhino Security
 * Labs and of PMapper: test/cli/rights/catalogue.test.ts tries each.
 */
export const EDGES: readonly Edge[] = [
  assumeRole,
  roleOfItsOwn,
  policyVersion,
  user,
  federation,
  passRole,
  runOn,
  clusterAccess,
  pods,
  podIdentity,
  image,
  deployInput,
];
