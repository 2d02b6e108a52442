import type { Change } from '../../change';
import { TARGET_GROUPS } from '../../network/load-balancers';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import type { Value } from '../../value';
import { counted, ends, short } from './outage';

/** Resources that are what another one consists of. */
interface Members {
  /** Where they name it. */
  readonly of: string;
  /** Types of what they are members of. Without it they are no loss. */
  readonly whole: readonly string[];
  readonly noun: string;
  /** What it means that none is left. */
  readonly none: string;
  /** What it means that one is left of several. Default: nothing. */
  readonly one?: string;
}

const SERVERS = {
  noun: 'server',
  none: 'the database can be reached by nobody',
  one: 'nothing takes over when it fails, or is maintained',
};

const MEMBERS: Readonly<Record<string, Members>> = {
  aws_rds_cluster_instance: { of: 'cluster_identifier', whole: ['aws_rds_cluster'], ...SERVERS },
  aws_docdb_cluster_instance: { of: 'cluster_identifier', whole: ['aws_docdb_cluster'], ...SERVERS },
  aws_neptune_cluster_instance: { of: 'cluster_identifier', whole: ['aws_neptune_cluster'], ...SERVERS },
  aws_efs_mount_target: {
    of: 'file_system_id',
    whole: ['aws_efs_file_system'],
    noun: 'mount target',
    none: 'its files can be reached by nobody',
    one: 'its files can be reached in that zone alone',
  },
  aws_lb_target_group_attachment: {
    of: 'target_group_arn',
    whole: TARGET_GROUPS,
    noun: 'target',
    none: 'requests to it fail',
    one: 'nothing takes over when it fails',
  },
  aws_autoscaling_attachment: {
    of: 'lb_target_group_arn',
    whole: TARGET_GROUPS,
    noun: 'group of servers',
    none: 'requests to it fail',
  },
  aws_globalaccelerator_endpoint_group: {
    of: 'listener_arn',
    whole: ['aws_globalaccelerator_listener'],
    noun: 'group of endpoints',
    none: 'it leads nowhere',
  },
};

interface Group {
  before: number;
  after: number;
  /** Those that go, in the order of their addresses. */
  readonly gone: Change[];
}

const groups = oncePer((plan: Plan) => {
  const found = new Map<string, Group>();
  const group = (type: string, whole: Value) => {
    const key = `${type} ${String(whole)}`;
    if (!found.has(key)) found.set(key, { before: 0, after: 0, gone: [] });
    return found.get(key)!;
  };
  for (const [type, { of }] of Object.entries(MEMBERS)) {
    for (const resource of plan.all(type)) {
      if (resource.before) group(type, resource.was(of)).before += 1;
      if (resource.after) group(type, resource.will(of)).after += 1;
    }
    for (const change of plan.of(type)) {
      if (change.action === 'delete') group(type, change.was(of)).gone.push(change);
    }
  }
  return found;
});

/** One finding for all that go, at the first of them. */
export function membersLost(change: Change, plan: Plan): string | undefined {
  const members = MEMBERS[change.type];
  if (!members || change.action !== 'delete') return undefined;
  const whole = change.was(members.of);
  if (ends(plan, whole, ...members.whole)) return undefined;
  const { before, after, gone } = groups(plan).get(`${change.type} ${String(whole)}`)!;
  if (gone[0] !== change) return undefined;
  const name = short(whole);
  if (after === 0) return `is the last ${members.noun} of ${name}: ${members.none}`;
  if (after > 1 || before < 2 || !members.one) return undefined;
  return `leaves ${name} with ${counted(after, members.noun)} in place of ${before}: ${members.one}`;
}
