import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adoptHalfMade } from '../../../cli/bootstrap/half-made';
import { folder } from '../../local/temporary';

const resource = (type: string, name: string, status?: string) => ({
  ...{ mode: 'managed', type, name },
  instances: [{ ...(status && { status }), attributes: { id: name } }],
});

test('what may never be destroyed and was left half made is gone on with; all else is made anew', () => {
  const resources = [
    resource('aws_s3_bucket', 'state-bucket', 'tainted'),
    resource('aws_kms_key', 'state'),
    resource('aws_kms_key', 'images', 'tainted'),
    resource('aws_iam_role', 'roles_plan', 'tainted'),
  ];
  const file = join(folder({ state: JSON.stringify({ version: 4, serial: 7, resources }) }), 'state');
  expect(adoptHalfMade(file)).toEqual(['aws_s3_bucket.state-bucket', 'aws_kms_key.images']);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    version: 4,
    serial: 8,
    resources: [
      resource('aws_s3_bucket', 'state-bucket'),
      resource('aws_kms_key', 'state'),
      resource('aws_kms_key', 'images'),
      resource('aws_iam_role', 'roles_plan', 'tainted'),
    ],
  });
});

test.each([
  ['that nothing was written to yet', ''],
  ['in which nothing is half made', '{"version":4,"serial":7,"resources":[]}'],
])('a state %s stays as it is', (_, text) => {
  const file = join(folder({ state: text }), 'state');
  expect(adoptHalfMade(file)).toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
