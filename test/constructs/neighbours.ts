import { App, TerraformStack, Testing } from 'cdktf';
import type { MetricAlarmProps } from '../../constructs/alarms/metric-alarm';
import type { Alerts } from '../../constructs/alerts/alerts';
import { protection } from '../../constructs/core/protection';
import { LogGroup } from '../../constructs/logs/log-group';
import type { LogPipeline } from '../../constructs/logs/log-pipeline';
import type { Network } from '../../constructs/network/network';
import { Bucket } from '../../constructs/storage/bucket';
import type { BaseStack } from '../../stacks/stack';
import { keys, naming, outdir } from '../helpers';

/** What a database or a cache is given by its environment, without making it; `alarms` are those it asked for. */
export function neighbours(stack: BaseStack) {
  const alarms: Record<string, MetricAlarmProps> = {};
  const network: Pick<Network, 'vpcId' | 'dataSubnetIds'> = {
    vpcId: 'vpc-1',
    dataSubnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
  };
  const logs: Pick<LogPipeline, 'addBucket' | 'addGroup'> = {
    addBucket: (scope, id, name) =>
      new Bucket(scope, id, { name, region: naming.region, protection: protection(false) }),
    addGroup: (scope, id, name) =>
      new LogGroup(scope, id, { naming, name, keyArn: 'arn:logs-key', retentionDays: 30 }),
  };
  const alerts: Pick<Alerts, 'addMetricAlarm'> = {
    addMetricAlarm: (_scope, id, props) => {
      alarms[id] = props;
    },
  };
  return {
    naming,
    keys: keys(stack),
    network: network as Network,
    logs: logs as LogPipeline,
    alerts: alerts as Alerts,
    alarms,
  };
}

/** What a handle such as `database.host` is in Terraform's language. */
export function expression(handle: string): string {
  // Not in a stack of ours, which refuses what it does not have.
  const stack = new TerraformStack(new App({ stackTraces: false, outdir }), 'other');
  stack.addOverride('output.handle.value', handle);
  return JSON.parse(Testing.synth(stack)).output.handle.value;
}
