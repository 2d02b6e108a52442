import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import type { Environment } from '../../parameters/environment';
import { Platform, type PlatformProps } from '../../stacks/platform';
import { environments, synthesizer } from '../fixture/fixture';
import { compare, findBranches } from './parity';

describe('a branch on an environment', () => {
  const one = environments[0]!;
  const other = environments.find(({ parameters }) => parameters.protected)!;

  /** The branches that are found when somebody smuggles something into certain environments. */
  const smuggle = (when: (environment: Environment) => boolean, add: (scope: Construct) => void) => {
    class Smuggled extends Platform {
      constructor(scope: Construct, id: string, props: PlatformProps) {
        super(scope, id, props);
        if (when(props.environment)) add(this);
      }
    }
    return [
      ...new Set(findBranches(one, other, (environment) => synthesizer.platform(environment, Smuggled))),
    ];
  };
  const SECRET = 'aws_cloudwatch_log_group.secret name';
  const group = (scope: Construct) => new CloudwatchLogGroup(scope, 'secret', { name: 'secret' });

  test('by its name is found out', () => {
    expect(smuggle(({ name }) => name === other.name, group)).toEqual([SECRET]);
  });

  test('by its name is found out even beside a parameter', () => {
    expect(smuggle(({ name, parameters }) => name === other.name && parameters.protected, group)).toEqual([
      SECRET,
    ]);
  });

  test("by its name's length is found out", () => {
    expect(smuggle(({ name }) => name.length > 3, group)).toEqual([SECRET]);
  });

  test('by its account is found out', () => {
    const { account } = other.parameters;
    expect(smuggle(({ parameters }) => parameters.account === account, group)).toEqual([SECRET]);
  });

  test('by a parameter is explained', () => {
    expect(smuggle(({ parameters }) => parameters.protected, group)).toEqual([]);
  });
});

test('a service that runs in one of two environments alone is explained by the reason', () => {
  const [one, other] = environments as [Environment, Environment];
  const { report, ...services } = one.parameters.services;
  const absent = { ...report!, version: undefined, absent: 'no data here' };
  const without = {
    ...one,
    parameters: { ...one.parameters, services: { ...services, report: absent } },
  };
  for (const pair of [
    [without, other],
    [other, without],
  ] as const) {
    const [from, to] = pair;
    const ofIt = compare(from, to, synthesizer.services).filter(({ address }) => /\.report_/.test(address));
    expect(ofIt.length).toBeGreaterThan(10);
    for (const { because } of ofIt) expect(because).toContain('services.report.absent');
  }
});
