import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ensureBuilt } from '../../local/machine/ensure-built';
import { scoreProgram } from '../../local/machine/kubernetes-build';
import { layout } from '../../local/machine/layout';
import { services } from '../../services/services';
import { toldByCompose, toldByPod } from '../cli/compose/told';
import type { Json } from '../helpers';
import { type Score, unexplained } from '../kube-score/explanations';
import { DeployedServices, run, SERVICES } from './deployed-services';
import { project, root } from './local-command';

// In the order of the file, against one emulator: each test goes on from where the last one ended.
jest.setTimeout(20 * 60_000);

const dev = new DeployedServices('e2e-services', 5900);

beforeAll(() => dev.start());
afterAll(() => dev.stop());

describe('a deploy', () => {
  test('leaves all pods ready and all jobs complete', async () => {
    const { items } = await dev.get('pods', '-A');
    expect(items.length).toBeGreaterThan(8);
    const unwell = items.filter(
      ({ status }: Json) =>
        status.phase !== 'Succeeded' &&
        !status.conditions.some(({ type, status: is }: Json) => type === 'Ready' && is === 'True'),
    );
    expect(unwell.map(({ metadata }: Json) => metadata.name)).toEqual([]);
    const jobs = (await dev.get('jobs', '-A')).items;
    expect(jobs.length).toBeGreaterThan(4);
    for (const { metadata, status } of jobs)
      expect([metadata.name, status.succeeded]).toEqual([metadata.name, 1]);
  });

  test('makes no pod before EKS can give it the credentials of its role', async () => {
    const { associations } = await dev.aws('eks', 'list-pod-identity-associations', '--cluster-name', 'dev');
    const identities: string[] = associations.map((each: Json) => `${each.namespace}/${each.serviceAccount}`);
    const { items } = await dev.get('pods', '-A');
    const identified = items.filter(({ metadata, spec }: Json) =>
      identities.includes(`${metadata.namespace}/${spec.serviceAccountName}`),
    );
    expect(identified.length).toBeGreaterThan(4);
    const without = identified.filter(({ spec }: Json) =>
      spec.containers.some(
        ({ env = [] }: Json) => !env.some(({ name }: Json) => name === 'AWS_CONTAINER_CREDENTIALS_FULL_URI'),
      ),
    );
    expect(without.map(({ metadata }: Json) => metadata.name)).toEqual([]);
  });

  test('tells every container what Compose tells it', async () => {
    const folder = join(dev.copy.directory, 'composed');
    const command = ['run.js', 'cli/compose/compose.ts', ...Object.keys(services)];
    await run(process.execPath, command, {
      cwd: dev.copy.directory,
      env: { ...process.env, PLATFORM_LOCAL: folder },
    });
    const text = readFileSync(join(folder, 'compose', 'compose.yaml'), 'utf8');
    const composed: Json = parse(text, { schema: 'yaml-1.1' }).services;
    const [deployments, jobs, cronJobs] = await Promise.all(
      ['deployments', 'jobs', 'cronjobs'].map(async (kind) => (await dev.get(kind, '-A')).items as Json[]),
    );
    const objects = [
      ...deployments!.map(({ metadata, spec }) => ({ metadata, pod: spec.template.spec })),
      ...jobs!.map(({ metadata, spec }) => ({ metadata, pod: spec.template.spec })),
      ...cronJobs!.map(({ metadata, spec }) => ({ metadata, pod: spec.jobTemplate.spec.template.spec })),
    ];
    const own = Object.entries<Json>(composed).filter(([, { image }]) => /\.dkr\.ecr\./.test(image));
    expect(own.length).toBeGreaterThan(6);
    for (const [name, service] of own) {
      const found = objects.filter(({ metadata }) => {
        const { 'app.kubernetes.io/name': of, 'app.kubernetes.io/component': component } = metadata.labels;
        return `${of}-${component}` === name;
      });
      expect(found.map(({ pod }) => [name, toldByPod(pod)])).toEqual([[name, toldByCompose(service)]]);
    }
  });

  test('lets the load balancer reach the pods of routed processes', async () => {
    const { TargetGroups } = await dev.aws('elbv2', 'describe-target-groups');
    for (const { TargetGroupArn } of TargetGroups) {
      const { TargetHealthDescriptions: targets } = await dev.aws(
        'elbv2',
        'describe-target-health',
        '--target-group-arn',
        TargetGroupArn,
      );
      expect(targets.length).toBeGreaterThan(0);
      for (const { TargetHealth } of targets) expect(TargetHealth.State).toBe('healthy');
    }
  });

  test('keeps every secret out of state, plan and outputs', async () => {
    const secrets = await dev.local.emulator<string[]>('secrets');
    await dev.terraform('plan', '-input=false', '-lock=false', '-out=plan.tfplan');
    const texts = [
      await dev.terraform('state', 'pull'),
      await dev.terraform('show', '-json', 'plan.tfplan'),
      await dev.terraform('output', '-json'),
    ];
    // The passwords of storefront (orders, sessions), catalog and report, and the two masters'.
    expect(secrets.length).toBeGreaterThanOrEqual(6);
    for (const secret of secrets) expect(texts.some((text) => text.includes(secret))).toBe(false);
  });
});

describe('a database and a cache that are restored', () => {
  const place = JSON.parse(readFileSync(join(root, 'environments/dev.json'), 'utf8'));
  const data = async (): Promise<Record<string, string>> => {
    const all = await dev.local.emulator<{ name: string; data: string }[]>(
      `data?account=${place.account}&region=${project.region}`,
    );
    return Object.fromEntries(all.map(({ name, data: held }) => [name, held]));
  };
  const change = (service: string, name: string) =>
    dev.local.emulator('data', {
      method: 'POST',
      body: JSON.stringify({ account: place.account, region: project.region, service, name }),
    });
  const jobs = async (): Promise<Json[]> => (await dev.get('jobs', '-n', 'setup')).items;
  const web = () => dev.environment('storefront', 'web');
  let before: { readonly data: Record<string, string>; readonly jobs: readonly Json[]; readonly web: Json };

  beforeAll(async () => {
    const env = { ...(await dev.variables()), ...dev.local.asRoot('dev') };
    const aws = (...args: string[]) => run('aws', args, { env });
    before = {
      data: await data(),
      jobs: await jobs(),
      web: await web(),
    };
    const snapshot = ['--db-snapshot-identifier', 'before'];
    await aws('rds', 'create-db-snapshot', '--db-instance-identifier', 'dev-orders', ...snapshot);
    const cache = ['--replication-group-id', 'dev-sessions', '--snapshot-name', 'before'];
    await aws('elasticache', 'create-snapshot', ...cache);
    await aws('rds', 'wait', 'db-snapshot-available', ...snapshot);
    await change('rds', 'dev-orders');
    await change('elasticache', 'dev-sessions');
    dev.copy.parameters('dev', ({ databases: { orders }, caches: { sessions } }) => {
      for (const each of [orders, sessions]) {
        const old = [{ name: 'a', version: each.version }];
        each.server = { name: 'b', restored: { snapshot: 'before' }, old };
      }
    });
    await dev.deploy();
  });

  test('hold what they held, and services reach them', async () => {
    const now = await data();
    expect(now['dev-orders-b']).toBe(before.data['dev-orders']);
    expect(now['dev-sessions-b']).toBe(before.data['dev-sessions']);
    const { DATABASE_URL, REDIS_URL } = await web();
    expect([before.web.DATABASE_URL, DATABASE_URL]).toEqual([
      expect.stringContaining('@dev-orders.'),
      expect.stringContaining('@dev-orders-b.'),
    ]);
    expect([before.web.REDIS_URL, REDIS_URL]).toEqual([
      expect.stringContaining('dev-sessions.'),
      expect.stringContaining('dev-sessions-b.'),
    ]);
  });

  test('have the users and passwords of today, made by jobs as the master user of the new server', async () => {
    const hosts = (all: readonly Json[]) =>
      all.map(({ spec }) => {
        const variables: Json[] = spec.template.spec.containers[0].env;
        return variables.find(({ name }) => name === 'PGHOST')?.value;
      });
    const now = await jobs();
    const anew = now.filter(({ metadata }) => !before.jobs.some((old) => old.metadata.uid === metadata.uid));
    const users = hosts(before.jobs).filter((host) => host?.startsWith('dev-orders.'));
    expect(users.length).toBeGreaterThan(1);
    expect(hosts(anew)).toEqual(users.map(() => expect.stringMatching(/^dev-orders-b\./)));
    expect(anew.map(({ status }) => status.succeeded)).toEqual(users.map(() => 1));
    expect(hosts(now)).toHaveLength(before.jobs.length);
  });

  test('take no right that is not there', async () => {
    expect(await dev.local.denials()).toEqual([]);
  });
});

test('a deploy changes nothing the second time', async () => {
  const output = await dev.deploy();
  expect(output).toMatch(/^dev: no changes/m);
  expect(output).toContain('dev-services: no changes');
});

test('kube-score finds nothing that is not explained, and no explanation is left over', async () => {
  const kinds =
    'deployments,jobs,cronjobs,services,networkpolicies,poddisruptionbudgets,horizontalpodautoscalers';
  const { items } = await dev.get(kinds, '-A');
  const ours = items.filter(({ metadata }: Json) => !/^(default|kube-)/.test(metadata.namespace));
  const program = scoreProgram(layout().programs);
  await ensureBuilt(program);
  const score = execFile(program.output, ['score', '--output-format', 'json', '-']);
  let output = '';
  score.stdout!.on('data', (text) => {
    output += text;
  });
  const ended = new Promise((resolve) => score.once('close', resolve));
  score.stdin!.end(ours.map((item: Json) => JSON.stringify(item)).join('\n---\n'));
  await ended;
  const scores: Score[] = JSON.parse(output);
  expect(scores.flatMap(({ checks }) => checks).length).toBeGreaterThan(100);
  expect(unexplained(scores, ours)).toEqual({ findings: [], leftOver: [] });
});

describe('Kubernetes refuses', () => {
  const pod = (spec: Json) =>
    JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'trial', namespace: 'shop' }, spec });
  const create = async (spec: Json) => {
    const child = run('kubectl', ['--context', 'dev', 'create', '-f', '-'], { env: await dev.variables() });
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
    await dev.kubectl('delete', 'pod', 'trial', '-n', 'shop', '--wait=true');
  });
});

test('changed configuration rolls the pods that use it, and no others', async () => {
  const before = { web: await dev.names('storefront', 'web'), api: await dev.names('catalog', 'api') };
  dev.copy.parameters('dev', ({ services }) => {
    services.catalog.environment = { PAGE_SIZE: '48' };
  });
  await dev.deploy(SERVICES);
  expect((await dev.environment('catalog', 'api')).PAGE_SIZE).toBe('48');
  expect((await dev.names('catalog', 'api')).some((name) => before.api.includes(name))).toBe(false);
  expect(await dev.names('storefront', 'web')).toEqual(before.web);
});

test('a flag is flipped without a restart', async () => {
  const before = [await dev.names('storefront', 'web'), await dev.names('flags', 'agent')];
  dev.storefront((service) => {
    service.flags['quick-checkout'] = !service.flags['quick-checkout'];
  });
  expect(await dev.deploy(SERVICES)).toMatch(/^dev-services: .*(changed|made)/m);
  expect([await dev.names('storefront', 'web'), await dev.names('flags', 'agent')]).toEqual(before);
});

test('a rotation gives the pods that bind the database another password, and restarts no others', async () => {
  const before = {
    web: await dev.names('storefront', 'web'),
    worker: await dev.names('storefront', 'worker'),
    api: await dev.names('catalog', 'api'),
    url: (await dev.environment('storefront', 'web')).DATABASE_URL,
    secrets: new Set(await dev.local.emulator<string[]>('secrets')),
  };
  dev.storefront((service) => {
    service.rotations = { orders: 2 };
  });
  await dev.deploy(SERVICES);
  const fresh = (await dev.local.emulator<string[]>('secrets')).filter(
    (secret) => !before.secrets.has(secret),
  );
  expect(fresh.length).toBeGreaterThan(0);
  for (const process of ['web', 'worker'] as const) {
    const now = await dev.names('storefront', process);
    expect(now.some((name) => before[process].includes(name))).toBe(false);
  }
  expect(await dev.names('catalog', 'api')).toEqual(before.api);
  const { DATABASE_URL, DATABASE_PASSWORD } = await dev.environment('storefront', 'web');
  expect(DATABASE_URL).not.toBe(before.url);
  const { data } = await dev.get('secret', DATABASE_PASSWORD.secretKeyRef.name, '-n', 'shop');
  expect(fresh).toContain(Buffer.from(data[DATABASE_PASSWORD.secretKeyRef.key], 'base64').toString());
  expect(await dev.deploy(SERVICES)).toContain('dev-services: no changes');
});

test('what is unbound is gone: variable, permission and network path', async () => {
  const rights = async (): Promise<string[]> =>
    (await dev.aws('iam', 'list-role-policies', '--role-name', 'dev-service-shop-storefront')).PolicyNames;
  const paths = async (): Promise<string[]> =>
    (await dev.get('networkpolicies', '-n', 'shop')).items.map(({ metadata }: Json) => metadata.name);
  expect(await rights()).toContain('assets');
  const ways = ['storefront--to-assets', 'storefront--to-catalog', 'catalog-api--from-storefront'];
  expect(await paths()).toEqual(expect.arrayContaining(ways));

  for (const name of ['assets', 'catalog']) dev.copy.source('services/storefront.ts', `'${name}', `, '');
  await dev.deploy(SERVICES);
  const variables = Object.keys(await dev.environment('storefront', 'web'));
  expect(variables).toContain('DATABASE_URL');
  expect(variables).not.toContain('ASSETS_BUCKET');
  expect(variables).not.toContain('CATALOG_URL');
  expect((await rights()).sort()).toEqual(['mails', 'orders', 'sessions']);
  const left = await paths();
  expect(left.filter((name) => ways.includes(name))).toEqual([]);
  expect(left).toContain('storefront--to-orders');
});

test('a one-off command runs as a job, and its output is shown', async () => {
  const command = ['--import', 'tsx', 'cli/admin/admin.ts', 'dev', 'catalog', '--', 'bin/console', 'count'];
  const options = { cwd: dev.copy.directory, env: await dev.variables() };
  const { stdout } = await run(process.execPath, command, options);
  // What every container on this machine says.
  expect(stdout).toContain('A simulated container ran.');
  const { items } = await dev.get('jobs', '-n', 'shop', '-l', 'app.kubernetes.io/component=admin');
  expect(items[0].spec.template.spec.containers[0].command).toEqual(['bin/console', 'count']);
});

describe('whoever uses the Kubernetes API', () => {
  const VIEWER = 'arn:aws:iam::111111111111:role/viewer';
  const principal = { AWS: `arn:aws:iam::${project.toolingAccount}:root` };
  const trust = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  /** kubectl as a role, by a token of its own. */
  const as = async (role: string, ...args: string[]) => {
    const env = await dev.variables();
    const token = ['eks', 'get-token', '--cluster-name', 'dev', '--role-arn', role];
    const { stdout } = await run('aws', [...token, '--output', 'json'], { env });
    return run('kubectl', ['--context', 'dev', '--token', JSON.parse(stdout).status.token, ...args], { env });
  };

  beforeAll(async () => {
    const env = { ...(await dev.variables()), ...dev.local.asRoot('dev') };
    for (const name of ['viewer', 'stranger']) {
      await run('aws', ['iam', 'create-role', '--role-name', name, '--assume-role-policy-document', TRUST], {
        env,
      });
    }
  });

  test('as a viewer reads, but no secrets, and changes nothing', async () => {
    dev.copy.parameters('dev', ({ cluster }) => {
      cluster.viewers = [VIEWER];
    });
    await dev.deploy();
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

test('a destroy of the services leaves nothing of them, and no namespace that never ends', async () => {
  await dev.terraform('destroy', '-auto-approve', '-input=false');
  const { items } = await dev.get('namespaces');
  const left = items
    .map(({ metadata }: Json) => metadata.name)
    .filter((name: string) => !/^(kube-|amazon-|aws-|default$)/.test(name));
  expect(left).toEqual([]);
  expect((await dev.aws('elbv2', 'describe-target-groups')).TargetGroups).toEqual([]);
  const { Reservations } = await dev.aws('ec2', 'describe-instances');
  expect(Reservations).toEqual([]);
});
