import { parseCredentials } from '../../../local/emulated-aws/assume-role';
import { awsConfig, awsCredentials } from '../../../local/emulated-aws/aws-config';

test('each environment has a profile at the emulator', () => {
  expect(awsConfig('http://127.0.0.1:4577', 'eu-central-1', ['dev'])).toBe(`[default]
endpoint_url = http://127.0.0.1:4577
region = eu-central-1

[profile dev]
endpoint_url = http://127.0.0.1:4577
region = eu-central-1
`);
});

test("a profile has the keys of the environment's role", () => {
  const xml =
    '<Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s+/</SecretAccessKey><SessionToken>t=</SessionToken></Credentials>';
  expect(awsCredentials({ dev: parseCredentials(xml) })).toBe(`[dev]
aws_access_key_id = ASIA1
aws_secret_access_key = s+/
aws_session_token = t=
`);
});
