import { Admin, adminName } from '../../../../../constructs/services/pods/jobs/admin';
import { type Json, only } from '../../../../helpers';
import { inCluster, refused, stand, VERSION } from '../../../workload';

const cron: Json = only(
  inCluster((stack) => {
    new Admin(stack, 'admin', { ...VERSION, after: [stand(stack, 'user')] });
  }),
  'kubernetes_cron_job_v1',
);
const pod = cron.spec.job_template.spec.template.spec;

test('its pods have no privileges', () => {
  expect(refused(pod)).toEqual([]);
});

test('never runs by itself', () => {
  expect(cron.spec).toMatchObject({ suspend: true, schedule: '0 0 31 2 *' });
});

test('has the name that the command looks for', () => {
  expect(cron.metadata.name).toBe(adminName('shop'));
  expect(adminName('shop')).toBe('shop-admin');
});

test('has the version, the identity and all bindings of the service, and waits for them', () => {
  expect(pod).toMatchObject({ service_account_name: 'shop', enable_service_links: false });
  expect(pod.container[0]).toMatchObject({ image: 'registry/shop:1.4.0' });
  expect(pod.container[0].env.map(({ name }: Json) => name)).toEqual([
    'CA_FILE',
    'DATABASE_PASSWORD',
    'DATABASE_URL',
  ]);
  expect(cron.depends_on).toEqual(['kubernetes_config_map_v1.user']);
});

test('does no harm when somebody starts it without a command', () => {
  expect(pod.container[0].command).toEqual(['true']);
});

test('keeps on record what was run, failed or not', () => {
  expect(cron.spec.successful_jobs_history_limit).toBeGreaterThanOrEqual(20);
  expect(cron.spec.failed_jobs_history_limit).toBeGreaterThanOrEqual(20);
  expect(cron.spec.job_template.spec.ttl_seconds_after_finished).toBeUndefined();
});

test('is no pod of a process, so that no Service, budget or policy of one takes it', () => {
  expect(cron.spec.job_template.spec.template.metadata.labels).toMatchObject({
    'app.kubernetes.io/component': 'admin',
  });
});
