import { Interrupt } from '../../../local/deploy/interrupt';
import { Terraform } from '../../../local/deploy/terraform';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';
import { FakePrograms } from '../../cli/fake-program';
import { folder } from '../temporary';

const programs = new FakePrograms();
const { PATH } = process.env;
beforeAll(() => {
  process.env.PATH = `${programs.folder}:${PATH}`;
});
afterAll(() => {
  process.env.PATH = PATH;
  programs.remove();
});

test('a state that was lost ends a local deploy before it makes everything once more', async () => {
  const key = 'dev.tfstate';
  const directory = folder();
  programs.add('terraform', [{ to: 'init' }]);
  const version = {
    Key: key,
    VersionId: 'v1',
    LastModified: '2026-11-29T10:00:00Z',
    IsLatest: true,
    Size: 0,
  };
  programs.add('aws', [{ to: 'list-object-versions', says: { Versions: [version] } }]);
  const stack = new SynthesizedStack({
    name: 'dev',
    directory,
    document: { terraform: { backend: { s3: { bucket: 'acme-state', key, region: 'eu-central-1' } } } },
  });
  const layout = { runs: directory, pluginCache: `${directory}/cache` };
  const terraform = new Terraform(process.env, layout, new Interrupt(() => {}));
  await expect(terraform.init(stack)).rejects.toThrow(
    'the state of dev is empty, since 2026-11-29T10:00:00Z',
  );
});
