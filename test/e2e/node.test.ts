import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureBuilt } from '../../local/machine/ensure-built';
import { ensureGo } from '../../local/machine/go';
import { nodePrograms } from '../../local/machine/kubernetes-build';
import { layout } from '../../local/machine/layout';
import { whySimulated } from '../../local/machine/real-node';
import { ensurePython } from '../../local/machine/tools';
import { ensureProgram, KubernetesCluster } from './kubernetes-cluster';
import { container, deployment, namespace, pod, podSpec } from './kubernetes-objects';
import { cgroupsOfNodes, leftOfNode } from './left-of-node';
import { NodeHost } from './node-host';
import { makeImage } from './node-image';

// In the order of the file, against one cluster.
jest.setTimeout(10 * 60_000);

const why = whySimulated({ ...process.env, PLATFORM_NODE: 'real' });
// A machine that can't is told so by the name.
const suite = why ? describe.skip : describe;

const IMAGE = 'example.test/team/app:1';
const NODE = 'this-machine';

suite(`a node that runs containers for real${why ? ` (not here: ${why})` : ''}`, () => {
  const cluster = new KubernetesCluster();
  const work = mkdtempSync(join(tmpdir(), 'box-'));
  const box = join(work, 'box');
  const images = join(work, 'images');
  const programs = nodePrograms(layout().programs);
  const host = new NodeHost();
  const args = () => [
    ...['--box-programs', programs.folder, '--box', box, '--images', images],
    ...['--servers', `http://${host.address}/servers`, '--secrets', `http://${host.address}/secrets`],
    ...[
      '--forward',
      `169.254.170.24:443=${host.address}`,
      '--variables',
      'AWS_ENDPOINT_URL=http://169.254.170.24:443',
    ],
  ];

  beforeAll(async () => {
    await ensureProgram();
    await ensureBuilt(programs);
    const go = await ensureGo(layout().go, await ensurePython());
    mkdirSync(images);
    makeImage(go.command, IMAGE, join(images, 'app.tar'));
    await host.start();
    await cluster.start(...args());
    cluster.apply(namespace('shop'));
  }, 30 * 60_000);
  afterAll(async () => {
    await cluster.remove();
    host.stop();
    rmSync(work, { recursive: true, force: true });
  });

  const server = (more: object = {}, inContainer: object = {}) =>
    podSpec(IMAGE, {
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      terminationGracePeriodSeconds: 20,
      containers: [
        container(IMAGE, {
          env: [{ name: 'PORT', value: '8080' }],
          ports: [{ name: 'http', containerPort: 8080 }],
          readinessProbe: {
            httpGet: { path: '/ready', port: 'http' },
            periodSeconds: 1,
            failureThreshold: 1,
          },
          resources: { requests: { cpu: '10m' }, limits: { memory: '64Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          ...inContainer,
        }),
      ],
      ...more,
    });
  const status = (name: string) => cluster.get(`pod -n shop ${name}`).status;
  const isReady = (name: string) => status(name).containerStatuses?.[0].ready === true;
  const get = (from: string, url: string) => cluster.kubectl(`exec -n shop ${from} -- /bin/app get ${url}`);

  test('pods whose images are there run on it, and all others on simulated nodes', async () => {
    cluster.apply(
      deployment('shop', 'web', 2, server()),
      pod('shop', 'good', server()),
      pod('shop', 'other', server()),
      pod('shop', 'elsewhere', podSpec('example.test/team/other:1')),
      pod('shop', 'half', podSpec(IMAGE, { initContainers: [container('first:1', { name: 'first' })] })),
    );
    cluster.must('rollout status -n shop deployment/web --timeout=60s');
    for (const name of ['good', 'other', 'elsewhere', 'half']) {
      await cluster.until(`${name} is ready`, () => isReady(name));
    }
    // biome-ignore lint/suspicious/noExplicitAny: a pod of the API.
    const pods: any[] = cluster.get('pods -n shop').items;
    const real = pods.filter(({ spec }) => spec.nodeName === NODE).map(({ metadata }) => metadata.name);
    expect(real.map((name) => name.replace(/-.*/, '')).sort()).toEqual(['good', 'other', 'web', 'web']);
    expect(new Set(pods.map(({ status }) => status.podIP)).size).toBe(pods.length);
  });

  test('what a container says can be read', () => {
    expect(JSON.parse(cluster.must('logs -n shop good'))).toMatchObject({
      message: 'listening',
      port: '8080',
    });
  });

  test('a container is who its pod says, and writes nowhere else', () => {
    const { output, code } = cluster.kubectl('exec -n shop good -- /bin/app id');
    expect(output).toMatch(/^10001$/m);
    expect(output).toContain('read-only file system');
    expect(code).not.toBe(0);
  });

  test('who may only look can read what a container says, and run nothing in it', () => {
    cluster.must('create clusterrolebinding looks --clusterrole=view --user=jane');
    expect(cluster.kubectl('logs -n shop good --as jane').code).toBe(0);
    const { output } = cluster.kubectl('exec -n shop good --as jane -- /bin/app id');
    expect(output).toContain('cannot create resource "pods/exec"');
  });

  test('a Service is reached by its name, and a name that is not there does not exist', async () => {
    cluster.apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: 'shop', name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] },
    });
    await cluster.until('it answers', () => get('good', 'http://web/hello').code === 0, 20);
    expect(get('good', 'http://web.shop.svc.cluster.local/hello').output).toMatch(/^web-.* answers \/hello$/);
    expect(get('good', 'http://web.elsewhere/').output).toContain('no such host');
  });

  test('a server on this machine is reached by its name and port, as long as it is there', async () => {
    const found = () =>
      cluster.following('exec -n shop good -- /bin/app get http://orders.example:5432/there');
    expect(await found()).toBe('');
    host.servers.push({ name: 'orders.example', address: '10.20.0.5', port: 5432, at: host.address });
    await until('it answers', async () => (await found()) === 'the host answers /there');
    host.servers.pop();
    await until('it is gone', async () => (await found()) === '');
  });

  test('the APIs of AWS are reached where each container is told that they are', async () => {
    expect(cluster.get('pod -n shop good').spec.containers[0].env).toContainEqual({
      name: 'AWS_ENDPOINT_URL',
      value: 'http://169.254.170.24:443',
    });
    const answer = await cluster.following('exec -n shop good -- /bin/app get http://169.254.170.24:443/s3');
    expect(answer).toBe('the host answers /s3');
  });

  test('secrets are mounted as files, and a pod that may not read them says why it waits', async () => {
    cluster.apply({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIDriver',
      metadata: { name: 'secrets-store.csi.k8s.io' },
      spec: { attachRequired: false, podInfoOnMount: true, volumeLifecycleModes: ['Ephemeral'] },
    });
    const secrets = {
      name: 'secrets',
      csi: {
        driver: 'secrets-store.csi.k8s.io',
        readOnly: true,
        volumeAttributes: { secretProviderClass: 'x' },
      },
    };
    const mount = { volumeMounts: [{ name: 'secrets', mountPath: '/secrets', readOnly: true }] };
    host.secrets.mounts = { password: 'hunter2' };
    host.secrets.refused = 'AccessDeniedException: it is not yours';
    cluster.apply(
      ...['mounts', 'refused'].map((name) => pod('shop', name, server({ volumes: [secrets] }, mount))),
    );
    await until('it is ready', () => isReady('mounts'), 60);
    expect(cluster.must('exec -n shop mounts -- /bin/app cat /secrets/password')).toBe('hunter2');
    await until('the other one says why', () =>
      cluster.must('get events -n shop').includes('it is not yours'),
    );
    expect(isReady('refused')).toBe(false);
    cluster.must('delete pod -n shop mounts refused --timeout=60s');
  });

  test('a network policy lets in whom it names, and nobody else', async () => {
    cluster.must('label pod -n shop good may=ask');
    cluster.apply({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace: 'shop', name: 'web' },
      spec: {
        podSelector: { matchLabels: { app: 'web' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: { may: 'ask' } } }], ports: [{ port: 'http' }] }],
      },
    });
    await cluster.until('the other one is refused', () => get('other', 'http://web/').code !== 0, 20);
    expect(get('other', 'http://web/').output).toContain('connection refused');
    expect(get('good', 'http://web/').code).toBe(0);
  });

  test('a policy that names a host opens it at its port, and no other host or port', async () => {
    const of = (name: string, address: string, port: number) => ({ name, address, port, at: host.address });
    host.servers.push(
      of('smtp.partner.example', '10.20.0.6', 587),
      of('smtp.partner.example', '10.20.0.6', 25),
      of('smtp.other.example', '10.20.0.7', 587),
    );
    const asks = (url: string) =>
      cluster.following(`exec -n shop good -- /bin/app get http://${url}/mail`).catch(() => '');
    await until('without a policy all are reached', async () =>
      (
        await Promise.all(
          ['smtp.partner.example:587', 'smtp.partner.example:25', 'smtp.other.example:587'].map(asks),
        )
      ).every((answer) => answer === 'the host answers /mail'),
    );
    const pods = { matchLabels: { may: 'ask' } };
    cluster.apply(
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { namespace: 'shop', name: 'closed' },
        spec: {
          podSelector: pods,
          policyTypes: ['Egress'],
          egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }],
        },
      },
      {
        apiVersion: 'networking.k8s.aws/v1alpha1',
        kind: 'ApplicationNetworkPolicy',
        metadata: { namespace: 'shop', name: 'good--out-smtp-partner-example-587' },
        spec: {
          podSelector: pods,
          policyTypes: ['Egress'],
          egress: [
            { to: [{ domainNames: ['smtp.partner.example'] }], ports: [{ port: 587, protocol: 'TCP' }] },
          ],
        },
      },
    );
    await until('another host is refused', async () => (await asks('smtp.other.example:587')) === '');
    await until('the host is let through', async () => (await asks('smtp.partner.example:587')) !== '');
    expect(await asks('smtp.partner.example:25')).toBe('');
    cluster.must('delete applicationnetworkpolicy -n shop good--out-smtp-partner-example-587');
    await until('it is closed again', async () => (await asks('smtp.partner.example:587')) === '');
    cluster.must('delete networkpolicy -n shop closed');
    host.servers.length = 0;
  });

  test('a pod that says that it is not ready gets no requests', async () => {
    const addresses = () =>
      cluster
        .get('endpointslices -n shop -l kubernetes.io/service-name=web')
        .items[0].endpoints.filter(({ conditions }: { conditions: { ready: boolean } }) => conditions.ready);
    expect(addresses()).toHaveLength(2);
    get('good', 'http://web/unready');
    await cluster.until('one is left', () => addresses().length === 1, 20);
  });

  test('a container that takes more memory than it may have is ended, and started again', async () => {
    get('good', `http://${status('good').podIP}:8080/grow`);
    const last = () => status('good').containerStatuses[0].lastState.terminated?.reason;
    await cluster.until('it was ended', () => last() === 'OOMKilled', 30);
    await cluster.until('it is ready again', () => isReady('good'), 30);
  });

  test('a pod that writes more than its scratch is evicted, and says why', async () => {
    const scratch = { volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '16Mi' } }] };
    cluster.apply(
      pod('shop', 'full', server(scratch, { volumeMounts: [{ name: 'scratch', mountPath: '/tmp' }] })),
    );
    await until('it is ready', () => isReady('full'), 60);
    const fill = (file: string, mebibytes: number) =>
      cluster.must(`exec -n shop full -- /bin/app fill /tmp/${file} ${mebibytes}`);
    fill('one', 12);
    // Nothing stops the write itself.
    fill('two', 12);
    // It measures once a minute.
    const exceeded = 'Usage of EmptyDir volume "scratch" exceeds the limit "16Mi"';
    await until('it is evicted', () => cluster.must('get events -n shop').includes(exceeded), 180);
    await until('it has ended', () => status('full').containerStatuses[0].state.terminated !== undefined);
  });

  test('a slow start is waited for by a port that opens, which starts no program of the image', async () => {
    const probe = { periodSeconds: 1, failureThreshold: 1, tcpSocket: { port: 8080 } };
    const env = [
      { name: 'PORT', value: '8080' },
      { name: 'START_SECONDS', value: '8' },
    ];
    const slow = (startupProbe?: object) =>
      server({}, { env, ports: [], readinessProbe: undefined, livenessProbe: probe, startupProbe });
    cluster.apply(
      pod('shop', 'patient', slow({ ...probe, failureThreshold: 30 })),
      pod('shop', 'impatient', slow()),
    );
    await until('it serves', () => isReady('patient'), 60);
    expect(status('patient').containerStatuses[0].restartCount).toBe(0);
    await until(
      'the other one was restarted',
      () => status('impatient').containerStatuses?.[0].restartCount > 0,
    );
    cluster.must('delete pod -n shop patient impatient full --timeout=60s');
  });

  test('a container is told before it ends', async () => {
    const logs = cluster.following('logs -n shop other -f');
    const since = Date.now();
    cluster.must('delete pod -n shop other --timeout=60s');
    expect(Date.now() - since).toBeLessThan(15_000);
    expect(await logs).toContain('told to end');
  });

  test('a busy machine gives it as much as ten processes, so that it tells in time who may reach whom', () => {
    const processHas = { 'cpu/platform-node/cpu.shares': 1024, 'platform-node/cpu.weight': 100 };
    const weights = Object.entries(processHas)
      .map(([file, one]) => [join('/sys/fs/cgroup', file), one] as const)
      .filter(([file]) => existsSync(file))
      .map(([file, one]) => Number(readFileSync(file, 'utf8')) / one);
    expect(weights).toEqual([10]);
  });

  test('a node that is drained has none of its pods left', () => {
    cluster.must(`drain ${NODE} --force --ignore-daemonsets --timeout=60s`);
    expect(cluster.get(`pods -n shop --field-selector spec.nodeName=${NODE}`).items).toEqual([]);
    cluster.must(`uncordon ${NODE}`);
    cluster.must('rollout status -n shop deployment/web --timeout=60s');
  });

  test('an image that comes later is there for the pods that are made after it', async () => {
    const go = await ensureGo(layout().go, { command: 'python3', version: '' });
    makeImage(go.command, 'example.test/team/app:2', join(images, 'later.tar'));
    await cluster.until('a pod runs on the node', () => {
      cluster.kubectl('delete pod -n shop later --now');
      cluster.apply(
        pod('shop', 'later', podSpec('example.test/team/app:2', { runtimeClassName: undefined })),
      );
      return cluster.get('pod -n shop later').spec.nodeSelector !== undefined;
    });
  });

  test('of a cluster that is killed nothing is left', async () => {
    const before = cgroupsOfNodes();
    expect(before.length).toBeGreaterThan(0);
    expect(leftOfNode(box)).not.toEqual([]);
    await cluster.kill();
    await until('all is gone', () => leftOfNode(box).length === 0 && !existsSync(box));
    const after = cgroupsOfNodes();
    expect(before.some((name) => !after.includes(name))).toBe(true);
  });

  test('a restart brings the pods back, and a regular end leaves nothing', async () => {
    await cluster.start(...args());
    cluster.must('rollout status -n shop deployment/web --timeout=90s');
    await cluster.until('they run', () => cluster.kubectl('logs -n shop deployment/web').code === 0, 30);
    expect(cluster.must('logs -n shop deployment/web')).toContain('listening');
    expect(await cluster.stop()).toBe(0);
    expect(leftOfNode(box)).toEqual([]);
    expect(existsSync(box)).toBe(false);
  });
});

async function until(what: string, isSo: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await isSo()); await pause(100)) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
  }
}
