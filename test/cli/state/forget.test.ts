import { forget } from '../../../cli/state/forget';
import { readContent } from '../../../terraform/states/state-content';
import { StateStore } from '../../../terraform/states/state-store';
import { stateText, VersionedAws } from '../../terraform/states/versioned-aws';

const KEY = 'dev.tfstate';

let aws: VersionedAws;
beforeEach(() => {
  aws = new VersionedAws();
});

const run = () =>
  forget(
    new StateStore(aws.aws, { bucket: 'acme-state', key: KEY, kms_key_id: 'alias/state' }),
    { stack: 'dev', autoApprove: true },
    () => {},
  );

test('a stack whose account is lost begins anew: the next state lists nothing, and is the next of the same line', async () => {
  aws.store(KEY, stateText(9, 2));
  await expect(run()).resolves.toBe(true);
  const now = readContent(aws.current(KEY)!);
  expect(now).toEqual({ ...(readContent(stateText(10, 0)) as object), resources: new Map() });
});

test('what a stack has in another account is there still, and stays in its state', async () => {
  const state = JSON.parse(stateText(9, 2));
  const aws5 = 'provider["registry.terraform.io/hashicorp/aws"]';
  state.resources[0].provider = aws5;
  state.resources[1].provider = `${aws5}.tooling`;
  state.resources.push({ ...state.resources[1], mode: 'data' });
  // A number that JavaScript would round.
  aws.store(KEY, JSON.stringify(state).replaceAll('"private"', '12345678901234567890'));
  await expect(run()).resolves.toBe(true);
  const now = aws.current(KEY)!;
  expect(JSON.parse(now).resources).toHaveLength(1);
  expect(now).toContain('12345678901234567890');
  expect(readContent(now)).toMatchObject({ resources: new Map([['aws_sqs_queue.queue1', 'id-1']]) });
  await expect(run()).rejects.toThrow('nothing to forget');
});

test.each([
  ['that was deleted', undefined],
  ['that lists nothing', stateText(9, 0)],
])('a state %s is not forgotten once more', async (_, text) => {
  aws.store(KEY, text);
  await expect(run()).rejects.toThrow(/lists (anything|no resource)/);
  expect(aws.current(KEY)).toBe(text);
});

test('a run that is at work is not disturbed', async () => {
  aws.store(KEY, stateText(9, 2));
  aws.store(`${KEY}.tflock`, '{}');
  await expect(run()).rejects.toThrow('dev is locked');
  expect(aws.current(KEY)).toBe(stateText(9, 2));
});
