import { join } from 'node:path';
import { oneOfEach, thingsOf } from '../../declarations/backing';
import { capture } from '../../programs/capture';
import { LocalCommand, root } from '../e2e/local-command';
import { ProjectCopy } from '../e2e/project-copy';
import { Commands } from '../e2e/shop/commands';
import type { Json } from '../helpers';

// What npm run new writes is deployed as it is. That it leaves all tests green: test/everyday/changes.ts.
jest.setTimeout(30 * 60_000);

const NAME = 'e2e-new';
const copy = new ProjectCopy(join(root, '.local', `${NAME}-copy`));
const local = new LocalCommand(NAME, 6680, copy.directory);
let commands: Commands;

beforeAll(() => local.run(['stop']));
afterAll(() => local.run(['stop']));

async function add(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await capture('npm', ['run', '--silent', 'new', '--', ...args], {
    cwd: copy.directory,
  });
  if (code !== 0) throw new Error(`new ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

const engines = thingsOf(oneOfEach((kind, engine = kind) => `new-${engine}`));
/** One of each kind. */
const things = engines.filter(({ kind }, index) => engines.findIndex((one) => one.kind === kind) === index);

test('one of each kind, a service that binds them all, and an environment are written', async () => {
  for (const thing of things) {
    const { declaration } = thing;
    const engine = 'engine' in declaration ? ['--engine', declaration.engine] : [];
    expect(await add(thing.kind, thing.name, ...engine)).toContain('services/backing.ts');
  }
  const bind = things.map(({ name }) => name).join(',');
  const service = ['--port', '8080', '--route', 'shop/reviews', '--group', 'shop', '--bind', bind];
  expect(await add('service', 'new-reviews', ...service)).toContain('services/new-reviews.ts');
  expect(await add('environment', 'staging', '--from', 'dev', '--account', '444444444444')).toContain(
    'environments/staging.json',
  );
});

test('the next local deploy makes them, of both environments', async () => {
  const { code, output } = await local.run(['up', 'dev', 'staging']);
  expect(output).toMatch(/^staging: \d+ made \(/m);
  expect(output).toMatch(/^dev-services: \d+ made \(/m);
  expect(code).toBe(0);
  commands = new Commands(copy.directory, await local.variables());
});

test.each(['dev', 'staging'])(
  'the new service runs in %s, and the entrance leads to it',
  async (environment) => {
    const [running] = JSON.parse(await commands.must('ps', environment, 'new-reviews', '--json'));
    expect(running.processes).toMatchObject([{ process: 'web', version: '0.1.0', ready: 2, wanted: 2 }]);
    const [address] = JSON.parse(await commands.must('open', environment, 'new-reviews', '--json'));
    expect(address).toMatch(new RegExp(`^http://shop\\.${environment}\\.localhost:\\d+/reviews$`));
    // Its pods are simulated, as it has no image yet: the entrance names the one that it would have asked.
    // By curl, which finds names below localhost wherever it runs.
    const { stdout } = await capture('curl', ['--silent', '--write-out', ' %{http_code}', address]);
    expect(stdout).toMatch(/new-reviews-web[\s\S]* 503$/);
  },
);

test('a second run changes nothing', async () => {
  const { code, output } = await local.run(['up', 'dev', 'staging']);
  for (const stack of ['dev', 'dev-services', 'staging', 'staging-services'])
    expect(output).toMatch(new RegExp(`^${stack}: no changes`, 'm'));
  expect(code).toBe(0);
});

test('its variables are those of what it binds', () => {
  const [{ env }]: Json[] = JSON.parse(
    local.shell('kubectl --context dev get deployment -n shop new-reviews-web -o json'),
  ).spec.template.spec.containers;
  const names = env.map(({ name }: Json) => name);
  const bucket = things.find(({ kind }) => kind === 'bucket')!;
  expect(names).toEqual(
    expect.arrayContaining([
      'DATABASE_URL',
      'REDIS_URL',
      `${bucket.name.replace('-', '_').toUpperCase()}_BUCKET`,
    ]),
  );
});
