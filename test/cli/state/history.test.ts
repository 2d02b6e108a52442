import { formatHistory } from '../../../cli/state/format-history';
import { readHistory } from '../../../cli/state/history';
import { StateStore } from '../../../terraform/states/state-store';
import { stateText, VersionedAws } from '../../terraform/states/versioned-aws';

const KEY = 'dev.tfstate';
const LOCK = `${KEY}.tflock`;

const lock = (who: string) => JSON.stringify({ ID: '1', Who: who, Operation: 'OperationTypeApply' });

async function history(aws: VersionedAws): Promise<string[]> {
  const store = new StateStore(aws.aws, { bucket: 'acme-state', key: KEY });
  return formatHistory(await readHistory(store, await store.versions())).split('\n');
}

test('says of each version what it was, who stored it and what is wrong with it, and nothing of its contents', async () => {
  const aws = new VersionedAws();
  aws.store(LOCK, lock('ada@laptop'));
  aws.store(KEY, stateText(9, 1));
  aws.store(KEY, stateText(10, 20));
  aws.store(LOCK, undefined);
  aws.store(KEY, '');
  aws.store(LOCK, lock('runner@ci'));
  aws.store(KEY, stateText(11, 20));
  aws.store(LOCK, undefined);
  aws.store(KEY, undefined);
  aws.store(KEY, stateText(9, 1));
  const lines = await history(aws);
  const words = lines.map((line) => line.replace(/dev\S+ +\S+/, '').replace(/ {2,}/g, ' '));
  expect(words).toEqual([
    'VERSION STORED SERIAL LINEAGE RESOURCES BYTES BY',
    ' 9 of-dev 1 219 - current, taken back from serial 11',
    ' - deleted',
    expect.stringMatching(/^ 11 of-dev 20 \d+ runner@ci \(apply\)$/),
    ' 0 - is empty',
    expect.stringMatching(/^ 10 of-dev 20 \d+ ada@laptop \(apply\)$/),
    ' 9 of-dev 1 219 ada@laptop (apply)',
  ]);
  expect(lines.join()).not.toContain('private');
  expect(lines[2]).toMatch(/^dev.tfstate-9 +2026-11-29T10:09:00Z/);
});

test('whoever may not read locks sees the rest', async () => {
  const aws = new VersionedAws();
  aws.store(LOCK, lock('ada@laptop'));
  aws.store(KEY, stateText(9, 1));
  aws.refused.set(`get-object --bucket acme-state --key ${LOCK}`, 'aws s3api get-object: (AccessDenied)');
  expect((await history(aws))[1]).toMatch(/ 9 +of-dev +1 +219 +- +current$/);
});
