import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { Construct } from 'constructs';
import { digestOf } from '../../../declarations/digest-of';
import { type LogReading, readingOf, readingsOf } from '../../../declarations/log-form';
import type { Service, Services } from '../../../declarations/service';
import type { Metric } from '../../alarms/alarm-props';
import { resourceName } from '../../core/naming';
import { allOf, hasNoLevel, isError, levelsOf } from '../../logs/log-pattern';
import { ADMIN } from '../pods/jobs/admin';
import { RELEASE } from '../pods/jobs/release';
import type { Runtime } from '../runtime/runtime';

export interface LogMetricsProps {
  readonly runtime: Runtime;
  readonly services: Services;
}

/** A command that somebody waits for is often a tool that others wrote, and its output is read by who started it. */
const ATTENDED = [RELEASE, ADMIN].map((container) => `($.kubernetes.container_name != "${container}")`);

/** Of a service: what its dimensions tell apart. */
interface Owner {
  readonly namespace: string;
  readonly service: string;
}

/**
 * Counts lines of all services: the errors of each form of log, and the lines that tell no level. The service is a
 * dimension, since a log group takes 100 filters and an environment has more services than that.
 */
export class LogMetrics extends Construct {
  private readonly runtime: Runtime;

  constructor(scope: Construct, id: string, { runtime, services }: LogMetricsProps) {
    super(scope, id);
    this.runtime = runtime;
    for (const reading of readingsOf(services)) {
      this.count(errorsOf(reading), isError(reading));
    }
    const byLevels = new Map(readingsOf(services).map((reading) => [unreadOf(reading), reading]));
    for (const [name, reading] of byLevels) {
      this.count(name, allOf([hasNoLevel(reading), ...ATTENDED]));
    }
  }

  /** The lines of a service that are errors. */
  errors(owner: Owner, { logs }: Pick<Service, 'logs'>): Metric {
    return this.metric(owner, errorsOf(readingOf(logs)));
  }

  /** The lines of a service that tell no level where it is looked for. */
  unread(owner: Owner, { logs }: Pick<Service, 'logs'>): Metric {
    return this.metric(owner, unreadOf(readingOf(logs)));
  }

  private count(name: string, condition: string): void {
    const { contract } = this.runtime;
    new CloudwatchLogMetricFilter(this, name, {
      name: this.nameOf(name),
      logGroupName: contract.logs.applicationGroup,
      pattern: `{ ($.kubernetes.labels.service = *) && ${condition} }`,
      metricTransformation: {
        namespace: this.namespace,
        name: this.nameOf(name),
        value: '1',
        dimensions: { Namespace: '$.kubernetes.namespace_name', Service: '$.kubernetes.labels.service' },
      },
    });
  }

  private metric({ namespace, service }: Owner, name: string): Metric {
    return {
      namespace: this.namespace,
      metric: this.nameOf(name),
      dimensions: { Namespace: namespace, Service: service },
      statistic: 'Sum',
    };
  }

  private nameOf(name: string): string {
    return resourceName(this.runtime.naming, 'alarm', 'log', name);
  }

  private get namespace(): string {
    const { platform, environment } = this.runtime.naming;
    return `${platform}/${environment}`;
  }
}

function errorsOf({ name }: LogReading): string {
  return `errors-${name}`;
}

/** By the properties, as forms share them. */
function unreadOf({ forms }: LogReading): string {
  const levels = levelsOf(forms).join('-');
  return `without-${/^[a-z0-9_-]+$/.test(levels) ? levels : digestOf(levels)}`;
}
