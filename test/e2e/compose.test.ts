import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { archiveOf } from '../../local/images/archive';
import { findExamples } from '../../local/images/example';
import { makeImages } from '../../local/images/images';
import { toldByCompose } from '../cli/compose/told';
import type { Json } from '../helpers';
import { Engine, whyNoEngine } from './compose/engine';
import { ensureStandIn, load, STAND_IN } from './compose/stand-in';
import { root } from './local-command';

// In the order of the file: the sample's services, by Docker Compose. No registry is asked: one image stands for those
// of all servers, and everything that the file says of them is carried out.
jest.setTimeout(5 * 60_000);

const why = whyNoEngine();
if (why) console.warn(`Compose is not tried: ${why}`);
const suite = why ? describe.skip : describe;

suite('the sample, by Compose', () => {
  const folder = join(root, '.local', 'e2e-compose');
  const file = join(folder, 'compose', 'compose.yaml');
  const override = join(folder, 'compose', 'stand-ins.yaml');
  let engine: Engine;
  let written: Json;

  const compose = (...args: string[]) => engine.docker('compose', '-f', file, '-f', override, ...args);
  const shop = (path = '/') =>
    engine.docker(
      ...['run', '--rm', '--network=host', '--entrypoint=busybox', STAND_IN],
      ...['wget', '-q', '-O', '-', `http://127.0.0.1:${port('storefront-web')}${path}`],
    );
  const port = (service: string) => /:-(\d+)/.exec(written.services[service].ports[0])![1];

  beforeAll(async () => {
    const images = findExamples();
    const [made, archive] = await Promise.all([
      Engine.start(join(root, '.local', 'e2e-compose-engine')),
      ensureStandIn(),
      makeImages({ examples: images, others: [] }, { tell: () => {} }),
    ]);
    engine = made;
    rmSync(folder, { recursive: true, force: true });
    load(engine.docker.bind(engine), archive);
    for (const name of images.flatMap((example) => example.images))
      engine.docker('load', '--input', archiveOf(name));
    execFileSync(process.execPath, ['run.js', 'cli/compose/compose.ts', 'storefront', 'report'], {
      cwd: root,
      env: { ...process.env, PLATFORM_LOCAL: folder },
    });
    written = parse(readFileSync(file, 'utf8'), { schema: 'yaml-1.1' });
    const others = Object.entries<Json>(written.services).filter(
      ([, { image }]) => !/\.dkr\.ecr\./.test(image),
    );
    const services = Object.fromEntries(others.map(([name]) => [name, { image: STAND_IN }]));
    writeFileSync(override, stringify({ services }));
  }, 15 * 60_000);
  afterAll(async () => {
    await engine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('starts with its releases done, all of it healthy, and shows the products', async () => {
    compose('up', '--detach', '--pull=never', '--quiet-pull');
    const running = Object.entries<Json>(written.services).filter(([, { healthcheck }]) => healthcheck);
    expect(running.length).toBeGreaterThan(7);
    for (let left = 60; left > 0 && health().some(([, is]) => is !== 'healthy'); left--) await sleep(500);
    expect(health()).toEqual(running.map(([name]) => [name, 'healthy']).sort());
    expect(shop()).toContain('Fountain pen');
  });

  const containers = (): Json[] => {
    const ids = compose('ps', '--all', '--quiet').trim().split('\n');
    return JSON.parse(engine.docker('inspect', ...ids));
  };
  const serviceOf = ({ Config }: Json): string => Config.Labels['com.docker.compose.service'];
  const health = () =>
    containers()
      .filter(({ State }) => State.Health)
      .map((one) => [serviceOf(one), one.State.Health.Status])
      .sort();

  test('a container that runs is told what the file says, and no secret of it stands in the file', () => {
    const environment = readFileSync(join(folder, 'compose', '.env'), 'utf8');
    const secrets = Object.fromEntries(
      environment
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    );
    const filled = (text: string) => text.replaceAll(/\$\{(\w+)\}/g, (_, name) => secrets[name]);
    const own = containers().filter(({ Config }) => /\.dkr\.ecr\./.test(Config.Image));
    expect(own.map(serviceOf)).toEqual(
      expect.arrayContaining(['storefront-web', 'storefront-worker', 'storefront-release', 'catalog-api']),
    );
    for (const { Config, HostConfig, ...one } of own) {
      const wanted = written.services[serviceOf({ Config, HostConfig, ...one })];
      const variables = Object.fromEntries(
        Config.Env.map((line: string) => [
          line.slice(0, line.indexOf('=')),
          line.slice(line.indexOf('=') + 1),
        ]),
      );
      for (const [name, value] of Object.entries<string>(wanted.environment))
        expect([name, variables[name]]).toEqual([name, filled(value)]);
      const told = toldByCompose(wanted);
      expect([Config.Image, Config.Entrypoint, Config.User]).toEqual([told.image, told.command, told.user]);
      expect(HostConfig).toMatchObject({ ReadonlyRootfs: told.readOnly, CapDrop: ['ALL'] });
    }
    for (const secret of Object.values<string>(secrets))
      expect(readFileSync(file, 'utf8')).not.toContain(secret);
  });

  test('a database takes nobody without TLS', () => {
    const connect = (mode: string) => {
      const password = '"$(cat /run/secrets/orders-master-password)"';
      const psql = `PGPASSWORD=${password} PGSSLMODE=${mode} psql -h orders -U postgres -tc 'SELECT 1' orders`;
      return compose('exec', '-T', 'orders', 'sh', '-c', psql).trim();
    };
    expect(connect('require')).toBe('1');
    expect(() => connect('disable')).toThrow('no encryption');
  });

  test('a schedule runs when it is told to, with a bucket to write to', () => {
    compose('run', '--rm', '-T', 'storefront-tidy');
    expect(compose('run', '--rm', '-T', 'report-nightly')).toContain('report written');
  });

  test('a flag that is changed in its file is seen without a restart', async () => {
    const flags = join(folder, 'compose', 'flags', 'dev-shop:dev:flags.json');
    expect(readFileSync(flags, 'utf8')).toContain('"enabled": true');
    writeFileSync(flags, readFileSync(flags, 'utf8').replace('true', 'false'));
    const seen = () => compose('logs', 'storefront-web').includes('"quick-checkout":{"enabled":false}');
    for (let left = 120; left > 0 && !seen(); left--) await sleep(500);
    expect(seen()).toBe(true);
  });

  test('the same again changes no container', () => {
    const ids = () =>
      containers()
        .filter(({ State }) => State.Running)
        .map(({ Id }) => Id)
        .sort();
    const before = ids();
    // As a probe may be under way, whose program is then in use.
    compose('exec', '--detach', 'storefront-web', '/platform/tools/busybox', 'sleep', '60');
    compose('up', '--detach', '--pull=never', '--quiet-pull');
    expect(ids()).toEqual(before);
  });

  test('down leaves nothing', () => {
    compose('down', '--volumes', '--timeout=5');
    expect(engine.docker('ps', '--all', '--quiet')).toBe('');
    expect(engine.docker('volume', 'ls', '--quiet')).toBe('');
  });
});
