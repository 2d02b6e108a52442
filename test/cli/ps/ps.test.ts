import { parsePsArguments } from '../../../cli/ps/arguments';
import { environments } from '../../fixture/fixture';
import { Command } from '../command';
import { type Answer, FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

const [environment] = environments;
const WITHOUT_CONTEXT: readonly Answer[] = [
  { to: 'config get-contexts', code: 1 },
  { to: 'get deployments,pods,jobs', says: { items: [] } },
];
let fake: FakePrograms;
beforeEach(() => {
  fake = new FakePrograms();
});
afterEach(() => fake.remove());
const command = new Command('ps');
const ps = (...args: string[]) => command.run(args, { PATH: fake.folder });

test.each([
  [[], 'got nothing; allowed: an environment, and a service or none'],
  [['dev', 'a', 'b'], 'got dev a b; allowed: an environment, and a service or none'],
  [['dev', '--jsn'], 'Unknown option \'--jsn\', did you mean "--json"?'],
])('%j is refused: %s', (args, message) => {
  expect(() => parsePsArguments(args)).toThrow(message);
});

test('all services are asked for at once, by the context of the user', async () => {
  fake.add('kubectl', [
    { to: 'config get-contexts' },
    { to: 'get deployments,pods,jobs', says: { items: [] } },
  ]);
  const { code, stdout } = await ps(environment!.name, '--json');
  expect(code).toBe(0);
  const services = JSON.parse(stdout).map(({ service }: { service: string }) => service);
  expect(services.length).toBeGreaterThan(2);
  expect(fake.calls().filter(({ args }) => args.includes('get'))).toHaveLength(1);
});

test('without a context it comes in as the role that looks, and where that lets nobody in as the one that deploys', async () => {
  fake.add('kubectl', WITHOUT_CONTEXT);
  fake.add('aws', [
    { to: 'role/acme-view', code: 1, complains: 'AccessDenied' },
    { to: 'update-kubeconfig' },
  ]);
  const { code } = await ps(environment!.name);
  expect(code).toBe(0);
  const roles = fake
    .calls()
    .flatMap(({ name, args }) => (name === 'aws' ? [args.at(-1)!.replace(/.*role./, '')] : []));
  expect(roles).toEqual(['acme-view', 'acme-deploy']);
});

test('a preview is looked for in its own namespaces, and by the role that makes it', async () => {
  fake.add('kubectl', WITHOUT_CONTEXT);
  fake.add('aws', [
    { to: 'role/acme-view', code: 1, complains: 'AccessDenied' },
    { to: 'role/acme-preview' },
  ]);
  const { code, stdout } = await ps('pr-42', 'storefront', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([{ service: 'storefront', namespace: 'shop-pr-42' }]);
});

test.each([
  [['nowhere'], 'environment: got "nowhere"; allowed: '],
  [['nowhere'], 'or the id of a preview, such as pr-42'],
  [[environment!.name, 'storefornt'], 'service: got "storefornt", did you mean "storefront"?; allowed: '],
])('%j fails: %s', async (args, message) => {
  const { code, stderr } = await ps(...args);
  expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
});
