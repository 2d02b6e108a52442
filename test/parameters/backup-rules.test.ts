import { checkBackups } from '../../parameters/backup-rules';
import { environment, valid } from './files';

const backups = { account: '888888888888', leastDays: 30, mostDays: 365, changeableForDays: 14 };
const toolingAccount = '999999999999';
const check = (changes: Record<string, unknown>, project: { backups?: typeof backups } = { backups }) =>
  checkBackups({ toolingAccount, ...project }, [environment('live', valid(changes))]).map(
    ({ path, got, allowed }) => `${path}: ${got} → ${allowed}`,
  );

test('copies within the times that the vault of the copies takes in', () => {
  for (const copyDays of [30, 365]) expect(check({ backups: { copyDays } })).toEqual([]);
  for (const copyDays of [29, 366]) {
    expect(check({ backups: { copyDays } })).toEqual([
      `backups.copyDays: ${copyDays} → 30 to 365, as leastDays and mostDays of "backups" in platform.json say`,
    ]);
  }
});

test('copies need a place, which platform.json names', () => {
  expect(check({ backups: { copyDays: 90 } }, {})).toEqual([
    'backups.copyDays: 90 → copies only where "backups" of platform.json names the account that holds them',
  ]);
  expect(check({ backups: {} }, {})).toEqual([]);
});

test('copies in the account of an environment are no copies', () => {
  expect(check({ account: '888888888888' })).toEqual([
    'account: "888888888888", which is backups.account of platform.json → an account of its own: whoever may delete what is in one must not reach its copies',
  ]);
});
