import { seedDatabases } from '../../../cli/preview/seed';
import type { Environment } from '../../../parameters/environment';
import { Kubectl } from '../../../programs/kubectl';
import { declared } from '../../fixture/services/declared';
import { type Answer, FakePrograms } from '../fake-program';

const fakes: FakePrograms[] = [];
afterAll(() => {
  for (const fake of fakes) fake.remove();
});

const TEMPLATE = {
  metadata: { name: 'x' },
  spec: { template: { spec: { containers: [{ name: 'setup', image: 'postgres:17', command: ['sh'] }] } } },
};
const WHO: Answer = { to: 'auth whoami', says: { status: { userInfo: { username: 'previews' } } } };
const template = (name: string): Answer => ({ to: `--from=cronjob/seed-${name}-admin`, says: TEMPLATE });
const noTemplate = (name: string): Answer => ({
  to: `--from=cronjob/seed-${name}-admin`,
  complains: 'Error from server (NotFound): cronjobs.batch not found',
  code: 1,
});
const endsWith = (exitCode: number): Answer[] => [
  { to: 'create --filename' },
  {
    to: 'get pods',
    says: {
      items: [
        { metadata: { name: 'p' }, status: { containerStatuses: [{ state: { terminated: { exitCode } } }] } },
      ],
    },
  },
  { to: 'get job', says: { status: {} } },
  { to: 'logs --follow p', says: 'orders: 3 rows\n' },
];

async function seed(own: readonly string[], ...answers: readonly Answer[]) {
  const fake = new FakePrograms();
  fakes.push(fake);
  fake.add('kubectl', [WHO, ...answers]);
  const kubectl = new Kubectl([], { PATH: fake.folder });
  const host = {
    cluster: async () => kubectl,
    declared,
    environment: { name: 'dev' } as Environment,
    folder: fake.folder,
  };
  const said: string[] = [];
  const failure = await seedDatabases(host, 'pr-42', own, (text) => said.push(text)).catch(
    (error: Error) => error.message,
  );
  return { said: said.sort(), failure };
}

test('fills the databases that the host has rules of, and tells the others', async () => {
  const { said, failure } = await seed([], template('orders'), noTemplate('products'), ...endsWith(0));
  expect(failure).toBeUndefined();
  expect(said).toEqual(['products: no service of dev lets previews have anything of it ("previewData")']);
});

test('leaves one with a server of its own', async () => {
  const { said, failure } = await seed(['products'], template('orders'), ...endsWith(0));
  expect(failure).toBeUndefined();
  expect(said).toEqual(['products: has a server of its own, and stays as it is']);
});

test('fails when a job does, and says which', async () => {
  const { failure } = await seed(['products'], template('orders'), ...endsWith(1));
  expect(failure).toMatch(
    /^pr-42 is ready, but not filled: seed-orders-admin-[0-9a-f]{8} in setup of the host ended with 1\. To try again, the same again$/,
  );
});

test('fails when there is nothing to fill it with', async () => {
  const { failure } = await seed([], noTemplate('orders'), noTemplate('products'));
  expect(failure).toBe(
    'pr-42 is ready, but there is nothing to fill it with. Declare "previewData" (docs/preview-data.md), and deploy dev from main',
  );
});
