import { Release, type ReleaseProps } from '../../../../../constructs/services/pods/jobs/release';
import { type Json, only } from '../../../../helpers';
import { inCluster, refused, stand, VERSION } from '../../../workload';

const PROPS: ReleaseProps = { ...VERSION, task: { command: ['bin/migrate'] } };

const build = (change: Partial<ReleaseProps> = {}): Json =>
  only(
    inCluster((stack) => {
      new Release(stack, 'release', { ...PROPS, ...change });
    }),
    'kubernetes_job_v1',
  );

/** The whole of what the name is made of, as Terraform reads it. */
function content(change: Partial<ReleaseProps> = {}): Json {
  return inCluster((stack) => {
    new Release(stack, 'release', { ...PROPS, ...change });
  }).locals;
}

test('its pods have no privileges', () => {
  expect(refused(build().spec.template.spec)).toEqual([]);
});

test('is a gate: Terraform waits for its end, and as long as it may take', () => {
  const job = build({ task: { command: ['bin/migrate'], timeoutSeconds: 1200 } });
  expect(job.wait_for_completion).toBe(true);
  expect(job.spec.active_deadline_seconds).toBe(1200);
  for (const timeout of [job.timeouts.create, job.timeouts.update]) {
    expect(Number.parseInt(timeout, 10)).toBeGreaterThan(1200);
  }
});

test('runs the command once: half a migration is not one to run again unseen', () => {
  const { backoff_limit, template } = build().spec;
  expect(backoff_limit).toBe(0);
  expect(template.spec.restart_policy).toBe('Never');
  expect(template.spec.container[0].command).toEqual(['bin/migrate']);
});

test('is kept, as the next plan would make one anew that cleans itself up', () => {
  expect(build().spec.ttl_seconds_after_finished).toBeUndefined();
});

test('has what the service is bound to, and waits for it', () => {
  const synthesized = inCluster((stack) => {
    new Release(stack, 'release', { ...PROPS, after: [stand(stack, 'user')] });
  });
  const job = only(synthesized, 'kubernetes_job_v1');
  expect(job.spec.template.spec.container[0].env.map(({ name }: Json) => name)).toEqual([
    'CA_FILE',
    'DATABASE_PASSWORD',
    'DATABASE_URL',
  ]);
  expect(job.spec.template.spec.service_account_name).toBe('shop');
  expect(job.depends_on).toEqual(['kubernetes_config_map_v1.user']);
});

describe('runs again', () => {
  test.each([
    ['for another image', { image: 'registry/shop:1.5.0' }],
    ['for another command', { task: { command: ['bin/migrate', 'up'] } }],
    [
      'for another configuration',
      { grant: { ...VERSION.grant, variables: [{ name: 'CURRENCY', value: 'CHF' }] } },
    ],
  ])('%s', (_, change) => {
    expect(content(change)).not.toEqual(content());
    expect(build().metadata.name).toMatch(/^shop-release-1-4-0-\$\{substr\(sha256\(jsonencode\(local\./);
  });

  test('for nothing else: another size or commit leaves a job that has run as it is', () => {
    const size = { cpuMillicores: 1000, memoryMiB: 2048 };
    const running = { ...VERSION.running, commit: 'abcdef1' };
    expect(content({ size, running })).toEqual(content());
    expect(build({ size, running }).metadata.name).toBe(build().metadata.name);
    // A job can't be changed, so what its name does not tell must not be compared.
    expect(build().lifecycle).toEqual({ ignore_changes: ['spec'] });
  });
});

test('tells which version it was for, and is found by what it is', () => {
  const { labels, annotations } = build().metadata;
  expect(labels).toMatchObject({
    'app.kubernetes.io/component': 'release',
    'app.kubernetes.io/version': '1.4.0',
  });
  expect(annotations['platform/commit']).toBe('3f2a1bc');
});
