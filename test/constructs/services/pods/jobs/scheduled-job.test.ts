import { ScheduledJob } from '../../../../../constructs/services/pods/jobs/scheduled-job';
import type { Schedule as Declaration } from '../../../../../declarations/service';
import { type Json, only } from '../../../../helpers';
import { inCluster, refused, stand, VERSION } from '../../../workload';

const build = (declaration: Partial<Declaration> = {}): Json =>
  only(
    inCluster((stack) => {
      new ScheduledJob(stack, 'nightly', {
        ...VERSION,
        name: 'nightly',
        declaration: { cron: '0 2 * * *', command: ['bin/report'], ...declaration },
        after: [stand(stack, 'user')],
      });
    }),
    'kubernetes_cron_job_v1',
  );
const pod = (cron: Json) => cron.spec.job_template.spec.template.spec;

test('its pods have no privileges', () => {
  expect(refused(pod(build()))).toEqual([]);
});

test('runs when it says, in its own time zone, else in UTC whatever the cluster’s is', () => {
  expect(build().spec).toMatchObject({ schedule: '0 2 * * *', timezone: 'Etc/UTC' });
  expect(build({ timeZone: 'Europe/Berlin' }).spec.timezone).toBe('Europe/Berlin');
});

test('never runs twice at a time, nor long after its time', () => {
  expect(build().spec.concurrency_policy).toBe('Forbid');
  expect(build().spec.starting_deadline_seconds).toBe(300);
});

test('ends when it has hung for too long', () => {
  const deadline = (timeoutSeconds?: number) =>
    build({ timeoutSeconds }).spec.job_template.spec.active_deadline_seconds;
  expect(deadline()).toBe(600);
  expect(deadline(3600)).toBe(3600);
});

test('leaves a few runs to look at', () => {
  expect(build().spec).toMatchObject({ successful_jobs_history_limit: 3, failed_jobs_history_limit: 3 });
});

test('has what the service is bound to, and waits for it', () => {
  const cron = build();
  expect(pod(cron).container[0].command).toEqual(['bin/report']);
  expect(pod(cron).container[0].env.map(({ name }: Json) => name)).toEqual([
    'CA_FILE',
    'DATABASE_PASSWORD',
    'DATABASE_URL',
  ]);
  expect(cron.depends_on).toEqual(['kubernetes_config_map_v1.user']);
});

test('is found by what it is, with each of its runs', () => {
  const { metadata, spec } = build();
  expect(metadata.name).toBe('shop-nightly');
  for (const { labels } of [metadata, spec.job_template.metadata, spec.job_template.spec.template.metadata]) {
    expect(labels).toMatchObject({
      'app.kubernetes.io/name': 'shop',
      'app.kubernetes.io/component': 'nightly',
    });
  }
});
