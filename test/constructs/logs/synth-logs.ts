import type { Construct } from 'constructs';
import type { LogEventsProps } from '../../../constructs/alarms/alarm';
import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import { protection } from '../../../constructs/core/protection';
import { LogPipeline } from '../../../constructs/logs/log-pipeline';
import type { LogParameters } from '../../../parameters/parameters';
import type { BaseStack } from '../../../stacks/stack';
import { type Json, keys, naming, resolved, type Synthesized, synth } from '../../helpers';
import { environment } from '../../parameters/files';

const parameters: LogParameters = {
  ...environment().parameters.logs,
  retentionDays: 30,
  archiveDays: 365,
  archiveLockDays: 1,
};

/** A parameter that names a log service. */
export const forwarding: Partial<LogParameters> = {
  forwardTo: { name: 'datadog', url: 'https://intake.example/v1/input' },
};

/** The pipeline, of an unprotected environment unless `safe` is given, and what `use` does with it. */
export const pipeline = (
  overrides: Partial<LogParameters> = {},
  use: (logs: LogPipeline, stack: BaseStack) => void = () => {},
  safe = protection(false),
): Synthesized =>
  synth((stack) => {
    const logs = new LogPipeline(stack, 'logs', {
      naming,
      protection: safe,
      keys: keys(stack),
      accessLogs: 'acme-access-logs',
      parameters: { ...parameters, ...overrides },
    });
    use(logs, stack);
  });

/** The alarms that the pipeline asks for, by id. */
export function alarms(
  overrides: Partial<LogParameters> = {},
): Map<string, MetricAlarmProps | LogEventsProps> {
  const asked = new Map<string, MetricAlarmProps | LogEventsProps>();
  const add = (scope: Construct, id: string, props: MetricAlarmProps | LogEventsProps) => {
    asked.set(`${scope.node.path.replace('test/', '')}/${id}`, resolved(scope, props));
  };
  pipeline(overrides, (logs) => logs.watch({ addMetricAlarm: add, addLogAlarm: add }));
  return asked;
}

/** What a role of the pipeline may do, by the id of its policy. */
export const permissions = ({ resource }: Synthesized, id: string): Json[] =>
  JSON.parse(resource.aws_iam_role_policy![id].policy).Statement;

/** Who may become a role of the pipeline, by the role's id. */
export const trust = ({ resource }: Synthesized, id: string): Json[] =>
  JSON.parse(resource.aws_iam_role![id].assume_role_policy).Statement;
