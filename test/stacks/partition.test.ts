import { declared, environments, preview, project } from '../fixture/fixture';
import { Synthesizer } from '../synthesizer';
import { withOptions } from './with-options';

// In another partition every ARN of `aws` names nothing, and AWS refuses a policy that names nothing.

const PARTITIONS = {
  'cn-north-1': 'aws-cn',
  'eusc-de-east-1': 'aws-eusc',
  'us-gov-west-1': 'aws-us-gov',
};

/** Everything that an organization deploys in a region, as the text of its JSON. */
function all(region: string, partition: string): string {
  const there = `arn:${partition}:iam::999999999999`;
  const administrators = [`${there}:user/ada`, `${there}:role/people`, { permissionSet: 'PlatformAdmin' }];
  const synthesizer = new Synthesizer({ ...project, region, administrators }, declared);
  return JSON.stringify([
    synthesizer.bootstrap(environments),
    ...[...environments, withOptions].flatMap((one) => [
      synthesizer.account(one),
      synthesizer.platform(one),
      synthesizer.services(one),
    ]),
    synthesizer.preview(preview('feature/a')),
  ]);
}

test.each(Object.entries(PARTITIONS))('in %s every ARN is of the partition %s', (region, partition) => {
  const named = new Set(all(region, partition).match(/\barn:[\w-]+:/g));
  expect([...named]).toEqual([`arn:${partition}:`]);
});

describe('in China', () => {
  const text = all('cn-north-1', 'aws-cn');

  test('images come from a registry whose name resolves', () => {
    expect(text).toContain('.dkr.ecr.cn-north-1.amazonaws.com.cn/');
    expect(text).not.toMatch(/\.dkr\.ecr\.cn-north-1\.amazonaws\.com\//);
  });

  test('the keys let CloudWatch Logs in by its name there', () => {
    expect(text).toContain('logs.cn-north-1.amazonaws.com.cn');
    expect(text).not.toMatch(/logs\.cn-north-1\.amazonaws\.com[^.]/);
  });

  test('an endpoint leads to S3, whose name there is not as the others', () => {
    expect(text).toContain('"com.amazonaws.cn-north-1.s3"');
    expect(text).toContain('"cn.com.amazonaws.cn-north-1.ssmmessages"');
  });
});

test('the European Sovereign Cloud knows services below amazonaws.com', () => {
  const principals = all('eusc-de-east-1', 'aws-eusc').match(/Service\\":\s*\\"[^"\\]+/g) ?? [];
  expect(principals.length).toBeGreaterThan(0);
  expect(principals.filter((principal) => !principal.endsWith('.amazonaws.com'))).toEqual([]);
});

test('a region that AWS does not have fails, and says which it has', () => {
  expect(() => all('eu-central-9', 'aws')).toThrow('got "eu-central-9", allowed: af-south-1,');
});
