import { checkBeside, checkState } from '../../../terraform/states/check-state';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';
import { stateText, VersionedAws } from './versioned-aws';

const KEY = 'dev.tfstate';
const stack = new SynthesizedStack({
  name: 'dev',
  directory: '',
  document: {
    terraform: { backend: { s3: { bucket: 'acme-state', key: KEY, region: 'eu-central-1' } } },
    resource: {
      aws_iam_role: { unknown: { name: '${x}' }, cluster_role: { name: 'dev-cluster' } },
    },
    provider: {
      aws: [{ allowed_account_ids: ['111'], assume_role: [{ role_arn: 'arn:aws:iam::111:role/deploy' }] }],
    },
  },
});

let aws: VersionedAws;
beforeEach(() => {
  aws = new VersionedAws();
});

const store = (...texts: (string | undefined)[]) => texts.map((text) => aws.store(KEY, text));
const check = (thorough = false) => checkState(stack, { aws: aws.aws, thorough });
const restoring = (id: string | undefined) => `npm run state -- restore dev ${id}`;

test('a state that is what it should be costs one request, and locks beside it no more', async () => {
  store(stateText(9, 2), stateText(10, 3));
  aws.store(`${KEY}.tflock`, '{}');
  await expect(check()).resolves.toEqual({});
  expect(aws.calls).toHaveLength(1);
});

test('a deploy that leaves the state as long as it was costs two more, and goes on', async () => {
  store(stateText(11, 3), stateText(12, 3));
  await expect(check()).resolves.toEqual({});
  expect(aws.calls).toHaveLength(3);
});

test('a first deploy goes on: there is no role of the stack', async () => {
  await expect(check()).resolves.toEqual({});
  expect(aws.calls).toHaveLength(3);
});

test('a deploy after a complete destroy goes on', async () => {
  store(stateText(10, 3), stateText(11, 0));
  await expect(check()).resolves.toEqual({});
  expect(aws.calls).toHaveLength(1);
});

test('a preview that was destroyed and forgotten is made again, and again changed', async () => {
  store(stateText(10, 3), stateText(11, 0), undefined);
  await expect(check()).resolves.toEqual({});
  store(stateText(1, 3, 'anew'), stateText(2, 3, 'anew'));
  await expect(check()).resolves.toEqual({});
});

test('a preview whose branch comes back after a year is made again: of its states the mark alone is left', async () => {
  store(undefined);
  await expect(check()).resolves.toEqual({});
});

test('a stack whose bucket was lost is not made once more: its role is there', async () => {
  aws.roles.push('dev-cluster');
  const { fault } = await check();
  expect(fault).toContain('dev has no state, though its role dev-cluster is in account 111');
  expect(fault).toContain('npm run recover -- dev');
});

test('a deleted state is put back, not deployed as new', async () => {
  const [, good] = store(stateText(9, 1), stateText(10, 164), undefined);
  const { fault } = await check();
  expect(fault).toBe(
    `the state of dev was deleted at 2026-11-29T10:03:00Z. To put back the version of 2026-11-29T10:02:00Z, serial 10, with 164 resources: ${restoring(good)}`,
  );
});

test('an emptied state, which Terraform takes for none', async () => {
  const [good] = store(stateText(10, 164), '');
  const { fault } = await check();
  expect(fault).toContain('the state of dev is empty, since 2026-11-29T10:02:00Z');
  expect(fault).toContain(restoring(good));
});

test('what was put back may be broken as well: the version before is named', async () => {
  const [good] = store(stateText(10), stateText(11).slice(0, 40), '');
  expect((await check()).fault).toContain(restoring(good));
});

test.each([
  ['cut off', stateText(11, 9).slice(0, 300), 'is cut off or damaged: it is no JSON'],
  ['a page of a proxy', '<html>', 'is no JSON'],
  ['JSON of something else', '{"version": 3}', "is JSON, and not a state of Terraform's"],
])('a state that is %s fails Terraform by itself, and is then looked at', async (_, text, words) => {
  const [good] = store(stateText(10, 9), text);
  await expect(check()).resolves.toEqual({});
  const { fault } = await check(true);
  expect(fault).toContain(`the state of dev ${words}, since`);
  expect(fault).toContain(restoring(good));
});

test('an older state in the place of the newest: Terraform would destroy what came after it', async () => {
  const [, old, , best] = store(stateText(7), stateText(8, 2), stateText(9, 3), stateText(10, 4));
  store(stateText(8, 2));
  const { fault } = await check();
  expect(fault).toContain('was taken back at 2026-11-29T10:05:00Z to serial 8, from 10');
  expect(fault).toContain(restoring(best));
  expect(fault).not.toContain(restoring(old));
});

test('taken back twice: the latest of all is named', async () => {
  const [, , best] = store(stateText(18, 1), stateText(19, 2), stateText(20, 3), stateText(19, 2));
  store(stateText(18, 1));
  expect((await check()).fault).toContain(restoring(best));
});

test("another environment's state of the same size in its place has another lineage", async () => {
  const [, good] = store(stateText(10, 3), stateText(11, 3), stateText(30, 3, 'of-qas'));
  const { fault } = await check();
  expect(fault).toContain('its lineage is not that of the version before');
  expect(fault).toContain(`${restoring(good)} --another-lineage`);
});

test('nothing to put back: it says what else helps', async () => {
  store('<html>', '');
  expect((await check()).fault).toContain('no version of it can be read');
  expect((await check()).fault).toContain('npm run recover -- dev');
});

test('what recovers a stack goes on where no version can help, and not where one can', async () => {
  const recovering = () => checkState(stack, { aws: aws.aws, thorough: true, restorable: true });
  aws.roles.push('dev-cluster');
  await expect(recovering()).resolves.toEqual({});
  store('<html>');
  await expect(recovering()).resolves.toEqual({});
  const [good] = store(stateText(9), undefined);
  await expect(recovering()).resolves.toEqual({ fault: expect.stringContaining(restoring(good)) });
});

test('a bucket that is not there', async () => {
  aws.refused.set('s3api', 'aws s3api list-object-versions: An error occurred (NoSuchBucket)');
  expect((await check()).fault).toContain(`the state's bucket acme-state is not there`);
});

test('rights that whoever looks lacks are told apart from those that the look at a role lacks', async () => {
  aws.refused.set('get-role', 'aws iam get-role: An error occurred (AccessDenied)');
  await expect(check()).resolves.toEqual({
    unchecked: expect.stringContaining('aws iam get-role: An error occurred (AccessDenied)'),
  });
  aws.refused.set('s3api', 'aws s3api list-object-versions: An error occurred (AccessDenied)');
  await expect(check()).resolves.toEqual({
    denied: expect.stringContaining('the credentials may not look at the state dev.tfstate'),
  });
});

test('nothing of a state but its addresses is shown', async () => {
  store(stateText(10), '');
  expect(JSON.stringify(await check(true))).not.toContain('private');
});

test('a stack whose state is a file is left alone', async () => {
  const bootstrap = new SynthesizedStack({ name: 'bootstrap', directory: '', document: {} });
  await expect(checkState(bootstrap, { aws: aws.aws })).resolves.toEqual({});
  expect(aws.calls).toEqual([]);
});

test('Terraform that fails is followed by a closer look, and one that does not is not', async () => {
  store(stateText(10, 9), stateText(11, 9).slice(0, 300));
  const beside = (code: number) =>
    checkBeside(stack, Promise.resolve(code), (result) => result !== 0, aws.aws);
  await expect(beside(0)).resolves.toEqual({ result: 0 });
  await expect(beside(1)).resolves.toEqual({ result: 1, fault: expect.stringContaining('cut off') });
});
