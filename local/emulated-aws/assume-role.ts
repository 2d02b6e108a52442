import { Failure } from '../../console/failure';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Keys for a role, from the emulator, which checks no signature. */
export async function assumeRole(endpoint: string, region: string, roleArn: string): Promise<Credentials> {
  const credential = `Credential=local/20000101/${region}/sts/aws4_request, SignedHeaders=host, Signature=none`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 ${credential}` },
    body: new URLSearchParams({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: roleArn,
      RoleSessionName: 'local',
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Failure(`The emulator gave no keys for ${roleArn}:\n  ${text}`);
  return parseCredentials(text);
}

/** Reads the answer to AssumeRole. */
export function parseCredentials(xml: string): Credentials {
  const field = (name: string) => xml.match(new RegExp(`<${name}>([^<]+)</${name}>`))?.[1] ?? '';
  return {
    accessKeyId: field('AccessKeyId'),
    secretAccessKey: field('SecretAccessKey'),
    sessionToken: field('SessionToken'),
  };
}
