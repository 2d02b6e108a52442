import { planStacks } from '../../../cli/plan/stacks';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';
import { folder } from '../../local/temporary';
import { type Answer, FakePrograms } from '../fake-program';

const KEY = 'dev.tfstate';
const programs = new FakePrograms();
const { PATH } = process.env;
beforeAll(() => {
  process.env.PATH = `${programs.folder}:${PATH}`;
});
afterAll(() => {
  process.env.PATH = PATH;
  programs.remove();
});

const EVERYTHING_NEW = {
  resource_changes: [{ address: 'aws_vpc.network', change: { actions: ['create'] } }],
};
const terraform = (init = 0) =>
  programs.add('terraform', [
    { to: 'init', code: init, complains: 'Unsupported state file format' },
    { to: 'plan -input', code: 2 },
    { to: 'show', says: EVERYTHING_NEW },
  ]);
const bucket = (answer: Partial<Answer>) => programs.add('aws', [{ to: 'list-object-versions', ...answer }]);
const version = (Size: number) => ({
  Versions: [{ Key: KEY, VersionId: 'v1', LastModified: '2026-11-29T10:00:00Z', IsLatest: true, Size }],
});
const denied = { complains: 'An error occurred (AccessDenied)', code: 254 };

async function plan() {
  const directory = folder();
  const stack = new SynthesizedStack({
    name: 'dev',
    directory,
    document: {
      terraform: { backend: { s3: { bucket: 'acme-state', key: KEY, region: 'eu-central-1' } } },
    },
  });
  const said: string[] = [];
  const [planned] = await planStacks([stack], directory, (text) => said.push(text));
  return { result: planned!.result, said };
}

test('by a state that was emptied everything would be new: there is no plan, and the reason', async () => {
  terraform();
  bucket({ says: version(0) });
  const { result } = await plan();
  expect(result).toEqual({ why: expect.stringContaining('the state of dev is empty') });
});

test('by a state that is what it should be there is one', async () => {
  terraform();
  bucket({ says: version(9) });
  expect((await plan()).result).toMatchObject({ json: EVERYTHING_NEW });
});

test('who may not look at the state is told so, and sees the plan that Terraform makes all the same', async () => {
  terraform();
  bucket(denied);
  const { result, said } = await plan();
  expect(result).toMatchObject({ json: EVERYTHING_NEW });
  expect(said).toContainEqual(
    expect.stringContaining('the credentials may not look at the state dev.tfstate'),
  );
});

test('who may not read it at all hears which state it is before what Terraform says', async () => {
  terraform(1);
  bucket(denied);
  const { result } = await plan();
  const [first, second] = 'why' in result ? result.why.split('\n') : [];
  expect(first).toContain('the credentials may not look at the state dev.tfstate');
  expect(second).toContain('Unsupported state file format');
});
