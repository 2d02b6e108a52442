import { parseQuotasArguments } from '../../../cli/quotas/arguments';
import { LIMITS } from '../../../cli/quotas/limits';
import { report } from '../../../cli/quotas/report';
import { environments, synthesizer } from '../../fixture/fixture';

const REGION = 'eu-central-1';
type Stacks = Parameters<typeof report>[0];

/** The stacks of an environment, in an account. */
const stacksOf = (one: (typeof environments)[number], account = one.parameters.account): Stacks =>
  [synthesizer.account(one), synthesizer.platform(one), synthesizer.services(one)].map((document) => ({
    document,
    account,
    environment: one.name,
  }));
const prod = environments.find(({ parameters }) => parameters.network.natGateways === 3)!;

test('what an environment takes is counted in its stacks, and within what a new account has is only told', () => {
  const lines = report(stacksOf(prod), REGION);
  expect(lines[0]).toBe(`account ${prod.parameters.account}`);
  expect(lines).toContain('     3 of    5  Elastic IP addresses');
});

test('two environments that share an account take the sum, and are told how to ask for it', () => {
  const account = '123456789012';
  const lines = report(
    [...stacksOf(prod, account), ...stacksOf({ ...prod, name: 'other' }, account)],
    REGION,
  );
  expect(lines).toContain(
    '     6 of    5  Elastic IP addresses\n        ask for more: aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-0263D0A3 --desired-value 6 --region eu-central-1',
  );
});

test('the rules of a load balancer are those of one environment, however many share the account', () => {
  const alone = report(stacksOf(prod, '123456789012'), REGION);
  const together = report(
    [...stacksOf(prod, '123456789012'), ...stacksOf({ ...prod, name: 'other' }, '123456789012')],
    REGION,
  );
  const rules = (lines: readonly string[]) => lines.filter((line) => line.includes('rules of the load'));
  expect(rules(alone)).toHaveLength(1);
  expect(rules(together)).toEqual(rules(alone));
});

test('the processors that groups may ask for are more than a new account has, in thousandths as well', () => {
  const limit = LIMITS.find(({ quotaCode }) => quotaCode === 'L-1216C47A')!;
  const quota = (cpu: string) => ({ spec: { hard: { 'requests.cpu': cpu } } });
  const resource = { kubernetes_resource_quota_v1: { a: quota('4'), b: quota('1500m') } };
  expect(limit.takes({ resource })).toBe(6);
  expect(limit.takes(synthesizer.services(prod))).toBeGreaterThan(0);
});

test('each limit is of something that the stacks make', () => {
  const stacks = environments.flatMap((one) => stacksOf(one));
  const unused = LIMITS.filter(({ takes }) => stacks.every(({ document }) => takes(document) === 0));
  expect(unused.map(({ name }) => name)).toEqual([]);
});

test('the command takes no arguments', () => {
  expect(() => parseQuotasArguments(['dev'])).toThrow('npm run quotas');
});
