import { type ChildProcess, spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { adminName } from '../../constructs/services/pods/jobs/admin';
import { loadEnvironments } from '../../parameters/load';
import { declared } from '../../services/declared';
import { ensureProgram, KubernetesCluster, program } from './kubernetes-cluster';
import { namespace, podSpec } from './kubernetes-objects';

// npm run admin, against a real Kubernetes API.
jest.setTimeout(5 * 60_000);

const cluster = new KubernetesCluster();
const [environment] = loadEnvironments('environments', declared);
const [service, { group }] = Object.entries(declared.services)[0]!;

beforeAll(async () => {
  await ensureProgram();
  await cluster.start();
  symlinkSync(program.output, join(cluster.folder, 'kubectl'));
  const context = cluster.must('config current-context');
  cluster.must(`config rename-context ${context} ${environment!.name}`);
  cluster.apply(namespace(group));
}, 30 * 60_000);
afterAll(() => cluster.remove());

/** The template of a version of the service. */
function deploy(image: string): void {
  const template = { spec: podSpec(image, { restartPolicy: 'Never' }) };
  cluster.apply({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: adminName(service), namespace: group },
    spec: {
      suspend: true,
      schedule: '0 0 31 2 *',
      failedJobsHistoryLimit: 20,
      jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 3600, template } },
    },
  });
}

function admin(...command: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const args = [
    '--import',
    'tsx',
    join('cli', 'admin', 'admin.ts'),
    environment!.name,
    service,
    '--',
    ...command,
  ];
  const env = {
    ...process.env,
    KUBECONFIG: join(cluster.folder, 'admin.kubeconfig'),
    PATH: `${cluster.folder}:${process.env.PATH}`,
  };
  // With a group of its own, as a shell has it.
  const child = spawn(process.execPath, args, { env, detached: true });
  const ended: Promise<Ended> = new Promise((resolve) => {
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const jobs = () => cluster.get(`jobs -n ${group}`).items;

test('a command runs with the template of the service, and its output and code are those of the container', async () => {
  deploy('shop:1.4.0');
  const { code, stdout, stderr } = await admin('bin/users', 'list all').ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('ended with 0') });
  expect(stdout).toMatch(/simulated container/i);
  const [job] = jobs();
  expect(job.spec.template.spec.containers[0]).toMatchObject({
    image: 'shop:1.4.0',
    command: ['bin/users', 'list all'],
  });
});

test('who ran it is on record, by the name that the cluster knows', () => {
  const { username } = JSON.parse(cluster.must('auth whoami -o json')).status.userInfo;
  expect(jobs()[0].metadata.annotations['platform/user']).toBe(username);
});

test('a command that fails fails here as well', async () => {
  deploy('shop:1.4.0-fails');
  expect((await admin('bin/users').ended).code).toBe(1);
});

test('Ctrl-C ends it in the cluster too, and leaves it on record', async () => {
  deploy('shop:1.4.0-missing');
  const before = jobs().length;
  const { child, ended } = admin('bin/users');
  await cluster.until('it waits for its image', () => jobs().length > before);
  // To its kubectl as well.
  process.kill(-child.pid!, 'SIGINT');
  const { code, stderr } = await ended;
  expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining('ending ') });
  expect(jobs()).toHaveLength(before + 1);
  expect(
    cluster.get(`pods -n ${group}`).items.filter(({ status }: Phase) => status.phase === 'Pending'),
  ).toEqual([]);
});

interface Phase {
  readonly status: { readonly phase: string };
}

test('a service that is not deployed there is told apart from a command that fails', async () => {
  cluster.must(`delete cronjob -n ${group} ${adminName(service)}`);
  const { code, stderr } = await admin('bin/users').ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^${service} is not deployed there: `));
  expect(stderr).not.toMatch(/\n\s+at /);
});
