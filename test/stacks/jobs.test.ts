import { checkPinned, IMAGES } from '../../constructs/services/bindings/setup-images';
import { environments, preview, synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';
import { ofType, stacksOf } from './security-rules';

const { services } = stacksOf(synthesizer, environments, [preview('pr-42')]);

/** All jobs of a stack: release, setup, cleanup, schedules, one-off commands. */
function jobsOf(resource: Json): Json[] {
  const templates = ofType(resource, 'kubernetes_cron_job_v1').map(
    ({ attributes }) => attributes.spec.job_template.spec,
  );
  return [...ofType(resource, 'kubernetes_job_v1').map(({ attributes }) => attributes.spec), ...templates];
}

test.each(services)('no pod of a job of $name is moved to empty a node', ({ resource }) => {
  const jobs = jobsOf(resource);
  expect(jobs.length).toBeGreaterThan(5);
  for (const { template } of jobs)
    expect(template.metadata.annotations).toMatchObject({ 'karpenter.sh/do-not-disrupt': 'true' });
});

test.each(services)('a job of $name goes on when its node ends, and has not failed', ({ resource }) => {
  for (const { pod_failure_policy, template } of jobsOf(resource)) {
    expect(pod_failure_policy.rule).toEqual([
      { action: 'Ignore', on_pod_condition: [{ type: 'DisruptionTarget', status: 'True' }] },
    ]);
    // Kubernetes refuses the policy with any other.
    expect(template.spec.restart_policy).toBe('Never');
  }
});

test.each(services)(
  'what may read the password of a master user in $name is an image by its digest',
  ({ resource }) => {
    const setup = jobsOf(resource).flatMap(({ template }) =>
      template.spec.container.filter(({ name }: Json) => name === 'setup'),
    );
    expect(setup.length).toBeGreaterThan(2);
    for (const { image } of setup) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
  },
);

test('an image by its tag alone is refused, with where to write the digest', () => {
  for (const image of Object.values(IMAGES)) expect(checkPinned(image)).toBe(image);
  expect(() => checkPinned('registry/postgres:17')).toThrow(
    /setup image: got registry\/postgres:17, allowed an image with its digest.*setup-images\.ts/,
  );
});
