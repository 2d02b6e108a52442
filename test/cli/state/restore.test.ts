import { type RestoreOptions, restore, withSerial } from '../../../cli/state/restore';
import { StateBucketKeys } from '../../../cli/state/state-bucket-keys';
import { StateStore } from '../../../terraform/states/state-store';
import { stateText, VersionedAws } from '../../terraform/states/versioned-aws';

const KEY = 'dev.tfstate';
const LOCK = `${KEY}.tflock`;

let aws: VersionedAws;
let said: string[];
beforeEach(() => {
  aws = new VersionedAws();
  said = [];
});

const store = (...texts: (string | undefined)[]) => texts.map((text) => aws.store(KEY, text));

function put(version: string | undefined, options: Partial<RestoreOptions> = {}): Promise<boolean> {
  const keys = new StateBucketKeys(aws.aws, 'acme-state');
  return restore(
    new StateStore(aws.aws, { bucket: 'acme-state', key: KEY, kms_key_id: 'alias/state' }),
    { stack: 'dev', version: version!, anotherLineage: false, autoApprove: true, ...options },
    (lineage) => keys.ownerOf(lineage, 'dev'),
    (text) => said.push(text),
  );
}

test('a deleted state is there again, one serial further, with what it had', async () => {
  const [, good] = store(stateText(9, 1), stateText(10, 2), undefined);
  await expect(put(good)).resolves.toBe(true);
  expect(aws.current(KEY)).toBe(stateText(11, 2));
  expect(said.join('\n')).toContain('as serial 11, after the deletion of 2026-11-29T10:03:00Z');
});

test('an older version goes above the serial of the one that it replaces', async () => {
  const [old] = store(stateText(9, 1), stateText(10, 2));
  await put(old);
  expect(aws.current(KEY)).toBe(stateText(11, 1));
});

test('the latest goes above itself where an older one was put over it', async () => {
  const [, latest] = store(stateText(9, 1), stateText(10, 2), stateText(9, 1));
  await put(latest);
  expect(aws.current(KEY)).toBe(stateText(11, 2));
});

test('an older one that was put there can be kept: its serial goes above that of the latest', async () => {
  const [, , kept] = store(stateText(9, 1), stateText(10, 2), stateText(9, 1));
  await put(kept);
  expect(aws.current(KEY)).toBe(stateText(11, 1));
});

test('it is stored with the key of the states, while the lock is held, which is free afterwards', async () => {
  const [good] = store(stateText(10), '');
  await put(good);
  expect(aws.calls).toContainEqual(expect.stringMatching(/put-object .*--ssekms-key-id alias\/state/));
  const changes = aws.versions.slice(2).map(({ key, text }) => [key, text !== undefined]);
  expect(changes).toEqual([
    [LOCK, true],
    [KEY, true],
    [LOCK, false],
  ]);
});

test('a run that is at work is not disturbed', async () => {
  const [old] = store(stateText(9), stateText(10));
  aws.store(LOCK, '{}');
  await expect(put(old)).rejects.toThrow('dev is locked: a run is at work on it');
  expect(aws.current(KEY)).toBe(stateText(10));
});

test('what changed while somebody thought about it is not lost', async () => {
  const [old] = store(stateText(9), stateText(10));
  const run = aws.run.bind(aws);
  aws.run = async (...args) => {
    const answer = await run(...args);
    // Another run ends just before the lock is taken.
    if (args.includes('--if-none-match')) aws.store(KEY, stateText(11));
    return answer;
  };
  await expect(put(old)).rejects.toThrow('was changed meanwhile');
  expect(aws.current(KEY)).toBe(stateText(11));
  expect(aws.current(LOCK)).toBeUndefined();
});

test('it shows addresses before, and nothing else of the states', async () => {
  const [old] = store(stateText(9, 3), stateText(10, 1, 'of-dev', 'other'));
  await put(old);
  expect(said[1]).toBe(
    [
      'only in the version (2):',
      '  + aws_sqs_queue.queue1',
      '  + aws_sqs_queue.queue2',
      'in both, but not the same thing (1):',
      '  ~ aws_sqs_queue.queue0',
    ].join('\n'),
  );
  expect(said.join('\n')).not.toMatch(/private|other-0/);
});

test('without a terminal nobody is asked, and nothing is done without a word', async () => {
  const [old] = store(stateText(9), stateText(10));
  await expect(put(old, { autoApprove: false })).rejects.toThrow('--auto-approve');
  expect(aws.current(KEY)).toBe(stateText(10));
});

test('a state of another lineage needs a word', async () => {
  const [other] = store(stateText(9, 1, 'else'), stateText(10, 2));
  await expect(put(other)).rejects.toThrow('add --another-lineage');
  await put(other, { anotherLineage: true });
  expect(aws.current(KEY)).toBe(stateText(11, 1, 'else'));
});

test("another stack's state is refused whatever is said", async () => {
  const [other] = store(stateText(9, 1, 'of-qa'), stateText(10, 2));
  aws.store('qa.tfstate', stateText(30, 9, 'of-qa'));
  await expect(put(other, { anotherLineage: true })).rejects.toThrow('It is a state of qa, not of dev');
  expect(aws.current(KEY)).toBe(stateText(10, 2));
});

test("the stack's own state comes back after another one was put in its place", async () => {
  const [own] = store(stateText(9, 2), stateText(30, 3, 'of-qa'));
  aws.store('qa.tfstate', stateText(30, 3, 'of-qa'));
  await put(own, { anotherLineage: true });
  expect(aws.current(KEY)).toBe(stateText(31, 2));
});

test.each([
  ['none', 'there is no such version; those that there are: npm run state -- list dev'],
  ['dev.tfstate-3', 'it marks that the state was deleted, and holds none'],
  ['dev.tfstate-1', 'is no JSON'],
  ['dev.tfstate-4', 'is the current state of dev: there is nothing to put back'],
])('the version %s is refused: %s', async (version, message) => {
  store('<html>', stateText(9), undefined, stateText(10));
  await expect(put(version)).rejects.toThrow(message);
});

test('numbers that JavaScript can not hold are kept to the digit', () => {
  expect(withSerial('{"serial": 9, "big": 12345678901234567890}', 12)).toBe(
    '{"serial": 12, "big": 12345678901234567890}',
  );
});
