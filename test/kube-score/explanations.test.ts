import type { Json } from '../helpers';
import { type Score, unexplained } from './explanations';

const object = (kind: string, spec: Json): Json => ({
  kind,
  metadata: { namespace: 'shop', name: 'web' },
  spec,
});
const score = (kind: string, ...ids: string[]): Score => ({
  type_meta: { kind },
  object_meta: { namespace: 'shop', name: 'web' },
  checks: ids.map((id) => ({ check: { id }, skipped: false, grade: 1 })),
});
const deployment = (image: string, ...topologyKeys: string[]) =>
  object('Deployment', {
    template: {
      spec: {
        containers: [{ image }],
        topologySpreadConstraints: topologyKeys.map((topologyKey) => ({ topologyKey })),
      },
    },
  });
const cronJob = (suspend: boolean) =>
  object('CronJob', { suspend, jobTemplate: { spec: { template: { spec: { containers: [] } } } } });

const DIGEST = `sha256:${'a'.repeat(64)}`;

test.each([
  ['an image in a version', 'container-image-pull-policy', deployment('registry/web:1.0.0')],
  ['an image by digest', 'container-image-pull-policy', deployment(`web@${DIGEST}`)],
  ['a template that nothing starts by time', 'cronjob-has-deadline', cronJob(true)],
  [
    'pods spread over nodes',
    'deployment-has-host-podantiaffinity',
    deployment('web:1', 'kubernetes.io/hostname'),
  ],
])('%s is explained', (_, check, given) => {
  expect(unexplained([score(given.kind, check)], [given]).findings).toEqual([]);
});

test.each([
  ['an image that moves', 'container-image-pull-policy', deployment('web:latest')],
  ['an image without a version', 'container-image-pull-policy', deployment('registry:5000/web')],
  ['a schedule, which could start hours late', 'cronjob-has-deadline', cronJob(false)],
  [
    'pods spread over zones alone',
    'deployment-has-host-podantiaffinity',
    deployment('web:1', 'topology.kubernetes.io/zone'),
  ],
  ['a check that nobody has explained', 'container-resources', deployment('web:1')],
])('%s is a finding', (_, check, given) => {
  expect(unexplained([score(given.kind, check)], [given]).findings).toEqual([
    `${given.kind} shop/web: ${check}`,
  ]);
});

test('a finding of an object that nobody knows is one', () => {
  expect(unexplained([score('Deployment', 'container-image-pull-policy')], []).findings).toHaveLength(1);
});

test('an explanation that no finding needs is left over, lest it hide a later fault', () => {
  const { leftOver } = unexplained([score('CronJob', 'cronjob-has-deadline')], [cronJob(true)]);
  expect(leftOver).toEqual(['container-image-pull-policy', 'deployment-has-host-podantiaffinity']);
});
