import { halfMade } from '../../../cli/bootstrap/half-made';

const resource = (type: string, name: string, status?: string) => ({ type, name, instances: [{ status }] });

test('what may never be destroyed and was left half made is gone on with; all else is made anew', () => {
  const resources = [
    resource('aws_s3_bucket', 'state-bucket', 'tainted'),
    resource('aws_kms_key', 'state'),
    resource('aws_kms_key', 'images', 'tainted'),
    resource('aws_iam_role', 'roles_plan', 'tainted'),
  ];
  expect(halfMade(JSON.stringify({ version: 4, resources }))).toEqual([
    'aws_s3_bucket.state-bucket',
    'aws_kms_key.images',
  ]);
});

test('a state that nothing was written to yet has nothing half made', () => {
  expect(halfMade('')).toEqual([]);
});
