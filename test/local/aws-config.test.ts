import { awsConfig } from '../../local/aws-config';

test('each environment has a profile in its own account', () => {
  const dev = {
    name: 'dev',
    roleArn: 'arn:aws:iam::111111111111:role/deploy',
    directory: '',
    resourceTypes: [],
    providers: [],
  };
  expect(awsConfig('http://127.0.0.1:4577', 'eu-central-1', [dev])).toBe(`[default]
endpoint_url = http://127.0.0.1:4577
region = eu-central-1

[profile dev]
role_arn = arn:aws:iam::111111111111:role/deploy
source_profile = default
endpoint_url = http://127.0.0.1:4577
region = eu-central-1
`);
});
