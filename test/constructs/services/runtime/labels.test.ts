import {
  labelsOf,
  processSelector,
  selectorOf,
  serviceSelector,
} from '../../../../constructs/services/runtime/labels';

const web = { group: 'store', service: 'shop', component: 'web', track: 'stable', version: '1.4.0' };
const matches = (selector: object, labels: object) =>
  expect(labels).toEqual(expect.objectContaining(selector));

test('a pod tells what it is of', () => {
  expect(labelsOf(web)).toMatchObject({
    'app.kubernetes.io/name': 'shop',
    'app.kubernetes.io/component': 'web',
    'app.kubernetes.io/version': '1.4.0',
    'app.kubernetes.io/part-of': 'store',
    'app.kubernetes.io/managed-by': 'terraform',
    track: 'stable',
  });
});

test('a selector stays the same when the version changes, as a Deployment can not change its own', () => {
  expect(selectorOf(web)).toEqual(selectorOf({ ...web, ...{ version: '2.0.0' } }));
  matches(selectorOf(web), labelsOf({ ...web, version: '2.0.0' }));
});

test('versions side by side do not take each other’s pods, and one selector finds all of them', () => {
  const further = { ...web, track: '2-0-0', version: '2.0.0' };
  expect(selectorOf(further)).not.toEqual(selectorOf(web));
  for (const work of [web, further]) {
    matches(processSelector('shop', 'web'), labelsOf(work));
    matches(serviceSelector('shop'), labelsOf(work));
  }
});

test('a job is of the service and matches nothing that is meant for a process', () => {
  const job = labelsOf({ group: 'store', service: 'shop', component: 'release', version: '1.4.0' });
  matches(serviceSelector('shop'), job);
  expect(job).not.toEqual(expect.objectContaining(processSelector('shop', 'web')));
  expect(job.track).toBeUndefined();
});

test('a digest, which is too long for a label and has a colon, is a label all the same', () => {
  const labels = labelsOf({ ...web, version: `sha256:${'a'.repeat(64)}` });
  expect(labels['app.kubernetes.io/version']).toMatch(/^[a-z0-9-]{1,63}$/);
});

test('what outlives versions has no label of one, which would change it with each', () => {
  expect(Object.keys(labelsOf({ group: 'store', service: 'shop', component: 'web' }))).not.toEqual(
    expect.arrayContaining(['version']),
  );
});
