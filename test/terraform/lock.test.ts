import type { Diagnostic } from '../../terraform/events';
import { isLockOf, lockFile, lockIn, parseLock, parseLockFile } from '../../terraform/lock';

const error = (summary: string, detail?: string): Diagnostic => ({ severity: 'error', summary, detail });

const locked = error(
  'Error acquiring the state lock',
  `Error message: operation error S3: PutObject, api error PreconditionFailed
Lock Info:
  ID:        631da90b-76af-038b-2e94-d7578a43560b
  Path:      acme-state/dev.tfstate
  Operation: OperationTypeApply
  Who:       me@laptop
  Version:   1.11.4
  Created:   2026-11-24 06:40:25.153771 +0000 UTC
  Info:      

Terraform acquires a state lock to protect the state from being written`,
);

test("Terraform's description of a lock is read", () => {
  const text = `Failed to unlock state: lock ID 'none' does not match the existing lock ID 'd4e59222'
Lock Info:
  ID:        d4e59222
  Path:      state/dev.tfstate
  Operation: OperationTypeApply
  Who:       jo@laptop
  Version:   1.11.4
  Created:   2026-11-24 06:55:07.594086253 +0000 UTC
  Info:      `;
  expect(parseLock(text)).toEqual({
    id: 'd4e59222',
    who: 'jo@laptop',
    operation: 'OperationTypeApply',
    created: new Date('2026-11-24T06:55:07Z'),
  });
});

test('no lock is made out of another error', () => {
  expect(parseLock("Failed to unlock state: unable to retrieve file 'dev.tfstate.tflock'")).toBeUndefined();
});

test('reads who holds the state lock that a run met', () => {
  expect(lockIn([error('other'), locked])).toEqual({
    id: '631da90b-76af-038b-2e94-d7578a43560b',
    who: 'me@laptop',
    operation: 'OperationTypeApply',
    created: new Date('2026-11-24T06:40:25Z'),
  });
  expect(lockIn([error('other')])).toBeUndefined();
});

describe('a lock is of a run', () => {
  const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);
  test.each([
    ['that printed before and after it', '06:40:20', '06:41:00', true],
    ['that was killed while it loaded the provider', '06:40:20', '06:40:21', true],
    ['but not of one that began later', '06:40:40', '06:41:00', false],
    ['but not of one that had ended long before', '06:30:00', '06:39:00', false],
  ])('%s', (_, started, lastOutput, expected) => {
    expect(isLockOf({ started: at(started), lastOutput: at(lastOutput) }, lockIn([locked])!)).toBe(expected);
  });
});

describe('the file beside the state', () => {
  const written = new Date('2026-01-01T00:00:00Z');

  test('is read as it is written', () => {
    expect(parseLockFile(lockFile('state/pr-1', 'sweep'), written)).toMatchObject({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      who: expect.stringContaining('@'),
      operation: 'sweep',
    });
  });

  test.each([
    ['anything else', { id: 'anything else', who: 'somebody', operation: '', created: written }],
    ['{"ID":"x","Who":"jo@desk"}', { id: 'x', who: 'jo@desk', operation: '', created: written }],
  ])('that says %s is a lock as well, since it was written', (text, lock) => {
    expect(parseLockFile(text, written)).toEqual(lock);
  });
});
