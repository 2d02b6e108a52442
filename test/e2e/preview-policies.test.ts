import { COPY_OF } from '../../constructs/services/runtime/labels';
import { PREVIEWER_RULES } from '../../constructs/services/runtime/reader-rights';
import { environments, synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';
import { ensureProgram, KubernetesCluster } from './kubernetes-cluster';
import { container, job, namespace } from './kubernetes-objects';

// What the code of any branch can do in the cluster of its host, as the role that makes previews. Asked of a real
// Kubernetes API, as its admission policies are a language of their own.
jest.setTimeout(3 * 60_000);

const cluster = new KubernetesCluster();
const PREVIEWER = '--as branch --as-group platform-previewers --as-group system:authenticated';
const host = environments.find(({ parameters }) => parameters.hostsPreviews)!;
const { resource } = synthesizer.services(host);

/** What Terraform would apply, with the references that stand in it taken for what they refer to. */
const policies = Object.values<Json>(resource.kubernetes_manifest)
  .map(({ manifest }) => manifest)
  .filter(({ kind }) => /^ValidatingAdmissionPolicy/.test(kind));

const RESTRICTED = { 'pod-security.kubernetes.io/enforce': 'restricted' };
const labelled = (name: string, labels: Record<string, string>) => ({
  ...namespace(name),
  metadata: { name, labels },
});
const template = (name: string, image: string) => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: `${name}-admin`, namespace: 'setup' },
  spec: {
    suspend: true,
    schedule: '0 0 31 2 *',
    jobTemplate: { spec: { backoffLimit: 0, template: { spec: specOf(name, image) } } },
  },
});
const FETCH = {
  ...container('aws-cli:1', { name: 'fetch' }),
  command: ['/bin/sh', '-euc', 'fetch'],
  env: [{ name: 'THING', value: 'orders' }],
  volumeMounts: [{ name: 'guest', mountPath: '/guest' }],
};
/** Jobs that make users fetch their passwords first, those that drop them do not. */
const specOf = (name: string, image: string, more: object = {}, first: object = {}) => ({
  ...dropSpec(name, image, more),
  ...(name.startsWith('guest-') && { initContainers: [{ ...FETCH, ...first }] }),
});
const dropSpec = (serviceAccountName: string, image: string, more: object = {}) => ({
  serviceAccountName,
  restartPolicy: 'Never',
  volumes: [
    { name: 'master', emptyDir: {} },
    { name: 'guest', emptyDir: {} },
  ],
  containers: [
    {
      ...container(image),
      command: ['/bin/sh', '-euc', 'drop'],
      env: [{ name: 'PGHOST', value: 'db' }],
      volumeMounts: [{ name: 'master', mountPath: '/master' }],
      ...more,
    },
  ],
});

beforeAll(async () => {
  await ensureProgram();
  await cluster.start();
  cluster.apply(namespace('shop'), namespace('setup'), labelled('shop-pr-42', RESTRICTED));
  const names = policies
    .filter(({ spec }) => spec.paramRef)
    .map(({ spec }) => spec.paramRef.name.replace(/-admin$/, ''));
  expect(names.length).toBeGreaterThan(0);
  cluster.apply(...names.map((name) => template(name, 'postgres:1')));
  // As wide as can be: the policies alone are asked.
  cluster.must('create clusterrolebinding all --clusterrole=cluster-admin --group=platform-previewers');
  cluster.apply(...policies);
  // They count a moment later.
  await cluster.until(
    'they count',
    () => !as('delete namespace shop --dry-run=server').startsWith('namespace'),
  );
}, 30 * 60_000);
afterAll(() => cluster.remove());

const as = (args: string, input?: object) => cluster.kubectl(`${args} ${PREVIEWER}`, input).output;
const create = (object: object) => as('create --dry-run=server -f -', object);

test('a namespace of its own is made with Pod Security alone, and never gives it up', () => {
  expect(create(labelled('shop-pr-43', RESTRICTED))).toContain('created');
  expect(create(labelled('shop-pr-43', {}))).toContain('refuse pods with privileges');
  expect(
    as('label namespace shop-pr-42 pod-security.kubernetes.io/enforce=privileged --overwrite'),
  ).toContain('refuse pods with privileges');
  expect(as('label namespace shop-pr-42 pod-security.kubernetes.io/enforce-')).toContain(
    'refuse pods with privileges',
  );
});

test.each(['shop', 'setup', 'kube-system', 'default'])('nothing in %s is changed', (where) => {
  const refused = 'previews change what is in their own namespaces alone';
  expect(as(`delete namespace ${where} --wait=false`)).toMatch(/own namespaces alone|forbidden/);
  expect(as(`label namespace ${where} a=b`)).toContain(refused);
  expect(as(`create configmap a -n ${where}`)).toContain(refused);
  expect(as(`create serviceaccount a -n ${where}`)).toContain(refused);
  expect(as(`create quota a --hard=pods=1 -n ${where}`)).toContain(refused);
  expect(as(`create token default -n ${where}`)).toContain(refused);
});

test('nothing that is of the whole cluster is changed, the policies least of all', () => {
  expect(as('create clusterrole a --verb=get --resource=pods')).toContain('own namespaces alone');
  expect(as('create clusterrolebinding a --clusterrole=cluster-admin --user=branch')).toContain(
    'own namespaces alone',
  );
});

test('in its own namespaces it does what a preview takes', () => {
  expect(as('create configmap a -n shop-pr-42')).toContain('created');
  expect(as('create serviceaccount a -n shop-pr-42')).toContain('created');
  expect(as('create quota a --hard=pods=1 -n shop-pr-42')).toContain('created');
});

describe.each(['drop-orders', 'guest-orders'])(
  'a job %s in setup, which reads the password of a master',
  (name) => {
    const copy = (labels: Record<string, string>, spec: object) => {
      const { metadata, ...rest } = job('setup', 'drop-1', spec);
      return { ...rest, metadata: { ...metadata, labels } };
    };
    const LABEL = { [COPY_OF]: `${name}-admin` };
    const of = (more: object = {}, pod: object = {}, image = 'postgres:1') =>
      create(copy(LABEL, { ...specOf(name, image, more), ...pod }));

    test('is a copy of its template, with arguments', () => {
      expect(of({ args: ['pr-42'] })).toContain('created');
    });

    test.each<[string, Record<string, string>]>([
      ['no label', {}],
      ['the label of no template', { [COPY_OF]: 'mine' }],
      ['the label of a one-off command of the host', { [COPY_OF]: 'storefront-admin' }],
    ])('is refused with %s, though it is a copy', (_, labels) => {
      expect(create(copy(labels, specOf(name, 'postgres:1')))).toContain('are copies of its templates');
    });

    test('is refused while its template is missing, and nobody else’s job is', async () => {
      cluster.must(`delete cronjob ${name}-admin -n setup`);
      try {
        await cluster.until('it is missed', () => of({ args: ['pr-42'] }).includes('no params found'));
        const others = job('setup', 'storefront-orders-1', dropSpec('storefront-orders', 'postgres:1'));
        for (const object of [others, job('shop', 'release', dropSpec('default', 'shop:1'))])
          expect(cluster.kubectl('create --dry-run=server -f -', object).output).toContain('created');
        expect(create(job('shop-pr-42', 'release', dropSpec('default', 'shop:1')))).toContain('created');
      } finally {
        cluster.apply(template(name, 'postgres:1'));
        await cluster.until('it is found again', () => of().includes('created'));
      }
    });

    test.each<[string, object, object?, string?]>([
      ['another command', { command: ['/bin/sh', '-c', 'cat /master/*'] }],
      ['another image', {}, {}, 'mine:1'],
      ['another server', { env: [{ name: 'PGHOST', value: 'mine' }] }],
      ['no variables', { env: undefined }],
      ['variables of a map', { envFrom: [{ configMapRef: { name: 'a' } }] }],
      ['a hook', { lifecycle: { postStart: { exec: { command: ['sh'] } } } }],
      ['a probe', { livenessProbe: { exec: { command: ['sh'] } } }],
      ['another container before it', {}, { initContainers: [container('mine:1', { name: 'first' })] }],
      ['other servers of names', {}, { dnsConfig: { nameservers: ['1.2.3.4'] } }],
      ['the names of its node', {}, { dnsPolicy: 'Default' }],
      [
        'other files',
        {},
        {
          volumes: [
            { name: 'master', configMap: { name: 'a' } },
            { name: 'guest', emptyDir: {} },
          ],
        },
      ],
      ['names of its own', {}, { hostAliases: [{ ip: '1.2.3.4', hostnames: ['db'] }] }],
      ['the account of another job', {}, { serviceAccountName: 'storefront-orders' }],
    ])('is refused with %s', (...[, more, pod, image]) => {
      expect(of({ args: ['pr-42'], ...more }, pod, image)).toMatch(
        /differs from its template|copies of its templates|no such key: env/,
      );
    });
  },
);

describe('a job that fetches the password of a user before', () => {
  const labels = { [COPY_OF]: 'guest-orders-admin' };
  const of = (first: object | undefined) => {
    const { initContainers, ...spec } = specOf('guest-orders', 'postgres:1', {}, first) as Json;
    const { metadata, ...rest } = job('setup', 'guest-1', first ? { ...spec, initContainers } : spec);
    return create({ ...rest, metadata: { ...metadata, labels } });
  };

  test('takes arguments', () => {
    expect(of({ args: ['pr-42', 'shop', 'shop_pr_42_a', '1'] })).toContain('created');
  });

  test.each<[string, object | undefined]>([
    ['does not', undefined],
    ['fetches it by another script', { command: ['/bin/sh', '-c', 'echo admin >/guest/username'] }],
    ['fetches it by another image', { image: 'mine:1' }],
    ['fetches that of something else', { env: [{ name: 'THING', value: 'products' }] }],
    ['reads the files of the master', { volumeMounts: [{ name: 'master', mountPath: '/guest' }] }],
    ['goes on beside the next one', { restartPolicy: 'Always' }],
  ])('is refused when it %s', (_, first) => {
    expect(of(first)).toContain('differs from its template');
  });
});

describe('jobs that are in setup already', () => {
  beforeAll(() => {
    const { metadata, ...rest } = job('setup', 'own-copy', specOf('drop-orders', 'postgres:1'));
    cluster.apply(
      { ...rest, metadata: { ...metadata, labels: { [COPY_OF]: 'drop-orders-admin' } } },
      job('setup', 'of-the-host', dropSpec('storefront-orders', 'postgres:1')),
    );
  });
  const stop = '{"spec":{"activeDeadlineSeconds":1}}';

  test('are stopped and deleted where they are copies', () => {
    expect(as(`patch job own-copy -n setup --dry-run=server -p ${stop}`)).toContain('patched');
    expect(as('delete job own-copy -n setup --dry-run=server')).toContain('deleted');
  });

  test("are neither stopped nor deleted where they are the host's, though it would deploy in vain", () => {
    const refused = 'are copies of its templates';
    expect(as(`patch job of-the-host -n setup --dry-run=server -p ${stop}`)).toContain(refused);
    expect(as('delete job of-the-host -n setup --dry-run=server')).toContain(refused);
    expect(as(`label job of-the-host -n setup ${COPY_OF}=drop-orders-admin`)).toContain(refused);
  });
});

test('others than previews are not asked', () => {
  expect(cluster.must('create configmap b -n shop')).toContain('created');
});

test('rights to namespaces are all that previews have in the whole cluster', () => {
  const changed = PREVIEWER_RULES.filter(({ verbs }) => verbs.includes('create'));
  expect(changed.flatMap(({ resources = [] }) => resources).sort()).toEqual([
    'applicationnetworkpolicies',
    'limitranges',
    'namespaces',
    'resourcequotas',
    'secretproviderclasses',
    'targetgroupbindings',
  ]);
});
