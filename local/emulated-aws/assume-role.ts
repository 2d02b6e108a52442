import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../console/failure';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Where the emulator listens, and the region that its calls are for. */
export interface Place {
  readonly endpoint: string;
  readonly region: string;
}

/** The access key of an account's root, which may do everything there, but take a role. */
export const rootKey = (account: string) => `AKIAROOT${account}`;

/** Keys for a role, from the emulator, which checks no signature. Undefined: there is no such role. */
export async function assumeRole(
  place: Place,
  caller: Credentials,
  roleArn: string,
): Promise<Credentials | undefined> {
  const found = await findRole(place, roleArn);
  if (found.status === 404) return undefined;
  return keysFor(place, caller.accessKeyId, {
    Action: 'AssumeRole',
    RoleArn: roleArn,
    RoleSessionName: 'local',
  });
}

/**
 * Keys for a role of the forge, as a workflow gets them.
 * @param subject of its token: `repo:acme/platform:environment:dev`.
 */
export async function assumeForgeRole(place: Place, roleArn: string, subject: string): Promise<Credentials> {
  const claims = {
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'sts.amazonaws.com',
    sub: subject,
  };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return keysFor(place, undefined, {
    Action: 'AssumeRoleWithWebIdentity',
    RoleArn: roleArn,
    RoleSessionName: 'forge',
    // The emulator has no key to check a signature with.
    WebIdentityToken: `${encode({ alg: 'RS256' })}.${encode(claims)}.none`,
  });
}

/**
 * Keys of somebody who has all rights in an account, and has shown a second factor.
 * @param arn of a user or role, which is made unless it is there: in AWS it came before the project.
 */
export async function administrator(endpoint: string, arn: string): Promise<Credentials> {
  const response = await fetch(`${endpoint}/_emulator/administrators`, {
    method: 'POST',
    body: JSON.stringify({ arn }),
  });
  if (!response.ok) throw new Failure(`The emulator gave no keys for ${arn}:\n  ${await response.text()}`);
  return (await response.json()) as Credentials;
}

/** @param parameters of AssumeRole or AssumeRoleWithWebIdentity. */
async function keysFor(
  place: Place,
  accessKey: string | undefined,
  parameters: { readonly RoleArn: string } & Record<string, string>,
): Promise<Credentials> {
  for (;;) {
    const response = await call(place, 'sts', accessKey, { Version: '2011-06-15', ...parameters });
    const text = await response.text();
    if (response.ok) return parseCredentials(text);
    if (!(await isNew(place, parameters.RoleArn)))
      throw new Failure(`The emulator gave no keys for ${parameters.RoleArn}:\n  ${text}`);
    await sleep(500);
  }
}

/** STS denies a role that was made some seconds ago, as in AWS. */
async function isNew(place: Place, roleArn: string): Promise<boolean> {
  const found = await (await findRole(place, roleArn)).text();
  const made = found.match(/<CreateDate>([^<]+)</)?.[1];
  return made !== undefined && Date.now() - Date.parse(made) < 20_000;
}

function findRole(place: Place, roleArn: string): Promise<Response> {
  const [, , , , account, name] = roleArn.split(':');
  const role = { Action: 'GetRole', RoleName: name!.split('/').at(-1)! };
  return call(place, 'iam', rootKey(account!), { Version: '2010-05-08', ...role });
}

/** @param accessKey undefined: a call without a signature. */
function call(
  { endpoint, region }: Place,
  service: string,
  accessKey: string | undefined,
  parameters: Record<string, string>,
): Promise<Response> {
  const credential = `Credential=${accessKey}/20000101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
  return fetch(endpoint, {
    method: 'POST',
    headers: accessKey ? { authorization: `AWS4-HMAC-SHA256 ${credential}` } : {},
    body: new URLSearchParams(parameters),
  });
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
