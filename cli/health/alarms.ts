import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../console/failure';
import type { Aws } from '../../programs/aws';

/** What is read of an alarm. */
export interface AlarmState {
  readonly AlarmName: string;
  readonly StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly AlarmDescription?: string;
  /** Of an alarm over others alone. */
  readonly AlarmRule?: string;
}

/** CloudWatch alarms of one account. */
export class Alarms {
  constructor(private readonly aws: Aws) {}

  /**
   * The state of an alarm after so many milliseconds, or as soon as it is in ALARM.
   * @param pauseMs between two looks.
   * @throws Failure when there is none of that name.
   */
  async watch(name: string, forMs: number, pauseMs = 15_000): Promise<AlarmState> {
    const end = Date.now() + forMs;
    for (;;) {
      const alarm = await this.one(name);
      const left = end - Date.now();
      if (alarm.StateValue === 'ALARM' || left <= 0) return alarm;
      await sleep(Math.min(pauseMs, left));
    }
  }

  /** Undefined: there is none of that name. */
  async find(name: string): Promise<AlarmState | undefined> {
    const [found] = await this.named([name]);
    return found;
  }

  private async one(name: string): Promise<AlarmState> {
    const found = await this.find(name);
    if (found) return found;
    throw new Failure(`There is no alarm ${name}: the environment is not deployed`);
  }

  /** The alarms in ALARM below one, however deep. */
  async behind({ AlarmRule = '' }: AlarmState): Promise<AlarmState[]> {
    const names = [...AlarmRule.matchAll(/\bALARM\("([^"]+)"\)/g)].map(([, name]) => name!);
    const states = names.length > 0 ? await this.named(names) : [];
    const off = states.filter(({ StateValue }) => StateValue === 'ALARM');
    const deeper = await Promise.all(off.map((state) => (state.AlarmRule ? this.behind(state) : [state])));
    return deeper.flat();
  }

  /** The alarms in ALARM whose names begin so, but for composite ones. */
  async on(prefix: string): Promise<AlarmState[]> {
    const { MetricAlarms = [] } = await this.aws.json<{ MetricAlarms?: AlarmState[] }>(
      ...['cloudwatch', 'describe-alarms', '--alarm-types', 'MetricAlarm'],
      ...['--alarm-name-prefix', prefix, '--state-value', 'ALARM'],
    );
    return MetricAlarms.filter(({ StateValue }) => StateValue === 'ALARM');
  }

  /** Up to 100, as many as a rule can name. Source: CloudWatch API Reference, DescribeAlarms. */
  private async named(names: readonly string[]): Promise<AlarmState[]> {
    const { MetricAlarms = [], CompositeAlarms = [] } = await this.aws.json<{
      MetricAlarms?: AlarmState[];
      CompositeAlarms?: AlarmState[];
    }>(
      ...['cloudwatch', 'describe-alarms', '--alarm-types', 'MetricAlarm', 'CompositeAlarm'],
      ...['--max-items', '100', '--alarm-names', ...names],
    );
    return [...MetricAlarms, ...CompositeAlarms];
  }
}
