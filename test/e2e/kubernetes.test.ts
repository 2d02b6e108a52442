import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { HANDOVER_SECONDS } from '../../constructs/services/pods/pod';
import { capture } from '../../programs/capture';
import { environments, synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';
import { ensureProgram, KubernetesCluster, program, type Ready } from './kubernetes-cluster';
import { container, deployment, job, namespace, pod, podSpec } from './kubernetes-objects';

// In the order of the file, against one cluster.
jest.setTimeout(5 * 60_000);

const cluster = new KubernetesCluster();
let ready: Ready;
let seconds: number;

beforeAll(async () => {
  await ensureProgram();
  const since = Date.now();
  ready = await cluster.start('--nodes', 'one=eu-central-1a,two=eu-central-1b,three=eu-central-1c');
  seconds = (Date.now() - since) / 1000;
  cluster.apply(namespace('shop'));
}, 30 * 60_000);
afterAll(() => cluster.remove());

const status = (name: string) => cluster.get(`pod -n shop ${name}`).status;
const waiting = (name: string) => status(name).containerStatuses?.[0].state.waiting?.reason;
const isReady = (name: string) => status(name).containerStatuses?.[0].ready === true;

test('it can be used in seconds, and ends in seconds', async () => {
  expect(seconds).toBeLessThan(30);
  const other = new KubernetesCluster();
  try {
    await other.start();
    const since = Date.now();
    expect(await other.stop()).toBe(0);
    expect((Date.now() - since) / 1000).toBeLessThan(10);
  } finally {
    await other.remove();
  }
});

test('it is the Kubernetes that it says it is, and reachable from this machine only', () => {
  expect(ready.version).toMatch(/^v1\.\d+\.\d+$/);
  expect(ready.endpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(Buffer.from(ready.caData, 'base64').toString()).toMatch(/^-----BEGIN CERTIFICATE-----/);
  const version = JSON.parse(cluster.must('version -o json'));
  expect(version.serverVersion.gitVersion).toBe(ready.version);
  expect(version.clientVersion.gitVersion).toBe(ready.version);
});

test('a Deployment gets ready, one pod in each zone, and each pod knows its zone and has an address of its own', () => {
  const spread = {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'web' } },
  };
  cluster.apply(deployment('shop', 'web', 3, podSpec('web:1', { topologySpreadConstraints: [spread] })));
  cluster.must('rollout status -n shop deployment/web --timeout=60s');
  // biome-ignore lint/suspicious/noExplicitAny: a pod of the API.
  const pods: any[] = cluster.get('pods -n shop -l app=web').items;
  expect(pods.map(({ metadata }) => metadata.labels['topology.kubernetes.io/zone']).sort()).toEqual([
    'eu-central-1a',
    'eu-central-1b',
    'eu-central-1c',
  ]);
  expect(new Set(pods.map(({ status }) => status.podIP)).size).toBe(3);
});

test('a Job completes, and one whose image ends in -fails does not', async () => {
  cluster.apply(
    job('shop', 'good', podSpec('job:1', { initContainers: [container('first:1', { name: 'first' })] })),
    job('shop', 'bad', podSpec('job:1-fails')),
  );
  cluster.must('wait -n shop --for=condition=Complete job/good --timeout=60s');
  cluster.must('wait -n shop --for=condition=Failed job/bad --timeout=60s');
  const [failed] = cluster.get('pods -n shop -l job-name=bad').items;
  expect(failed.status.containerStatuses[0].state.terminated.exitCode).toBe(1);
  expect(cluster.must('logs -n shop job/good')).toContain('simulated');
});

test.each([
  ['-fails', 'CrashLoopBackOff'],
  ['-fails@sha256:'.padEnd(78, '0'), 'CrashLoopBackOff'],
  ['-missing', 'ImagePullBackOff'],
])('a process whose image ends in %s never gets ready: %s', async (end, reason) => {
  const name = `broken-${end.length}`;
  cluster.apply(pod('shop', name, podSpec(`web:2${end}`)));
  await cluster.until(reason, () => waiting(name) === reason);
  await pause(1500);
  expect(isReady(name)).toBe(false);
  expect(waiting(name)).toBe(reason);
});

test('a roll-out to a broken image leaves the old pods serving, and one back ends it', async () => {
  cluster.must('set image -n shop deployment/web main=web:2-fails');
  await cluster.until('the new pod crashes', () => cluster.must('get pods -n shop').includes('CrashLoop'));
  expect(cluster.get('deployment -n shop web').status.readyReplicas).toBe(3);
  cluster.must('set image -n shop deployment/web main=web:1');
  cluster.must('rollout status -n shop deployment/web --timeout=60s');
});

test('a pod that mounts secrets of the CSI driver waits until they are mounted', async () => {
  const csi = { driver: 'secrets-store.csi.k8s.io', readOnly: true };
  cluster.apply(pod('shop', 'mounts', podSpec('web:1', { volumes: [{ name: 'secrets', csi }] })));
  await cluster.until('the node has it', () => waiting('mounts') === 'ContainerCreating');
  await pause(1500);
  expect(waiting('mounts')).toBe('ContainerCreating');
  cluster.must('annotate pod -n shop mounts emulator.local/secrets=mounted');
  await cluster.until('it is ready', () => isReady('mounts'));
});

test('a pod that names a missing Secret, or a key that is not in it, waits and says so', async () => {
  const env = [{ name: 'A', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } }];
  cluster.apply(pod('shop', 'reads', podSpec('web:1', { containers: [container('web:1', { env })] })));
  const message = () => status('reads').containerStatuses?.[0].state.waiting?.message;
  await cluster.until('no Secret', () => message() === 'secret "database" not found');
  cluster.must('create secret generic database -n shop --from-literal=user=me');
  await cluster.until('no key', () => message() === "couldn't find key password in Secret shop/database");
  expect(waiting('reads')).toBe('CreateContainerConfigError');
  cluster.must('patch secret database -n shop -p {"stringData":{"password":"x"}}');
  await cluster.until('it is ready', () => isReady('reads'));
});

test('a ConfigMap that is missing keeps a pod from starting, as a variable, as all variables and as a volume', async () => {
  const key = { name: 'settings', key: 'level' };
  const sources = {
    variable: {
      containers: [container('web:1', { env: [{ name: 'A', valueFrom: { configMapKeyRef: key } }] })],
    },
    all: { containers: [container('web:1', { envFrom: [{ configMapRef: { name: 'settings' } }] })] },
    init: {
      initContainers: [container('a:1', { name: 'a', envFrom: [{ configMapRef: { name: 'settings' } }] })],
    },
    volume: { volumes: [{ name: 'settings', configMap: { name: 'settings' } }] },
    optional: { volumes: [{ name: 'settings', configMap: { name: 'settings', optional: true } }] },
  };
  for (const [name, spec] of Object.entries(sources))
    cluster.apply(pod('shop', name, podSpec('web:1', spec)));
  await cluster.until('the optional one is ready', () => isReady('optional'));
  await cluster.until('an error', () => waiting('variable') === 'CreateContainerConfigError');
  await cluster.until('an error', () => waiting('all') === 'CreateContainerConfigError');
  expect(waiting('volume')).toBe('ContainerCreating');
  expect(cluster.must('get pod -n shop init')).toContain('Init:CreateContainerConfigError');
  cluster.must('create configmap settings -n shop --from-literal=level=info');
  for (const name of Object.keys(sources)) await cluster.until(`${name} is ready`, () => isReady(name));
});

test.each([
  ['a privileged container', { containers: [container('web:1', { securityContext: { privileged: true } })] }],
  ['an init container that may be root', { initContainers: [{ name: 'first', image: 'first:1' }] }],
  ['a volume of the node', { volumes: [{ name: 'node', hostPath: { path: '/' } }] }],
])('Pod Security refuses %s', (_, spec) => {
  const { code, output } = cluster.kubectl('apply -f -', pod('shop', 'refused', podSpec('web:1', spec)));
  expect(output).toContain('violates PodSecurity "restricted:latest"');
  expect(code).toBe(1);
});

test.each([
  ['a typo', { targetGroupArn: 'arn' }, 'unknown field "spec.targetGroupArn"'],
  ['a target type that there is not', { targetType: 'lambda' }, 'Unsupported value: "lambda"'],
  ['no service', { serviceRef: undefined }, 'spec.serviceRef: Required value'],
])('a TargetGroupBinding with %s is refused', (_, change, message) => {
  const targetGroupARN =
    'arn:aws:elasticloadbalancing:eu-central-1:111111111111:targetgroup/web/0123456789abcdef';
  const spec = { targetGroupARN, targetType: 'ip', serviceRef: { name: 'web', port: 'http' } };
  const binding = (changed: object) => ({
    apiVersion: 'eks.amazonaws.com/v1',
    kind: 'TargetGroupBinding',
    metadata: { namespace: 'shop', name: 'web' },
    spec: { ...spec, ...changed },
  });
  expect(cluster.kubectl('apply --dry-run=server -f -', binding({})).code).toBe(0);
  expect(cluster.kubectl('apply --dry-run=server -f -', binding(change)).output).toContain(message);
});

test('an autoscaler takes over from what a pod says that it uses', async () => {
  const scaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { namespace: 'shop', name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 4,
      maxReplicas: 6,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
        },
      ],
    },
  };
  const replicas = () => cluster.get('deployment -n shop web').status.readyReplicas;
  cluster.apply(scaler);
  await cluster.until('four pods', () => replicas() === 4);
  cluster.must('annotate pods -n shop -l app=web kwok.x-k8s.io/usage-cpu=90m');
  await cluster.until('six pods', () => replicas() === 6, 180);
  cluster.must('delete hpa -n shop web');
});

test('a hundred pods roll, none is forgotten, and their namespace is gone in seconds', async () => {
  cluster.apply(namespace('many'), deployment('many', 'web', 100, podSpec('web:1')));
  cluster.must('rollout status -n many deployment/web --timeout=120s');
  cluster.must('set image -n many deployment/web main=web:2');
  cluster.must('rollout status -n many deployment/web --timeout=240s');
  await cluster.until('only new pods', () => cluster.get('pods -n many').items.length === 100);
  const addresses = cluster
    .get('pods -n many')
    .items.map((one: { status: { podIP: string } }) => one.status.podIP);
  expect(new Set(addresses).size).toBe(100);
  cluster.must('delete namespace many --timeout=60s');
});

test('credentials can come from a program, as those of the AWS CLI do', async () => {
  const token = cluster.must('create token default -n shop');
  const plugin = join(cluster.folder, 'plugin');
  const credential = {
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: { token },
  };
  writeFileSync(plugin, `#!/bin/sh\necho '${JSON.stringify(credential)}'\n`, { mode: 0o755 });
  const kubeconfig = join(cluster.folder, 'plugin.kubeconfig');
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: plugin, interactiveMode: 'Never' };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        { name: 'c', cluster: { server: ready.endpoint, 'certificate-authority-data': ready.caData } },
      ],
      users: [{ name: 'u', user: { exec } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    }),
  );
  const kubectl = join(cluster.folder, 'kubectl');
  symlinkSync(program.output, kubectl);
  const { stdout } = await capture(kubectl, ['--kubeconfig', kubeconfig, 'auth', 'whoami', '-o', 'json']);
  expect(JSON.parse(stdout).status.userInfo.username).toBe('system:serviceaccount:shop:default');
});

test('a restart keeps the data, the port and the CA, has the nodes that it is told, and pods go on at once', async () => {
  const { port } = new URL(ready.endpoint);
  expect(await cluster.stop()).toBe(0);
  const again = await cluster.start('--port', port, '--nodes', 'one=eu-central-1a,two=eu-central-1b');
  expect(again).toMatchObject({ endpoint: ready.endpoint, caData: ready.caData });
  expect(cluster.get('configmap -n shop settings').data).toEqual({ level: 'info' });
  expect(cluster.must('get nodes -o name').split('\n')).toEqual(['node/one', 'node/two']);
  cluster.apply(deployment('shop', 'after', 3, podSpec('web:1')));
  cluster.must('rollout status -n shop deployment/after --timeout=30s');
  expect(cluster.must('logs -n shop deployment/after')).toContain('simulated');
  const addresses = cluster
    .get('pods -n shop')
    .items.map(({ status }: { status: { podIP?: string } }) => status.podIP)
    .filter(Boolean);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('it ends when the process ends that it belongs to', async () => {
  const orphan = new KubernetesCluster();
  const parent = spawn('sleep', ['600']);
  try {
    const { pid } = await orphan.start('--parent', String(parent.pid));
    parent.kill();
    await once(parent, 'exit');
    const isAlive = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    await cluster.until('it has ended', () => !isAlive(), 20);
  } finally {
    await orphan.remove();
  }
});

test('says what is wrong with its folder', async () => {
  const { code, stderr } = await capture(program.output, [
    'serve',
    '--dir',
    join(cluster.folder, 'x'.repeat(100)),
  ]);
  expect(stderr).toContain('allowed a path of at most');
  expect(code).toBe(1);
});

test('a pod of a process serves on after it was told to end, with nothing of its image', async () => {
  const { resource } = synthesizer.services(environments[0]!);
  const policies = Object.values<Json>(resource.kubernetes_manifest)
    .map(({ manifest }) => manifest)
    .filter(({ kind }) => /^MutatingAdmissionPolicy/.test(kind));
  expect(policies).toHaveLength(2);
  cluster.apply(...policies);
  const labels = { 'app.kubernetes.io/managed-by': 'terraform', track: 'stable' };
  const serving = (name: string, more: object = {}, of: object = labels) => ({
    ...pod('shop', name, {
      ...podSpec('web:1'),
      containers: [container('web:1', { ports: [{ name: 'http', containerPort: 8080 }], ...more })],
    }),
    metadata: { namespace: 'shop', name, labels: of },
  });
  const made = (object: object) =>
    JSON.parse(cluster.must('create --dry-run=server -o json -f -', object)).spec.containers[0].lifecycle;
  // The policy counts a moment later.
  await cluster.until('it counts', () => made(serving('web')) !== undefined);
  expect(made(serving('web'))).toEqual({ preStop: { sleep: { seconds: HANDOVER_SECONDS } } });
  const own = { preStop: { exec: { command: ['sleep', '1'] } } };
  expect(made(serving('own', { lifecycle: own }))).toEqual(own);
  expect(made(serving('worker', { ports: [] }))).toBeUndefined();
  expect(made(serving('other', {}, { track: 'stable' }))).toBeUndefined();
});
