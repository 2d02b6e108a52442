import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scoreProgram } from '../../local/machine/kubernetes-build';
import { layout } from '../../local/machine/layout';
import type { Json } from '../helpers';
import { ensureBuilt } from './ensure-built';
import { LocalCommand, project, root } from './local-command';
import { ProjectCopy } from './project-copy';

// In the order of the file, against one emulator: each test goes on from where the last one ended.
jest.setTimeout(20 * 60_000);

const NAME = 'e2e-services';
const copy = new ProjectCopy(join(root, '.local', `${NAME}-project`));
const local = new LocalCommand(NAME, 5900, copy.directory);
const run = promisify(execFile);
const SERVICES = '--services-only';

/** The variables of the printed line. They hold for as long as the emulator runs. */
let printed: Promise<NodeJS.ProcessEnv> | undefined;
function variables(): Promise<NodeJS.ProcessEnv> {
  printed ??= local.variables();
  return printed;
}

/** What kubectl answers to the user of the printed line. Rejects when it refuses. */
async function kubectl(...args: string[]): Promise<string> {
  const options = { env: await variables(), maxBuffer: 2 ** 26 };
  return (await run('kubectl', ['--context', 'dev', ...args], options)).stdout;
}

async function get(...args: string[]): Promise<Json> {
  return JSON.parse(await kubectl('get', ...args, '-o', 'json'));
}

async function aws(...args: string[]): Promise<Json> {
  const options = { env: await variables(), maxBuffer: 2 ** 26 };
  return JSON.parse((await run('aws', ['--profile', 'dev', '--output', 'json', ...args], options)).stdout);
}

async function terraform(...args: string[]): Promise<string> {
  const options = {
    cwd: local.stackFolder('dev-services'),
    env: await variables(),
    maxBuffer: 2 ** 27,
  };
  return (await run('terraform', [...args, '-no-color'], options)).stdout;
}

/** The pods of a process that are to stay, by name: who is replaced has another name. */
async function pods(service: string, process: string): Promise<Json[]> {
  const labels = `app.kubernetes.io/name=${service},app.kubernetes.io/component=${process}`;
  const { items } = await get('pods', '-A', '-l', labels);
  return items.filter(({ metadata }: Json) => !metadata.deletionTimestamp);
}

const names = async (service: string, process: string) =>
  (await pods(service, process)).map(({ metadata }) => metadata.name).sort();

/** The environment of a process's container, by name. */
async function environment(service: string, process: string): Promise<Record<string, Json>> {
  const [pod] = await pods(service, process);
  const { env } = pod.spec.containers[0];
  return Object.fromEntries(env.map(({ name, value, valueFrom }: Json) => [name, value ?? valueFrom]));
}

/** With `SERVICES` on the platform as it is, which is quicker. */
async function deploy(...options: readonly string[]): Promise<string> {
  const { code, output } = await local.run(['dev', ...options]);
  expect([code, output]).toEqual([0, output]);
  return output;
}

const storefront = (change: (service: Json) => void) =>
  copy.parameters('dev', ({ services }) => change(services.storefront));

beforeAll(() => local.run(['stop']));
afterAll(() => local.run(['stop']));

describe('the first deploy', () => {
  test('makes the platform, then its services', async () => {
    const output = await deploy();
    expect(output).toMatch(/^dev: \d+ made \(/m);
    expect(output).toMatch(/^dev-services: \d+ made \(/m);
  });

  test('leaves all pods ready and all jobs complete', async () => {
    const { items } = await get('pods', '-A');
    expect(items.length).toBeGreaterThan(8);
    const unwell = items.filter(
      ({ status }: Json) =>
        status.phase !== 'Succeeded' &&
        !status.conditions.some(({ type, status: is }: Json) => type === 'Ready' && is === 'True'),
    );
    expect(unwell.map(({ metadata }: Json) => metadata.name)).toEqual([]);
    const jobs = (await get('jobs', '-A')).items;
    expect(jobs.length).toBeGreaterThan(4);
    for (const { metadata, status } of jobs)
      expect([metadata.name, status.succeeded]).toEqual([metadata.name, 1]);
  });

  test('lets the load balancer reach the pods of routed processes', async () => {
    const { TargetGroups } = await aws('elbv2', 'describe-target-groups');
    for (const { TargetGroupArn } of TargetGroups) {
      const { TargetHealthDescriptions: targets } = await aws(
        'elbv2',
        'describe-target-health',
        '--target-group-arn',
        TargetGroupArn,
      );
      expect(targets.length).toBeGreaterThan(0);
      for (const { TargetHealth } of targets) expect(TargetHealth.State).toBe('healthy');
    }
  });

  test('changes nothing the second time', async () => {
    const output = await deploy();
    expect(output).toContain('dev: no changes');
    expect(output).toContain('dev-services: no changes');
  });

  test('keeps every secret out of state, plan and outputs', async () => {
    const secrets = await local.emulator<string[]>('secrets');
    await terraform('plan', '-input=false', '-lock=false', '-out=plan.tfplan');
    const texts = [
      await terraform('state', 'pull'),
      await terraform('show', '-json', 'plan.tfplan'),
      await terraform('output', '-json'),
    ];
    // The passwords of storefront (orders, sessions), catalog and report, and the two masters'.
    expect(secrets.length).toBeGreaterThanOrEqual(6);
    for (const secret of secrets) expect(texts.some((text) => text.includes(secret))).toBe(false);
  });
});

/** What kube-score asks and the platform does not do, and why. */
const UNSCORED: Record<string, string> = {
  'container-image-pull-policy': 'A version never names another image.',
  'container-resources': 'Memory is limited; CPU that nobody else uses is free.',
  'cronjob-has-deadline': 'The templates of one-off commands are never started by time.',
  'deployment-has-host-podantiaffinity': 'Pods are spread over zones and nodes by topology constraints.',
  'pod-probes-identical': 'The agent of flags has one address that tells of its health.',
};

test('kube-score finds nothing that is not explained, and no explanation is left over', async () => {
  const kinds =
    'deployments,jobs,cronjobs,services,networkpolicies,poddisruptionbudgets,horizontalpodautoscalers';
  const { items } = await get(kinds, '-A');
  const ours = items.filter(({ metadata }: Json) => !/^(default|kube-)/.test(metadata.namespace));
  const program = scoreProgram(layout().kubernetes);
  await ensureBuilt(program);
  const score = execFile(program.output, ['score', '--output-format', 'json', '-']);
  let output = '';
  score.stdout!.on('data', (text) => {
    output += text;
  });
  const ended = new Promise((resolve) => score.once('close', resolve));
  score.stdin!.end(ours.map((item: Json) => JSON.stringify(item)).join('\n---\n'));
  await ended;
  const checks = JSON.parse(output).flatMap(({ checks }: Json) => checks);
  expect(checks.length).toBeGreaterThan(100);
  // 10: all is well, or good enough.
  const found = checks
    .filter(({ skipped, grade }: Json) => !skipped && grade < 10)
    .map(({ check }: Json) => check.id);
  expect([...new Set(found)].sort()).toEqual(Object.keys(UNSCORED).sort());
});

describe('Kubernetes refuses', () => {
  const pod = (spec: Json) =>
    JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'trial', namespace: 'shop' }, spec });
  const create = async (spec: Json) => {
    const child = run('kubectl', ['--context', 'dev', 'create', '-f', '-'], { env: await variables() });
    child.child.stdin!.end(pod(spec));
    return child;
  };
  const good = {
    name: 'good',
    image: 'x:1',
    securityContext: {
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      seccompProfile: { type: 'RuntimeDefault' },
      capabilities: { drop: ['ALL'] },
    },
  };
  const bad = { name: 'bad', image: 'x:1', securityContext: { privileged: true } };
  const violates = { stderr: expect.stringContaining('violates PodSecurity "restricted:latest"') };

  test('a pod with privileges', async () => {
    await expect(create({ containers: [bad] })).rejects.toMatchObject(violates);
  });

  test('a pod whose init container has some', async () => {
    await expect(create({ initContainers: [bad], containers: [good] })).rejects.toMatchObject(violates);
  });

  test('not one without', async () => {
    await create({ containers: [good] });
    await kubectl('delete', 'pod', 'trial', '-n', 'shop', '--wait=true');
  });
});

test('a new version rolls without a moment of fewer pods, and touches no other service', async () => {
  const before = { web: await names('storefront', 'web'), api: await names('catalog', 'api') };
  storefront((service) => {
    service.version = '1.5.1';
  });
  let least = Number.POSITIVE_INFINITY;
  let rolling = true;
  const watch = (async () => {
    while (rolling) {
      const { status } = await get('deployment', 'storefront-web', '-n', 'shop');
      least = Math.min(least, status.availableReplicas ?? 0);
    }
  })();
  await deploy(SERVICES);
  rolling = false;
  await watch;

  expect(least).toBe(before.web.length);
  const after = await pods('storefront', 'web');
  expect(after.map(({ metadata }) => metadata.labels['app.kubernetes.io/version'])).toEqual([
    '1.5.1',
    '1.5.1',
  ]);
  expect(after.some(({ metadata }) => before.web.includes(metadata.name))).toBe(false);
  expect(await names('catalog', 'api')).toEqual(before.api);
  const history = await kubectl('rollout', 'history', 'deployment/storefront-web', '-n', 'shop');
  expect(history).toMatch(/storefront 1\.5\.0[\s\S]*storefront 1\.5\.1/);
});

describe('a release command that fails', () => {
  test('fails the deploy with where to look, and leaves the old version as it was, configuration included', async () => {
    const before = {
      pods: await names('storefront', 'web'),
      environment: await environment('storefront', 'web'),
    };
    storefront((service) => {
      service.version = '1.6.0-fails';
      service.environment.LOG_LEVEL = 'trace';
    });
    const { code, output } = await local.run(['dev', SERVICES]);
    expect(code).toBe(1);
    expect(output).toMatch(/kubectl --context dev -n shop logs job\/storefront-release-1-6-0/);
    expect(await names('storefront', 'web')).toEqual(before.pods);
    expect(await environment('storefront', 'web')).toEqual(before.environment);
    const { spec } = await get('deployment', 'storefront-web', '-n', 'shop');
    expect(spec.template.spec.containers[0].image).toMatch(/:1\.5\.1$/);
  });

  test('can fail once more, and the next deploy starts clean', async () => {
    expect((await local.run(['dev', SERVICES])).code).toBe(1);
    expect((await pods('storefront', 'web')).length).toBe(2);
    storefront((service) => {
      service.version = '1.6.0';
    });
    await deploy(SERVICES);
    const [pod] = await pods('storefront', 'web');
    expect(pod.metadata.labels['app.kubernetes.io/version']).toBe('1.6.0');
    expect((await environment('storefront', 'web')).LOG_LEVEL).toBe('trace');
    expect(await deploy(SERVICES)).toContain('dev-services: no changes');
  });
});

describe('two versions at the same time', () => {
  const weights = async () => {
    const { LoadBalancers } = await aws('elbv2', 'describe-load-balancers');
    const { Listeners } = await aws(
      'elbv2',
      'describe-listeners',
      '--load-balancer-arn',
      LoadBalancers[0].LoadBalancerArn,
    );
    const https = Listeners.find(({ Protocol }: Json) => Protocol === 'HTTPS').ListenerArn;
    const { Rules } = await aws('elbv2', 'describe-rules', '--listener-arn', https);
    // The route of the whole host. The rule that previews come behind has only a host as well.
    const rule = Rules.find(
      ({ Conditions, Actions }: Json) =>
        Conditions.length === 1 && Conditions[0].Field === 'host-header' && Actions[0].Type === 'forward',
    );
    // AWS tells them in no order.
    const groups: Json[] = rule.Actions[0].ForwardConfig.TargetGroups;
    return Object.fromEntries(
      groups.map(({ TargetGroupArn, Weight }) => [TargetGroupArn.split('/')[1], Weight]),
    );
  };

  test('share the requests by their weights', async () => {
    storefront((service) => {
      delete service.version;
      service.versions = [
        { version: '1.6.0', weight: 90 },
        { version: '1.7.0', weight: 10 },
      ];
    });
    const before = await names('storefront', 'worker');
    await deploy(SERVICES);
    expect(await weights()).toEqual({ 'dev-storefront-web': 90, 'dev-storefront-web-1-7-0': 10 });
    const versions = (await pods('storefront', 'web')).map(
      ({ metadata }) => metadata.labels['app.kubernetes.io/version'],
    );
    expect(versions.sort()).toEqual(['1.6.0', '1.6.0', '1.7.0', '1.7.0']);
    // A process that nobody reaches from outside runs in the first version alone.
    expect(await names('storefront', 'worker')).toEqual(before);
    expect(await deploy(SERVICES)).toContain('dev-services: no changes');
  });

  test('become one again', async () => {
    storefront((service) => {
      delete service.versions;
      service.version = '1.7.0';
    });
    await deploy(SERVICES);
    const versions = (await pods('storefront', 'web')).map(
      ({ metadata }) => metadata.labels['app.kubernetes.io/version'],
    );
    expect(versions).toEqual(['1.7.0', '1.7.0']);
  });
});

test('a deployment that was scaled out is not fought', async () => {
  storefront((service) => {
    service.processes.web = { replicas: 2, maxReplicas: 6 };
  });
  await deploy(SERVICES);
  await kubectl('scale', 'deployment/storefront-web', '-n', 'shop', '--replicas=4');
  await kubectl('rollout', 'status', 'deployment/storefront-web', '-n', 'shop', '--timeout=60s');
  expect(await deploy(SERVICES)).toContain('dev-services: no changes');
  expect(await names('storefront', 'web')).toHaveLength(4);
});

test('changed configuration rolls the pods that use it, and no others', async () => {
  const before = { web: await names('storefront', 'web'), api: await names('catalog', 'api') };
  copy.parameters('dev', ({ services }) => {
    services.catalog.environment = { PAGE_SIZE: '48' };
  });
  await deploy(SERVICES);
  expect((await environment('catalog', 'api')).PAGE_SIZE).toBe('48');
  expect((await names('catalog', 'api')).some((name) => before.api.includes(name))).toBe(false);
  expect(await names('storefront', 'web')).toEqual(before.web);
});

test('a flag is flipped without a restart', async () => {
  const before = [await names('storefront', 'web'), await names('flags', 'agent')];
  storefront((service) => {
    service.flags['quick-checkout'] = !service.flags['quick-checkout'];
  });
  expect(await deploy(SERVICES)).toMatch(/^dev-services: .*(changed|made)/m);
  expect([await names('storefront', 'web'), await names('flags', 'agent')]).toEqual(before);
});

test('a rotation gives the pods that bind the database another password, and restarts no others', async () => {
  const before = {
    web: await names('storefront', 'web'),
    worker: await names('storefront', 'worker'),
    api: await names('catalog', 'api'),
    url: (await environment('storefront', 'web')).DATABASE_URL,
    secrets: new Set(await local.emulator<string[]>('secrets')),
  };
  storefront((service) => {
    service.rotations = { orders: 2 };
  });
  await deploy(SERVICES);
  const fresh = (await local.emulator<string[]>('secrets')).filter((secret) => !before.secrets.has(secret));
  expect(fresh.length).toBeGreaterThan(0);
  for (const process of ['web', 'worker'] as const) {
    const now = await names('storefront', process);
    expect(now.some((name) => before[process].includes(name))).toBe(false);
  }
  expect(await names('catalog', 'api')).toEqual(before.api);
  const { DATABASE_URL, DATABASE_PASSWORD } = await environment('storefront', 'web');
  expect(DATABASE_URL).not.toBe(before.url);
  const { data } = await get('secret', DATABASE_PASSWORD.secretKeyRef.name, '-n', 'shop');
  expect(fresh).toContain(Buffer.from(data[DATABASE_PASSWORD.secretKeyRef.key], 'base64').toString());
  expect(await deploy(SERVICES)).toContain('dev-services: no changes');
});

test('what is unbound is gone: variable, permission and network path', async () => {
  const rights = async () =>
    JSON.stringify(
      await aws(
        'iam',
        'get-role-policy',
        '--role-name',
        'dev-service-shop-storefront',
        '--policy-name',
        'bound',
      ),
    );
  const paths = async () =>
    JSON.stringify((await get('networkpolicy', 'storefront-egress', '-n', 'shop')).spec.egress);
  const api = /"port":8080/;
  expect(await rights()).toMatch(/s3:GetObject/);
  expect(await paths()).toMatch(api);

  copy.source('services/storefront.ts', "'assets', 'catalog', ", '');
  await deploy(SERVICES);
  const variables = Object.keys(await environment('storefront', 'web'));
  expect(variables).toContain('DATABASE_URL');
  expect(variables).not.toContain('ASSETS_BUCKET');
  expect(variables).not.toContain('CATALOG_URL');
  expect(await rights()).not.toMatch(/s3:/);
  expect(await paths()).not.toMatch(api);
});

test('a one-off command runs as a job, and its output is shown', async () => {
  const command = ['--import', 'tsx', 'cli/admin/admin.ts', 'dev', 'catalog', '--', 'bin/console', 'count'];
  const options = { cwd: copy.directory, env: await variables() };
  const { stdout } = await run(process.execPath, command, options);
  // What every container on this machine says.
  expect(stdout).toContain('A simulated container ran.');
  const { items } = await get('jobs', '-n', 'shop', '-l', 'app.kubernetes.io/component=admin');
  expect(items[0].spec.template.spec.containers[0].command).toEqual(['bin/console', 'count']);
});

describe('whoever uses the Kubernetes API', () => {
  const VIEWER = 'arn:aws:iam::111111111111:role/viewer';
  /** kubectl as a role, by a token of its own. */
  const as = async (role: string, ...args: string[]) => {
    const env = await variables();
    const token = ['eks', 'get-token', '--cluster-name', 'dev', '--role-arn', role];
    const { stdout } = await run('aws', [...token, '--output', 'json'], { env });
    return run('kubectl', ['--context', 'dev', '--token', JSON.parse(stdout).status.token, ...args], { env });
  };

  test('as a viewer reads, but no secrets, and changes nothing', async () => {
    copy.parameters('dev', ({ cluster }) => {
      cluster.viewers = [VIEWER];
    });
    await deploy();
    expect((await as(VIEWER, 'get', 'pods', '-n', 'shop')).stdout).toMatch(/storefront-web/);
    const forbidden = { stderr: expect.stringContaining('Forbidden') };
    await expect(as(VIEWER, 'get', 'secrets', '-n', 'shop')).rejects.toMatchObject(forbidden);
    await expect(as(VIEWER, 'delete', 'deployment', 'storefront-web', '-n', 'shop')).rejects.toMatchObject(
      forbidden,
    );
  });

  test('without an access entry gets 401', async () => {
    const stranger = 'arn:aws:iam::111111111111:role/stranger';
    await expect(as(stranger, 'get', 'pods', '-n', 'shop')).rejects.toMatchObject({
      stderr: expect.stringMatching(/Unauthorized|must be logged in/),
    });
  });
});

describe('a destroy', () => {
  test('of the services leaves nothing of them, and no namespace that never ends', async () => {
    await terraform('destroy', '-auto-approve', '-input=false');
    const { items } = await get('namespaces');
    const left = items
      .map(({ metadata }: Json) => metadata.name)
      .filter((name: string) => !/^(kube-|amazon-|aws-|default$)/.test(name));
    expect(left).toEqual([]);
    expect((await aws('elbv2', 'describe-target-groups')).TargetGroups).toEqual([]);
    const { Reservations } = await aws('ec2', 'describe-instances');
    expect(Reservations).toEqual([]);
  });

  test('of the environment leaves nothing but the tooling account, and no cluster that runs', async () => {
    const { code, output } = await local.run(['down', 'dev', '--keep']);
    expect([code, output]).toEqual([0, output]);
    expect(await local.accountsInUse()).toEqual([project.toolingAccount]);
    expect(await local.emulator('clusters')).toEqual([]);
  });
});
