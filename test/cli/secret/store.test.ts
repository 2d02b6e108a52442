import { SecretStore } from '../../../cli/secret/store';
import { Aws } from '../../../programs/aws';
import { FakePrograms } from '../fake-program';

const programs = new FakePrograms();
afterAll(() => programs.remove());

test('a list asks of no secret but those that people put, as whoever lists may not', async () => {
  const [own, other] = ['/acme/dev/shop/key/secret', '/acme/dev/shop/orders/user'];
  programs.add('aws', [
    { to: 'list-secrets', says: { SecretList: [{ Name: other }, { Name: own }] } },
    { to: `list-secret-version-ids --secret-id ${other}`, complains: 'AccessDeniedException', code: 254 },
    {
      to: `list-secret-version-ids --secret-id ${own}`,
      says: { Versions: [{ VersionId: 'id-1', VersionStages: ['AWSCURRENT'], CreatedDate: 1_700_000_000 }] },
    },
  ]);
  const store = new SecretStore(new Aws('eu-central-1', { PATH: programs.folder }));
  const found = await store.list('/acme/dev/', (name) => name.endsWith('/secret'));
  expect(found.map(({ name, versions }) => [name, versions.AWSCURRENT])).toEqual([[own, 'id-1']]);
});

test('a value goes by stdin, and is no argument', async () => {
  programs.add('aws', [{ to: 'put-secret-value', says: { VersionId: 'id-2' } }]);
  const store = new SecretStore(
    new Aws('eu-central-1', { ...process.env, PATH: `${programs.folder}:${process.env.PATH}` }),
  );
  expect(await store.put({ name: '/acme/dev/shop/key/secret', versions: {} }, 'hunter2')).toBe('id-2');
  const { args } = programs.calls().at(-1)!;
  expect(args).toContain('file:///dev/stdin');
  expect(args.join(' ')).not.toContain('hunter2');
});
