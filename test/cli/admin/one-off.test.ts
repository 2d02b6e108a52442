import { join } from 'node:path';
import { OneOff } from '../../../cli/admin/one-off';
import { Kubectl } from '../../../programs/kubectl';
import { type Answer, FakePrograms } from '../fake-program';

const fakes: FakePrograms[] = [];
afterAll(() => {
  for (const fake of fakes) fake.remove();
});

const TEMPLATE = {
  metadata: { name: 'x', annotations: { 'platform/version': '1.4.0' } },
  spec: {
    backoffLimit: 0,
    activeDeadlineSeconds: 3600,
    template: {
      spec: {
        serviceAccountName: 'shop',
        containers: [
          { name: 'admin', image: 'shop:1.4.0', command: ['true'], args: ['-v'], env: [{ name: 'A' }] },
        ],
      },
    },
  },
};
const START: readonly Answer[] = [
  { to: 'auth whoami', says: { status: { userInfo: { username: 'arn:aws:sts::1:assumed-role/ops/jo' } } } },
  { to: '--from=cronjob/shop-admin', says: TEMPLATE },
  { to: 'create --filename' },
];
const pods = (state?: object, more: object = {}): Answer => ({
  to: 'get pods',
  says: {
    items: [{ metadata: { name: 'p' }, status: { containerStatuses: state && [{ state }], ...more } }],
  },
});
const failed = (reason: string): Answer => ({
  to: 'get job',
  says: { status: { conditions: [{ type: 'Failed', status: 'True', reason, message: `it ${reason}` }] } },
});
const RUNS: Answer = { to: 'get job', says: { status: {} } };
const LOGS: Answer = { to: 'logs --follow p', says: 'three users\n' };
const terminated = (exitCode: number) => pods({ terminated: { exitCode } });

interface Run {
  readonly fake: FakePrograms;
  readonly start: () => Promise<OneOff>;
  readonly follow: (job: OneOff) => Promise<{ code: number; said: string[]; shown: string }>;
}

function run(...answers: readonly Answer[]): Run {
  const fake = new FakePrograms();
  fakes.push(fake);
  fake.add('kubectl', answers);
  const kubectl = new Kubectl(['--namespace', 'store'], { PATH: fake.folder });
  const command = { service: 'shop', command: ['bin/users', 'list all'], caller: 'jo@desk' };
  return {
    fake,
    start: () => OneOff.start(kubectl, command, join(fake.folder, 'job.json')),
    follow: async (job) => {
      const said: string[] = [];
      const write = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
      try {
        const code = await job.follow((text) => said.push(text));
        return { code, said, shown: write.mock.calls.map(([chunk]) => `${chunk}`).join('') };
      } finally {
        write.mockRestore();
      }
    },
  };
}

describe('the job', () => {
  test('is the service’s template with the command, and nothing else of it changed', async () => {
    const { fake, start } = run(...START);
    const { name } = await start();
    expect(name).toMatch(/^shop-admin-[0-9a-f]{8}$/);
    const { file } = fake.calls().find(({ args }) => args.includes('--filename'))!;
    const { spec, metadata } = JSON.parse(file!);
    const [container] = TEMPLATE.spec.template.spec.containers;
    expect(spec).toEqual({
      ...TEMPLATE.spec,
      template: {
        spec: {
          serviceAccountName: 'shop',
          containers: [{ ...container, command: ['bin/users', 'list all'], args: undefined }],
        },
      },
    });
    expect(metadata.annotations).toEqual({
      'platform/version': '1.4.0',
      'platform/user': 'arn:aws:sts::1:assumed-role/ops/jo',
      'platform/caller': 'jo@desk',
    });
  });

  test('has the time that somebody asks for', async () => {
    const { fake } = run(...START);
    const kubectl = new Kubectl([], { PATH: fake.folder });
    const command = { service: 'shop', command: ['x'], minutes: 90, caller: 'jo' };
    await OneOff.start(kubectl, command, join(fake.folder, 'job.json'));
    const { file } = fake.calls().find(({ args }) => args.includes('--filename'))!;
    expect(JSON.parse(file!).spec.activeDeadlineSeconds).toBe(5400);
  });

  test('keeps the template’s command where only arguments are given', async () => {
    const { fake } = run(...START);
    const kubectl = new Kubectl([], { PATH: fake.folder });
    const command = { service: 'shop', args: ['pr-42'], caller: 'jo' };
    await OneOff.start(kubectl, command, join(fake.folder, 'job.json'));
    const { file } = fake.calls().find(({ args }) => args.includes('--filename'))!;
    const [container] = JSON.parse(file!).spec.template.spec.containers;
    expect([container.command, container.args]).toEqual([['true'], ['pr-42']]);
  });

  test('of a service that is not deployed is refused in words that say so', async () => {
    const complains = 'Error from server (NotFound): cronjobs.batch "shop-admin" not found';
    const { start } = run(START[0]!, { to: '--from', complains, code: 1 });
    await expect(start()).rejects.toThrow(/^shop is not deployed there: kubectl create: .*NotFound/);
  });

  test('that the cluster refuses fails with the cluster’s reason, without what kubectl logs before', async () => {
    const complains = 'E1124 memcache.go:265] "Unhandled Error"\nerror: You must be logged in to the server';
    const { start } = run({ to: 'whoami', complains, code: 1 });
    await expect(start()).rejects.toThrow(/^kubectl auth: error: You must be logged in to the server$/);
  });
});

describe('following it', () => {
  test('shows the output and ends with the command’s own code', async () => {
    for (const code of [0, 3]) {
      const { start, follow } = run(...START, RUNS, LOGS, pods({ running: {} }), terminated(code));
      expect(await follow(await start())).toEqual({ code, said: [], shown: 'three users\n' });
    }
  });

  test('ends though the output does not: a connection may hang', async () => {
    const { start, follow } = run(...START, RUNS, { ...LOGS, hangs: true }, terminated(0));
    expect(await follow(await start())).toMatchObject({ code: 0, shown: 'three users\n' });
  });

  test('says once why it waits', async () => {
    const waits = pods({ waiting: { reason: 'ImagePullBackOff', message: 'no such tag' } });
    const { start, follow } = run(...START, RUNS, LOGS, waits, waits, terminated(0));
    expect((await follow(await start())).said).toEqual(['waits: ImagePullBackOff: no such tag']);
  });

  test('says nothing of what is part of every start', async () => {
    const waits = pods({ waiting: { reason: 'ContainerCreating' } });
    const { start, follow } = run(...START, RUNS, LOGS, waits, terminated(0));
    expect((await follow(await start())).said).toEqual([]);
  });

  test('says that no node has room', async () => {
    const message = '0/3 nodes are available: Insufficient memory.';
    const waits = pods(undefined, { conditions: [{ type: 'PodScheduled', status: 'False', message }] });
    const { start, follow } = run(...START, RUNS, LOGS, waits, terminated(0));
    expect((await follow(await start())).said).toEqual([`waits: ${message}`]);
  });

  test('says why there is no pod, once for all tries', async () => {
    const none: Answer = { to: 'get pods', says: { items: [] } };
    const event = (pod: string): Answer => ({
      to: 'get events',
      says: { items: [{ message: `Error creating: pods "${pod}" is forbidden: exceeded quota: group` }] },
    });
    const answers = [none, none, event('x-1'), event('x-2'), event('x-3')];
    const { start, follow } = run(...START, RUNS, LOGS, ...answers, terminated(0));
    expect((await follow(await start())).said).toEqual([
      'waits: Error creating: pods are forbidden: exceeded quota: group',
    ]);
  });

  test('ends like `timeout` when the command took too long', async () => {
    const { start, follow } = run(...START, LOGS, pods({ running: {} }), RUNS, failed('DeadlineExceeded'));
    const job = await start();
    expect(await follow(job)).toMatchObject({ code: 124, said: [`${job.name}: it DeadlineExceeded`] });
  });

  test('fails when the pod is lost with its node', async () => {
    const { start, follow } = run(
      ...START,
      LOGS,
      pods({ running: {} }),
      RUNS,
      failed('BackoffLimitExceeded'),
    );
    expect((await follow(await start())).code).toBe(1);
  });
});

test('a command that is stopped is ended in the cluster too, and stays on record', async () => {
  const { fake, start, follow } = run(
    ...START,
    { to: 'patch job' },
    LOGS,
    pods({ running: {} }),
    RUNS,
    failed('DeadlineExceeded'),
  );
  const job = await start();
  await job.stop();
  expect(await follow(job)).toMatchObject({ code: 130, said: [] });
  const verbs = fake.calls().map(({ args }) => args[2]);
  expect(verbs).toContain('patch');
  expect(verbs).not.toContain('delete');
});

// Both go to every program of the terminal, so to the kubectl that runs just then.
test.each(['SIGINT', 'SIGHUP'] as const)(
  'a terminal’s %s ends the job, though it ends kubectl first',
  async (endedBy) => {
    const { start, follow } = run(
      ...START,
      { ...pods(), endedBy },
      { ...RUNS, endedBy },
      { to: 'patch job', endedBy },
      { to: 'patch job' },
      LOGS,
      pods(),
      failed('DeadlineExceeded'),
    );
    const job = await start();
    const [ended] = await Promise.all([follow(job), job.stop()]);
    expect(ended).toMatchObject({ code: 130, said: [] });
  },
);

test('a kubectl that something else has killed is not asked again', async () => {
  const { start, follow } = run(...START, { ...pods(), endedBy: 'SIGKILL' }, pods(), RUNS);
  await expect(start().then(follow)).rejects.toThrow('kubectl get: ended by SIGKILL');
});
