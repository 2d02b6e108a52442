import { whyNoPlan } from '../../../cli/plan/failure';
import { awaited, planStacks, type StackPlan } from '../../../cli/plan/stacks';
import { contractName } from '../../../constructs/contract/contract';
import type { ResourceChange } from '../../../plan/change';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';
import { folder } from '../../local/temporary';
import { entry, planJson } from '../../plan/made';
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

const EVERYTHING_NEW = planJson(entry('aws_vpc.network', null, {}));
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

const naming = { platform: 'acme', environment: 'dev', account: '111111111111', region: 'eu-central-1' };
const vpc = changed('aws_vpc.network', 'no-op', 'dev');

function changed(address: string, action: string, name: string): ResourceChange {
  const [type = '', id = ''] = address.split('.');
  const change = { actions: [action], before: null, after: { name }, after_unknown: {} };
  return { address, mode: 'managed', type, name: id, change } as ResourceChange;
}

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

describe('services that read what the contract does not have', () => {
  const dev = new SynthesizedStack({ name: 'dev', directory: 'dev', document: {} });
  const services = new SynthesizedStack({
    name: 'dev-services',
    directory: 'dev-services',
    document: {},
    buildsOn: [dev],
  });
  const lacking = whyNoPlan(services, [
    {
      severity: 'error',
      summary: 'Unsupported attribute',
      detail: 'This object does not have an attribute named "invoices".',
    },
  ]);
  const contract = (action: string) => changed('aws_ssm_parameter.contract', action, contractName(naming));
  const planned = (...changes: readonly ResourceChange[]): StackPlan => ({
    stack: dev,
    result: { json: { format_version: '1.2', resource_changes: [vpc, ...changes] }, file: '' },
  });
  const wait = (...platform: readonly StackPlan[]) =>
    awaited(lacking, [...platform, { stack: services, result: lacking }]);

  test('wait for the platform that is planned beside them and writes it', () => {
    expect(wait(planned(contract('update')))).toBe('dev');
  });

  test('wait for a first deploy that was broken off before it wrote any', () => {
    expect(wait(planned(contract('create')))).toBe('dev');
  });

  test('fail where no deploy of the platform would change it, or none is planned', () => {
    expect(wait(planned(contract('no-op')))).toBeUndefined();
    expect(wait(planned(changed('aws_ssm_parameter.other', 'update', '/acme/dev/other')))).toBeUndefined();
    expect(wait()).toBeUndefined();
  });
});
