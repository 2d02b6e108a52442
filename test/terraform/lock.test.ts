import { parseLock } from '../../terraform/lock';

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
    created: new Date('2026-11-24T06:55:07Z'),
  });
});

test('no lock is made out of another error', () => {
  expect(parseLock("Failed to unlock state: unable to retrieve file 'dev.tfstate.tflock'")).toBeUndefined();
});
