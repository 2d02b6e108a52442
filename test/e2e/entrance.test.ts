import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { project } from '../../local/deploy/local-context';
import { rootKey } from '../../local/emulated-aws/assume-role';
import { type Emulator, endpoint, startEmulator, stopEmulator } from '../../local/emulated-aws/emulator';
import { waitForEntrance } from '../../local/emulated-aws/entrance';
import { ensureBuilt } from '../../local/machine/ensure-built';
import { entranceProgram } from '../../local/machine/kubernetes-build';
import { layout } from '../../local/machine/layout';
import { grpcMethods } from './grpc-methods';
import { root } from './local-command';

// In the order of the file: each test goes on from where the last one ended.
jest.setTimeout(120_000);

const ACCOUNT = '123456789012';
/** Source: RFC 6455, section 1.3. */
const WEBSOCKET = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const paths = layout(join(root, '.local', 'e2e-entrance'));

let emulator: Emulator;
let port: number;
let host: string;
let listener: string;
const groups: Record<string, string> = {};
const servers: Record<string, Server> = {};

/** Calls an operation of AWS's query protocol, and gives the first value of each name in the answer. */
async function aws(service: string, version: string, parameters: Record<string, string>) {
  const credential = `Credential=${rootKey(ACCOUNT)}/20000101/eu-central-1/${service}/aws4_request`;
  const response = await fetch(endpoint(emulator), {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({ Version: version, ...parameters }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  const all = (name: string) =>
    [...text.matchAll(new RegExp(`<${name}>([^<]+)</${name}>`, 'g'))].map((m) => m[1]!);
  return { all, first: (name: string) => all(name)[0]! };
}
const ec2 = (parameters: Record<string, string>) => aws('ec2', '2016-11-15', parameters);
const elb = (parameters: Record<string, string>) => aws('elasticloadbalancing', '2015-12-01', parameters);

/** One request through the entrance, on a connection of its own. */
function get(path = '/', headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, path, host: '127.0.0.1', headers: { host, ...headers } }, (answer) => {
      let body = '';
      answer.on('data', (data) => {
        body += data;
      });
      answer.on('end', () => resolve({ status: answer.statusCode!, body }));
    });
    asked.once('error', reject);
    asked.end();
  });
}

async function count(
  requests: number,
  headers: Record<string, string> = {},
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let sent = 0; sent < requests; sent++) {
    const { status, body } = await get('/', headers);
    const key = status === 200 ? body : `${status}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const states = async (name: string) =>
  (await elb({ Action: 'DescribeTargetHealth', TargetGroupArn: groups[name]! })).all('State');

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await condition()); await sleep(100)) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
  }
}

async function serve(name: string, address = '127.0.0.1'): Promise<void> {
  servers[name] = createServer((_, response) => setTimeout(() => response.end(name), 5));
  await new Promise<void>((resolve) => servers[name]!.listen(0, address, resolve));
}

const target = (name: string) => {
  const { address, port } = servers[name]!.address() as AddressInfo;
  return { 'Targets.member.1.Id': address, 'Targets.member.1.Port': `${port}` };
};

beforeAll(async () => {
  await ensureBuilt(entranceProgram(paths.programs));
  emulator = await startEmulator(paths, 8600, project());
  port = (await waitForEntrance(emulator)).port!;
  await serve('old');
  await serve('new');
});
afterAll(async () => {
  for (const server of Object.values(servers)) server.close();
  await stopEmulator(paths, emulator).catch(() => {});
});

test('a load balancer that is made by the API answers, with its default where no rule leads on', async () => {
  const vpc = (await ec2({ Action: 'CreateVpc', CidrBlock: '10.0.0.0/16' })).first('vpcId');
  const subnets: string[] = [];
  for (const zone of ['a', 'b']) {
    const place = {
      VpcId: vpc,
      CidrBlock: `10.0.${subnets.length}.0/24`,
      AvailabilityZone: `eu-central-1${zone}`,
    };
    subnets.push((await ec2({ Action: 'CreateSubnet', ...place })).first('subnetId'));
  }
  const members = Object.fromEntries(subnets.map((id, index) => [`Subnets.member.${index + 1}`, id]));
  const balancer = await elb({ Action: 'CreateLoadBalancer', Name: 'entrance', ...members });
  host = balancer.first('DNSName');
  for (const name of ['old', 'new']) {
    const check = {
      HealthCheckPath: '/ready',
      HealthCheckIntervalSeconds: '5',
      HealthCheckTimeoutSeconds: '2',
    };
    const place = { Protocol: 'HTTP', Port: '80', TargetType: 'ip', VpcId: vpc };
    groups[name] = (await elb({ Action: 'CreateTargetGroup', Name: name, ...place, ...check })).first(
      'TargetGroupArn',
    );
  }
  const fixed = 'DefaultActions.member.1';
  listener = (
    await elb({
      Action: 'CreateListener',
      LoadBalancerArn: balancer.first('LoadBalancerArn'),
      Protocol: 'HTTP',
      Port: '80',
      [`${fixed}.Type`]: 'fixed-response',
      [`${fixed}.FixedResponseConfig.StatusCode`]: '404',
      [`${fixed}.FixedResponseConfig.ContentType`]: 'text/plain',
      [`${fixed}.FixedResponseConfig.MessageBody`]: 'nothing here',
    })
  ).first('ListenerArn');
  await until('the listener answers', async () => (await get()).body === 'nothing here');
  expect((await get()).status).toBe(404);
});

test('requests are shared out by weights, a header chooses a version, and targets are checked for real', async () => {
  const share = (index: number, name: string, weight: string) => ({
    [`Actions.member.1.ForwardConfig.TargetGroups.member.${index}.TargetGroupArn`]: groups[name]!,
    [`Actions.member.1.ForwardConfig.TargetGroups.member.${index}.Weight`]: weight,
  });
  const rule = (priority: string, more: Record<string, string>) =>
    elb({
      Action: 'CreateRule',
      ListenerArn: listener,
      Priority: priority,
      'Actions.member.1.Type': 'forward',
      ...more,
    });
  await rule('10', {
    'Conditions.member.1.Field': 'http-header',
    'Conditions.member.1.HttpHeaderConfig.HttpHeaderName': 'x-version',
    'Conditions.member.1.HttpHeaderConfig.Values.member.1': 'new',
    ...share(1, 'new', '1'),
  });
  await rule('20', {
    'Conditions.member.1.Field': 'path-pattern',
    'Conditions.member.1.PathPatternConfig.Values.member.1': '/*',
    ...share(1, 'old', '90'),
    ...share(2, 'new', '10'),
  });
  await until('a rule without targets answers 503', async () => (await get()).status === 503);
  for (const name of ['old', 'new'])
    await elb({ Action: 'RegisterTargets', TargetGroupArn: groups[name]!, ...target(name) });
  await until('both are healthy', async () =>
    [...(await states('old')), ...(await states('new'))].every((state) => state === 'healthy'),
  );
  const counts = await count(300);
  expect(Object.keys(counts).sort()).toEqual(['new', 'old']);
  // Ten in a hundred, and five standard deviations around that.
  expect(counts.new).toBeGreaterThan(4);
  expect(counts.new).toBeLessThan(57);
  expect(await count(5, { 'x-version': 'new' })).toEqual({ new: 5 });
});

test('no request is lost when a target is deregistered, and then ends', async () => {
  await serve('spare', '127.0.0.2');
  await elb({ Action: 'RegisterTargets', TargetGroupArn: groups.old!, ...target('spare') });
  await until('both are healthy', async () => (await states('old')).join() === 'healthy,healthy');
  const answered: Record<string, number> = {};
  let [asked, stop] = [0, false];
  const clients = Array.from({ length: 4 }, async () => {
    while (!stop) {
      const { status, body } = await get().catch((error: Error) => ({ status: 0, body: error.message }));
      const key = status === 200 ? body : `${status} ${body}`;
      answered[key] = (answered[key] ?? 0) + 1;
      asked++;
    }
  });
  const more = async () => {
    const before = asked;
    await until('requests go on', async () => asked > before + 50);
  };
  await more();
  await elb({ Action: 'DeregisterTargets', TargetGroupArn: groups.old!, ...target('old') });
  await until('it drains', async () => (await states('old')).includes('draining'));
  await more();
  await new Promise((resolve) => servers.old!.close(resolve));
  await more();
  stop = true;
  await Promise.all(clients);
  expect(Object.keys(answered).sort()).toEqual(['new', 'old', 'spare']);
});

describe('over TLS', () => {
  let https: string;

  const certificate = async () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
    writeFileSync(join(folder, 'key.pem'), pem);
    const made = ['req', '-x509', '-key', join(folder, 'key.pem'), '-days', '9', '-subj', '/CN=shop.example'];
    const text = execFileSync('openssl', made, { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    const encoded = (content: string) => Buffer.from(content).toString('base64');
    const credential = `Credential=${rootKey(ACCOUNT)}/20000101/eu-central-1/acm/aws4_request`;
    const response = await fetch(endpoint(emulator), {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none`,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'CertificateManager.ImportCertificate',
      },
      body: JSON.stringify({ Certificate: encoded(text), PrivateKey: encoded(pem) }),
    });
    return ((await response.json()) as { CertificateArn: string }).CertificateArn;
  };
  const call = grpcMethods();
  // What is open keeps the test from ending, also where it fails.
  const open: { close(): void }[] = [];
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
  });

  test('a target group of gRPC is refused without TLS, and calls of a real client reach it with TLS', async () => {
    const vpc = (await ec2({ Action: 'DescribeVpcs' })).first('vpcId');
    const place = { Protocol: 'HTTP', Port: '80', TargetType: 'ip', VpcId: vpc };
    const check = { HealthCheckPath: '/grpc.health.v1.Health/Check', 'Matcher.GrpcCode': '0-99' };
    const seconds = { HealthCheckIntervalSeconds: '5', HealthCheckTimeoutSeconds: '2' };
    groups.calls = (
      await elb({
        Action: 'CreateTargetGroup',
        Name: 'calls',
        ProtocolVersion: 'GRPC',
        ...place,
        ...check,
        ...seconds,
      })
    ).first('TargetGroupArn');
    const leads = {
      'Actions.member.1.Type': 'forward',
      'Actions.member.1.TargetGroupArn': groups.calls,
      'Conditions.member.1.Field': 'path-pattern',
      'Conditions.member.1.PathPatternConfig.Values.member.1': '/shop.Cart/*',
    };
    await expect(
      elb({ Action: 'CreateRule', ListenerArn: listener, Priority: '5', ...leads }),
    ).rejects.toThrow(/'HTTP' is not supported with a target group with the protocol-version 'GRPC'/);
    https = (
      await elb({
        Action: 'CreateListener',
        LoadBalancerArn: (await elb({ Action: 'DescribeLoadBalancers' })).first('LoadBalancerArn'),
        Protocol: 'HTTPS',
        Port: '443',
        'Certificates.member.1.CertificateArn': await certificate(),
        'DefaultActions.member.1.Type': 'forward',
        'DefaultActions.member.1.TargetGroupArn': groups.new!,
      })
    ).first('ListenerArn');
    await elb({ Action: 'CreateRule', ListenerArn: https, Priority: '5', ...leads });
    const server = await call.serve();
    open.push(server);
    await elb({
      Action: 'RegisterTargets',
      TargetGroupArn: groups.calls,
      'Targets.member.1.Id': '127.0.0.1',
      'Targets.member.1.Port': `${server.port}`,
    });
    await until('it is healthy', async () => (await states('calls')).join() === 'healthy');
    const client = call.client(`127.0.0.1:${port}`, host);
    open.push(client);
    expect(await client.unary('bread')).toBe('added bread');
    expect(await client.stream(['one', 'two'])).toEqual(['added one', 'added two']);
    const failed = Array.from({ length: 200 }, () => client.unary('nothing').catch(({ code }) => code));
    expect(new Set(await Promise.all(failed))).toEqual(new Set([status.INVALID_ARGUMENT]));
    expect(await get('/shop.Cart/Add')).toMatchObject({
      status: 464,
      body: expect.stringMatching(/HTTP\/1\.1/),
    });
  });

  test('a WebSocket goes both ways', async () => {
    servers.new!.on('upgrade', (asked, socket) => {
      const key = createHash('sha1')
        .update(`${asked.headers['sec-websocket-key']}${WEBSOCKET}`)
        .digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
      );
      socket.pipe(socket);
    });
    const headers = {
      host,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const asked = request({ port, host: '127.0.0.1', path: '/live', headers });
    asked.end();
    const [answer, socket] = (await once(asked, 'upgrade')) as [IncomingMessage, Socket];
    expect(answer.statusCode).toBe(101);
    // By the example of RFC 6455, section 1.3.
    expect(answer.headers['sec-websocket-accept']).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    for (const word of ['one', 'two']) {
      socket.write(word);
      expect(`${(await once(socket, 'data'))[0]}`).toBe(word);
    }
    socket.destroy();
  });
});

test('it ends with the emulator, also when that is killed', async () => {
  process.kill(emulator.pid, 'SIGKILL');
  const listens = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
  await until('the port is free', async () => !(await listens()));
});
