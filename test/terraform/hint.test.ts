import { hint, hints } from '../../terraform/hint';
import { type SynthesizedDocument, SynthesizedStack } from '../../terraform/synthesized-stack';

const stack: SynthesizedDocument = {
  provider: {
    kubernetes: [{ exec: [{ args: ['eks', 'get-token', '--cluster-name', 'dev-eks', '--region', 'r'] }] }],
  },
  resource: {
    kubernetes_namespace_v1: { group_shop: { metadata: { name: 'shop' } } },
    kubernetes_deployment_v1: {
      web: { metadata: { name: 'web', namespace: '${kubernetes_namespace_v1.group_shop.metadata[0].name}' } },
      worker: { metadata: { name: 'worker', namespace: 'back' } },
    },
  },
};

test('a failed Job leads to its output, and says that nothing else was changed', () => {
  const text = 'job: dev-shop/storefront-release-1-4-0 is in failed state';
  expect(hint({ address: 'kubernetes_job_v1.release', text }, 'dev', stack)).toBe(
    'the Job failed, so what waits for it was not changed, and any version before it still runs. Its output: kubectl --context dev -n dev-shop logs job/storefront-release-1-4-0',
  );
});

test('a Job that did not end leads to its pods, which may have no output', () => {
  const text = 'job: dev-shop/release is not in complete state';
  expect(hint({ text }, 'dev', stack)).toContain(
    'kubectl --context dev -n dev-shop describe pods -l job-name=release',
  );
});

test.each([
  ['api error InvalidParameterCombination: Cannot upgrade mysql from 8.4.11 to 8.4.10', '8.4.11'],
  ['api error InvalidParameterCombination: Cannot find upgrade path from 17.10 to 17.9.', '17.10'],
  ['InvalidParameterException: Unsupported Kubernetes minor version update from 1.34 to 1.36', '1.34'],
])('a version that AWS refuses leads to the one that runs: %s', (text, runs) => {
  expect(hint({ text }, 'dev', stack)).toContain(
    `put ${runs}, or one that it can go to, into environments/dev.json`,
  );
});

test.each([
  ['kubernetes_deployment_v1.web', '-n shop'],
  ['kubernetes_deployment_v1.worker', '-n back'],
  ['kubernetes_deployment_v1.unknown', '-A'],
  [undefined, '-A'],
])('a roll-out of %s that hangs leads to the events of its namespace', (address, where) => {
  const text = 'Waiting for rollout to finish: 1 out of 2 new replicas have been updated...';
  expect(hint({ address, text }, 'dev', stack)).toContain(`kubectl --context dev ${where} get events`);
});

test('a database that was renamed by hand, while another one got its name, is not one to take over', () => {
  const text =
    'updating RDS DB Instance (prod-orders): operation error RDS: ModifyDBInstance, https response error StatusCode: 400, DBInstanceAlreadyExists: DB instance already exists';
  const fault = { address: 'aws_db_instance.database-orders', text };
  const [told, ...others] = hints(new SynthesizedStack({ name: 'dev', directory: '.', document: stack }), [
    fault,
  ]);
  expect(told).toContain('give it its name back, and restore by environments/dev.json');
  expect(others).toEqual([]);
});

test('a refused identity leads to the access entries', () => {
  expect(hint({ text: 'Unauthorized' }, 'dev', stack)).toContain(
    'the cluster dev-eks does not let in the role of this stack',
  );
});

test('a cluster out of reach leads to where it is within reach', () => {
  const text =
    'Get "https://A.gr7.eks.amazonaws.com/api/v1/namespaces/shop": dial tcp 10.0.3.4:443: i/o timeout';
  expect(hint({ address: 'kubernetes_namespace_v1.group_shop', text }, 'dev', stack)).toContain(
    'cluster.privateAccess and cluster.publicAccess of environments/dev.json',
  );
  expect(hint({ address: 'aws_vpc.main', text }, 'dev', stack)).toBeUndefined();
});

test.each(['creating KMS Key: AccessDenied', 'UnauthorizedOperation: You are not authorized'])(
  'nothing is said of %p',
  (text) => {
    expect(hint({ text }, 'dev', stack)).toBeUndefined();
    expect(hint({ text: 'Unauthorized' }, 'dev', {})).toBeUndefined();
  },
);

describe('a role that the credentials may not assume', () => {
  const role_arn = 'arn:aws:iam::111111111111:role/acme-deploy';
  const stackOf = (name: string) =>
    new SynthesizedStack({
      name,
      directory: '.',
      document: {
        provider: { aws: [{ allowed_account_ids: ['111111111111'], assume_role: [{ role_arn }] }] },
      },
    });
  // All that Terraform's log tells of it.
  const refused = {
    address: 'provider["registry.terraform.io/hashicorp/aws"]',
    text: 'Cannot assume IAM Role',
  };

  test('is said once in a deploy, with what makes it', () => {
    const said = hints(stackOf('dev'), [refused, refused]);
    expect(said).toEqual([expect.stringContaining(`may not assume ${role_arn}`)]);
    expect(said[0]).toContain(`npx cdktf deploy 'account-*'`);
    expect(said[0]).toContain('trusts the management account alone: docs/operating/accounts.md');
  });

  test('by which the roles are made is not to be made by them', () => {
    const [said] = hints(stackOf('account-dev'), [refused]);
    expect(said).toContain('use those of somebody whom that role trusts');
    expect(said).not.toContain('npx cdktf deploy');
  });
});

describe('what already exists', () => {
  const document = { provider: { aws: [{ allowed_account_ids: ['123456789012'] }] } };
  const dev = new SynthesizedStack({ name: 'dev', directory: '.', document });
  const group = {
    address: 'aws_cloudwatch_log_group.flows',
    text: 'creating CloudWatch Logs Log Group (/acme/dev/flows): operation error CloudWatch Logs: CreateLogGroup, https response error StatusCode: 400, ResourceAlreadyExistsException: The specified log group already exists',
  };

  test('is taken over by one command for the whole environment, or deleted', () => {
    const [said, ...more] = hints(dev, [group]);
    expect(more).toEqual([]);
    expect(said).toMatch(/^it is there already.* npm run recover -- dev\./);
    expect(said).toContain("delete what is not the environment's own in account 123456789012");
  });

  test('is told once for all of it', () => {
    const role = { address: 'aws_iam_role.a', text: 'EntityAlreadyExists: Role exists' };
    const said = hints(dev, [group, role]);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('these are there already');
  });

  test('of the services leads to the environment, as its platform may have lost something too', () => {
    const services = new SynthesizedStack({
      name: 'dev-services',
      directory: '.',
      document,
      buildsOn: [dev],
    });
    expect(hints(services, [group])[0]).toContain('npm run recover -- dev.');
  });
});

test('services that bind what their platform has not made yet lead to a deploy of both', () => {
  const platform = new SynthesizedStack({ name: 'dev', directory: '.', document: {} });
  const buildsOn = [platform];
  const services = new SynthesizedStack({ name: 'dev-services', directory: '.', document: stack, buildsOn });
  const text = 'Unsupported attribute\nThis object does not have an attribute named "invoices".';
  expect(hints(services, [{ text }])).toEqual([
    'dev-services reads what dev has yet to make: npx cdktf deploy dev dev-services',
  ]);
  expect(hints(platform, [{ text }])).toEqual([]);
});
