import { request } from 'node:http';
import { rootKey } from '../../local/emulated-aws/assume-role';
import { findEntrance } from '../../local/emulated-aws/entrance';
import { capture } from '../../programs/capture';
import { DeployedServices, run, SERVICES } from '../e2e/deployed-services';
import { project } from '../e2e/local-command';
import type { Json } from '../helpers';

// In the order of the file, against one emulator: each test goes on from where the last one ended.
jest.setTimeout(20 * 60_000);

const dev = new DeployedServices('e2e-domains', 7950);

beforeAll(() => dev.start());
afterAll(() => dev.stop());

describe('domains of customers', () => {
  const PARTNER = '777777777777';
  const DOMAINS = {
    'shop.example': { host: 'shop', zone: 'shop.example' },
    'www.shop.example': { redirectTo: 'shop.example', zone: 'shop.example' },
    [`www.${project.domain}`]: { host: 'shop', zone: project.domain, zoneAccount: 'tooling' },
    'partner.example': { host: 'shop' },
  };
  /** Whoever has the zone elsewhere. */
  const partner = async (...args: string[]): Promise<Json> => {
    const { AWS_PROFILE: _, ...env } = await dev.variables();
    const keys = { AWS_ACCESS_KEY_ID: rootKey(PARTNER), AWS_SECRET_ACCESS_KEY: 'none' };
    return JSON.parse((await run('aws', [...args, '--output', 'json'], { env: { ...env, ...keys } })).stdout);
  };
  const told = async (): Promise<Record<string, Json>> => {
    const command = ['run.js', 'cli/domains/domains.ts', 'dev', '--json'];
    const options = { cwd: dev.copy.directory, env: { ...(await dev.variables()) } };
    const { stdout } = await capture(process.execPath, command, options);
    return Object.fromEntries(JSON.parse(stdout).map((one: Json) => [one.domain, one]));
  };
  const status = async (host: string, path = '/') => {
    const { port } = await findEntrance(dev.local.record());
    return new Promise<{ status?: number; location?: string }>((resolve, reject) => {
      const asked = request({ port: port!, host: '127.0.0.1', path, headers: { host } }, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode, location: answer.headers.location });
      });
      asked.once('error', reject).end();
    });
  };
  let zone: string;

  beforeAll(async () => {
    const create = ['route53', 'create-hosted-zone', '--caller-reference', 'domains', '--name'];
    await dev.aws(...create, 'shop.example');
    zone = (await partner(...create, 'partner.example')).HostedZone.Id;
    dev.copy.parameters('dev', (parameters) => {
      parameters.entrance = { ...parameters.entrance, domains: DOMAINS };
    });
    await dev.deploy();
  });

  test('are reached, with certificates, where their zones are ours; no deploy waits for the one elsewhere', async () => {
    const domains = await told();
    for (const domain of Object.keys(DOMAINS).slice(0, 3))
      expect([domain, domains[domain].certificate]).toMatchObject([
        domain,
        { status: 'ISSUED', inUse: true },
      ]);
    expect(domains['partner.example']).toMatchObject({
      certificate: { status: 'PENDING_VALIDATION', inUse: false },
      records: [{ type: 'CNAME' }, { name: 'partner.example', value: `dev.${project.domain}` }],
    });
    // Its pods are simulated, which the entrance says where a rule has led it to them.
    for (const host of ['shop.example', `www.${project.domain}`, 'partner.example'])
      expect([host, await status(host)]).toMatchObject([host, { status: 503 }]);
    expect(await status('www.shop.example', '/a?b=c')).toMatchObject({
      status: 301,
      location: expect.stringMatching(/\/\/shop\.example.*\/a\?b=c$/),
    });
    expect(await status('other.example')).toMatchObject({ status: 404 });
  });

  test('the first deploy after its owner has entered the record brings the certificate', async () => {
    const [record] = (await told())['partner.example'].records;
    const change = {
      Action: 'CREATE',
      ResourceRecordSet: {
        Name: record.name,
        Type: record.type,
        TTL: 300,
        ResourceRecords: [{ Value: record.value }],
      },
    };
    const batch = JSON.stringify({ Changes: [change] });
    await partner(
      'route53',
      'change-resource-record-sets',
      '--hosted-zone-id',
      zone,
      '--change-batch',
      batch,
    );
    expect((await told())['partner.example']).toMatchObject({
      certificate: { status: 'ISSUED', inUse: false },
      left: expect.arrayContaining([expect.stringMatching(/the next deploy/)]),
    });
    await dev.deploy();
    expect((await told())['partner.example'].certificate).toMatchObject({ status: 'ISSUED', inUse: true });
  });

  test('leave nothing when they are taken out', async () => {
    dev.copy.parameters('dev', ({ entrance }) => {
      delete entrance.domains;
    });
    // The bootstrap would take from the role the right to the records that this deploy takes away.
    expect(await dev.deploy()).toContain(`bootstrap: left to the next run: www.${project.domain} is not`);
    expect(await dev.deploy()).not.toContain('left to the next run');
    const { CertificateSummaryList } = await dev.aws('acm', 'list-certificates');
    expect(CertificateSummaryList).toHaveLength(1);
    const zones: Json[] = (await dev.aws('route53', 'list-hosted-zones')).HostedZones;
    const { Id } = zones.find(({ Name }) => Name === 'shop.example.')!;
    const { ResourceRecordSets } = await dev.aws(
      'route53',
      'list-resource-record-sets',
      '--hosted-zone-id',
      Id,
    );
    expect(ResourceRecordSets.map(({ Type }: Json) => Type).sort()).toEqual(['NS', 'SOA']);
  });
});

test('an internal route has a load balancer without public addresses, and leaves nothing when it is taken out', async () => {
  const file = 'services/catalog.ts';
  const process = `inside: { command: ['bin/api'], port: 8090, ready: '/ready', live: '/live' },`;
  const route = `{ host: 'ledger', process: 'inside', internal: true }, `;
  dev.copy.source(file, 'processes: {', `processes: { ${process}`);
  dev.copy.source(file, 'routes: [', `routes: [${route}`);
  await dev.deploy(SERVICES);
  const { LoadBalancers } = await dev.aws('elbv2', 'describe-load-balancers');
  expect(
    LoadBalancers.map(({ LoadBalancerName, Scheme }: Json) => [
      LoadBalancerName,
      Scheme === 'internal',
    ]).sort(),
  ).toEqual([
    ['dev-entrance', false],
    ['dev-internal', true],
  ]);
  const { TargetGroups } = await dev.aws('elbv2', 'describe-target-groups', '--names', 'dev-catalog-inside');
  expect(TargetGroups[0].LoadBalancerArns).toEqual([expect.stringContaining('/dev-internal/')]);
  dev.copy.source(file, process, '');
  dev.copy.source(file, route, '');
  await dev.deploy(SERVICES);
  expect((await dev.aws('elbv2', 'describe-load-balancers')).LoadBalancers).toHaveLength(1);
});
