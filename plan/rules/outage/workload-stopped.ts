import type { Change } from '../../change';
import { allOf } from '../../finding';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { type Setting, weakened } from '../../setting/setting';
import { at, canonical, type Value } from '../../value';
import { missedByPods } from './kubernetes/needs';
import { workloadGone } from './kubernetes/workload-gone';
import { ends, outage, short, word } from './outage';

const CLUSTER = 'aws_eks_cluster';

/** What runs: what stops with it, where it names what it belongs to, which says so itself. */
const WORKLOADS: Readonly<Record<string, readonly [lost: string, path?: string, ...whole: string[]]>> = {
  aws_ecs_service: ['its tasks stop', 'cluster', 'aws_ecs_cluster'],
  aws_lambda_function: ['who calls it gets an error'],
  aws_lambda_alias: ['who calls it by that name gets an error', 'function_name', 'aws_lambda_function'],
  aws_instance: ['the server stops, and with it what runs on it'],
  aws_autoscaling_group: ['its servers stop, and with them what runs on them'],
  aws_spot_fleet_request: ['its servers stop'],
  aws_ec2_fleet: ['its servers stop'],
  aws_apprunner_service: ['it answers nobody'],
  aws_elastic_beanstalk_environment: ['it answers nobody'],
  aws_sfn_state_machine: ['what starts it gets an error'],
  aws_sagemaker_endpoint: ['it answers nobody'],
  aws_batch_job_queue: ['its jobs run no more'],
  aws_emr_cluster: ['its jobs stop'],
  aws_mwaa_environment: ['its flows run no more'],
  aws_glue_job: ['it runs no more'],
  aws_dms_replication_task: ['it copies no more'],
};

/** What pods can't do without. Source: Amazon EKS User Guide, "Available Amazon EKS add-ons from AWS". */
const ADDONS: Readonly<Record<string, string>> = {
  'vpc-cni': 'new pods get no address',
  coredns: 'pods find no names',
  'kube-proxy': 'pods reach no Services from new nodes',
  'eks-pod-identity-agent': 'pods get no credentials of AWS',
  'aws-ebs-csi-driver': 'volumes are attached no more, and pods with one do not start',
  'aws-efs-csi-driver': 'file systems are mounted no more, and pods with one do not start',
  'metrics-server': 'autoscalers see no use, and add no pods',
};

const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_ec2_instance_state'],
    path: 'state',
    isWeaker: (was, will) => was === 'running' && will === 'stopped',
    says: 'stops: the server, and what runs on it',
  },
  {
    types: ['aws_ecs_service'],
    path: 'deployment_minimum_healthy_percent',
    isWeaker: (was, will) => was !== 0 && will === 0,
    says: 'may have no task at all while a version is rolled out: deployment_minimum_healthy_percent is 0',
  },
  {
    types: ['aws_kinesisanalyticsv2_application'],
    path: 'start_application',
    isWeaker: (was, will) => was === true && will !== true,
    says: 'stops: nobody takes what is in its stream',
  },
];

export const workloadStopped = outage(
  'workload-stopped',
  'what runs is deleted, is deleted before its successor is there, or does not start again without what it names',
  (change: Change, plan: Plan) =>
    allOf(
      workload(change, plan),
      weakened(change, SETTINGS),
      addon(change, plan),
      nodes(change, plan),
      workloadGone(change, plan),
      missedByPods(change, plan),
    ),
);

function workload(change: Change, plan: Plan): string | undefined {
  const found = Object.hasOwn(WORKLOADS, change.type) ? WORKLOADS[change.type] : undefined;
  if (!found || !change.ends || change.overlaps) return undefined;
  const [lost, path, ...whole] = found;
  if (path && ends(plan, change.was(path), ...whole)) return undefined;
  if (change.action === 'delete') return plan.keepsAnother(change, NAMES) ? undefined : `is deleted: ${lost}`;
  return `is deleted, and then made anew: until that runs, ${lost}`;
}

const NAMES = ['name', 'function_name', 'cluster', 'environment', 'identifier', 'tags.Name'];

/** An add-on of Auto Mode is part of the cluster. */
function addon(change: Change, plan: Plan): string | undefined {
  if (change.type !== 'aws_eks_addon' || change.action !== 'delete') return undefined;
  const cluster = change.was('cluster_name');
  if (change.was('preserve') === true || ends(plan, cluster, CLUSTER)) return undefined;
  const lost = ADDONS[word(change.was('addon_name'))] ?? 'what it did for pods is done no more';
  return `is deleted: in ${short(cluster)}, ${lost}`;
}

/** Groups of nodes that are there afterwards, by their cluster and what pods choose them by. */
const groups = oncePer((plan: Plan) => {
  const all = [...plan.all('aws_eks_node_group'), ...plan.all('aws_eks_fargate_profile')];
  return new Set(all.filter(({ after }) => after).map((one) => kindOf(one.type, one.after)));
});

const kindOf = (type: string, side: Value) =>
  canonical(
    [type, ...['cluster_name', 'labels', 'taint', 'selector'].map((path) => at(side, path) ?? null)].map(
      filled,
    ),
  );

const filled = (value: Value) => (canonical(value) === '{}' || canonical(value) === '[]' ? null : value);

function nodes(change: Change, plan: Plan): string | undefined {
  const isOne = change.type === 'aws_eks_node_group' || change.type === 'aws_eks_fargate_profile';
  if (!isOne || !change.ends || change.overlaps || ends(plan, change.was('cluster_name'), CLUSTER))
    return undefined;
  if (change.action === 'delete' && groups(plan).has(kindOf(change.type, change.before))) return undefined;
  return change.action === 'delete'
    ? 'is deleted: its pods end, and no other nodes take pods that choose them'
    : 'is deleted, and then made anew: until then its pods find no place';
}
