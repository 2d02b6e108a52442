import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { administrator, type Credentials, rootKey } from '../../local/emulated-aws/assume-role';
import { personArn } from '../../local/emulated-aws/emulator';
import { type Captured, capture } from '../../programs/capture';
import { blocksOf, SHELL } from '../e2e/documented-blocks';
import { LocalCommand, project, root } from '../e2e/local-command';
import { ENVIRONMENT, restore } from '../e2e/snapshot';

// What a person on call types at night, typed here by the roles that have to do it. A deployed environment is needed,
// and nothing of it is needed afterwards.
jest.setTimeout(10 * 60_000);

const ALARMS = 'docs/runbooks/alarms';
const local = new LocalCommand('e2e-runbooks', 6500);
let shell: NodeJS.ProcessEnv;
let viewer: NodeJS.ProcessEnv;
let deployer: NodeJS.ProcessEnv;

beforeAll(async () => {
  await restore(local);
  shell = await local.variables();
  viewer = await signIn('view');
  deployer = await signIn('deploy');
});
afterAll(() => local.run(['stop']));

const keysOf = ({ accessKeyId, secretAccessKey, sessionToken }: Credentials): NodeJS.ProcessEnv => ({
  AWS_PROFILE: undefined,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
});
const account = (): NodeJS.ProcessEnv => ({ AWS_PROFILE: undefined, ...local.asRoot(ENVIRONMENT) });
const tooling = (): NodeJS.ProcessEnv => {
  const key = rootKey(project.toolingAccount);
  return {
    AWS_PROFILE: undefined,
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: key,
    AWS_SESSION_TOKEN: undefined,
  };
};

/** Runs a block in a new shell. `as` are the keys of who types it. */
const type = (text: string, as: NodeJS.ProcessEnv): Promise<Captured> =>
  capture('bash', ['-c', `${SHELL}${text}`], { cwd: root, env: { ...shell, ...as } });

const succeeds = async (text: string, as: NodeJS.ProcessEnv): Promise<string> => {
  const { code, stdout, stderr } = await type(text, as);
  expect([text, code, code === 0 ? '' : stderr]).toEqual([text, 0, '']);
  return stdout;
};

/** A session of a role of the environment, for somebody who may take it, with a context for kubectl. */
async function signIn(role: 'view' | 'deploy'): Promise<NodeJS.ProcessEnv> {
  const user = project.administrators.find((who: unknown) => typeof who === 'string');
  const who = role === 'view' ? personArn(project, { permissionSet: 'PlatformViewer' }) : user;
  const person = keysOf(await administrator(`http://127.0.0.1:${local.record().port}`, who));
  const { Account } = JSON.parse(await succeeds('aws sts get-caller-identity --output json', account()));
  const arn = `arn:aws:iam::${Account}:role/${project.name}-${role}`;
  const answer = await succeeds(
    `aws sts assume-role --role-arn ${arn} --role-session-name on-call --output json`,
    person,
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(answer).Credentials;
  const keys = {
    ...keysOf({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }),
    KUBECONFIG: join(local.folder, `${role}.yaml`),
  };
  await succeeds(`aws eks update-kubeconfig --name ${ENVIRONMENT} --alias ${ENVIRONMENT}`, keys);
  return keys;
}

const pages = readdirSync(join(root, ALARMS)).filter((file) => file !== 'README.md');
const textOf = (page: string) => readFileSync(join(root, ALARMS, page), 'utf8');
const ofAccount = (page: string) => textOf(page).includes('With a session of `accountRole`');
/** Where only what to do takes such a session, and not what to check. */
const doneByAccount = (page: string) =>
  /^## What to do$(?:(?!^## )[\s\S])*with a session of `accountRole`/m.test(textOf(page));
const blocks = (page: string, wanted: string) =>
  blocksOf(`${ALARMS}/${page}`, ENVIRONMENT).filter(({ heading }) => heading === wanted);

/** What can't be typed here, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  '/pager-duty': 'this environment pages nobody',
  'aws backup': 'this environment has no backups; backups.test.ts has some',
  'kubectl --context dev top': 'the Kubernetes API of the emulator measures no pods',
  'npx cdktf': 'other files deploy',
  'npm run': 'other files run these commands',
  '--previous': 'no container has ended before',
  '/logs/datadog': 'nobody receives the logs of this environment',
};
const isLeftOut = (line: string) => Object.keys(LEFT_OUT).some((part) => line.includes(part));
const possible = (text: string) =>
  text
    .split('\n')
    .filter((line) => !isLeftOut(line))
    .join('\n');

describe('"Check first" can be typed', () => {
  test.each(pages.filter((page) => !ofAccount(page)))('by who is on call: %s', async (page) => {
    for (const { text } of blocks(page, 'Check first')) await succeeds(possible(text), viewer);
  });

  test.each(pages.filter(ofAccount))('by an administrator of the account: %s', async (page) => {
    for (const { text } of blocks(page, 'Check first')) await succeeds(possible(text), account());
  });

  test('and nobody was refused anything', async () => {
    expect(await local.denials()).toEqual([]);
  });
});

describe('"What to do" can be typed', () => {
  /** What stands for a name that only the night knows. */
  const filled = async (text: string): Promise<string> => {
    const names = {
      NODE: () =>
        succeeds(`kubectl --context ${ENVIRONMENT} get nodes -o name | sed -n 1p | cut -d/ -f2`, viewer),
      POD: () =>
        succeeds(
          `kubectl --context ${ENVIRONMENT} get pods -n shop -l app.kubernetes.io/component=web -o name | sed -n 1p | cut -d/ -f2`,
          viewer,
        ),
      KEY: () =>
        succeeds(
          `key=$(aws kms create-key --query KeyMetadata.KeyId --output text); aws kms schedule-key-deletion --key-id "$key" > /dev/null; echo "$key"`,
          account(),
        ),
    };
    let all = text;
    for (const [name, find] of Object.entries(names)) {
      if (new RegExp(`\\b${name}\\b`).test(all))
        all = all.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), (await find()).trim());
    }
    return all;
  };
  const withCommands = pages.filter((page) =>
    blocks(page, 'What to do').some(({ text }) => possible(text).trim() !== ''),
  );

  test.each(withCommands)('%s', async (page) => {
    const as = ofAccount(page) || doneByAccount(page) ? account() : deployer;
    for (const { text } of blocks(page, 'What to do')) await succeeds(await filled(possible(text)), as);
  });
});

describe('a secret is made new by the commands of its section', () => {
  const section = (start: string) =>
    blocksOf('docs/runbooks/rotation.md', ENVIRONMENT).filter(({ heading }) => heading.startsWith(start));
  const secretOf = (...more: string[]) =>
    succeeds(
      `arn=$(aws rds describe-db-instances --db-instance-identifier ${ENVIRONMENT}-orders --query 'DBInstances[].MasterUserSecret.SecretArn' --output text)
      aws secretsmanager get-secret-value --secret-id "$arn" --query SecretString ${more.join(' ')}`,
      account(),
    );

  test('the master password of a database is another at once, and the jobs that set up users get that one', async () => {
    const before = await secretOf();
    for (const { text } of section('Master password')) await succeeds(text, deployer);
    expect(await secretOf()).not.toBe(before);
    expect(await secretOf('--version-stage AWSPREVIOUS')).toBe(before);
  });

  test('the key of the states has new material, and the states can be read', async () => {
    for (const { text } of section('Keys')) expect(await succeeds(text, tooling())).toContain('ON_DEMAND');
    await succeeds(
      `aws s3 cp s3://${project.name}-state-${project.toolingAccount}/${ENVIRONMENT}.tfstate - | grep lineage > /dev/null`,
      tooling(),
    );
  });

  test('an alarm can be set off to see whether somebody is told', async () => {
    for (const { text } of section('Routing key')) await succeeds(possible(text), deployer);
  });

  test('every session of a role from before is refused, and a new one is not', async () => {
    const look = `aws rds describe-db-instances --db-instance-identifier ${ENVIRONMENT}-orders`;
    const [revoke, restore] = section('Session of an administrator');
    await succeeds(look, deployer);
    // A session that begins in the second of the policy is an older one.
    await succeeds(`sleep 1; ${revoke!.text}`, account());
    await expectSoon(async () => (await type(look, deployer)).stderr, /explicit deny/);
    await succeeds(look, await signIn('deploy'));
    await succeeds(restore!.text, account());
    await expectSoon(async () => (await type(look, deployer)).stdout, /DBInstances/);
  });
});

test('what the documents say of looking at data and secrets can be typed', async () => {
  const whole = (document: string) =>
    blocksOf(document, ENVIRONMENT).filter(({ text }) => !/restore-secret/.test(text));
  for (const { text } of whole('docs/runbooks/data.md')) await succeeds(text, account());
  for (const { text } of blocksOf('docs/runbooks/rotation.md', ENVIRONMENT).slice(0, 1))
    await succeeds(text, account());
});

describe('what a deploy without its state has made for a second time', () => {
  const zone = `${ENVIRONMENT}.${project.domain}`;
  /** Of the environment's account, outside of the cluster. */
  const held = async (): Promise<string[]> => {
    const { account: id } = JSON.parse(
      readFileSync(join(root, 'environments', `${ENVIRONMENT}.json`), 'utf8'),
    );
    const items = (
      await local.emulator<Record<string, Record<'service' | 'kind' | 'name', string>[]>>(
        `inventory?account=${id}`,
      )
    )[id]!;
    return items.map(({ service, kind, name }) => `${service} ${kind} ${name}`).sort();
  };
  const recover = (...options: string[]) =>
    type(['npm run --silent recover --', ENVIRONMENT, ...options].join(' '), { CI: '1' });
  let before: string[];
  let second: Record<'key' | 'zone' | 'vpc', string>;

  beforeAll(async () => {
    before = await held();
    const tags = (kind: string) =>
      `--tag-specifications 'ResourceType=${kind},Tags=[{Key=environment,Value=${ENVIRONMENT}},{Key=Name,Value=${ENVIRONMENT}}]'`;
    const made = await succeeds(
      `description=$(aws kms describe-key --key-id alias/${ENVIRONMENT}-data --query KeyMetadata.Description --output text)
      aws kms create-key --description "$description" --tags TagKey=environment,TagValue=${ENVIRONMENT} --query KeyMetadata.KeyId --output text
      zone=$(aws route53 create-hosted-zone --name ${zone} --caller-reference second --query HostedZone.Id --output text)
      echo "\${zone#/hostedzone/}"
      aws route53 change-resource-record-sets --hosted-zone-id "$zone" --change-batch '{"Changes":[{"Action":"CREATE","ResourceRecordSet":{"Name":"_proof.${zone}","Type":"CNAME","TTL":60,"ResourceRecords":[{"Value":"acm.example"}]}}]}' > /dev/null
      vpc=$(aws ec2 create-vpc --cidr-block 10.10.0.0/16 ${tags('vpc')} --query Vpc.VpcId --output text)
      echo "$vpc"
      subnet=$(aws ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.10.0.0/24 --query Subnet.SubnetId --output text)
      gateway=$(aws ec2 create-internet-gateway --query InternetGateway.InternetGatewayId --output text)
      aws ec2 attach-internet-gateway --internet-gateway-id "$gateway" --vpc-id "$vpc"
      address=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)
      nat=$(aws ec2 create-nat-gateway --subnet-id "$subnet" --allocation-id "$address" --query NatGateway.NatGatewayId --output text)
      aws ec2 wait nat-gateway-available --nat-gateway-ids "$nat"
      one=$(aws ec2 create-security-group --group-name one --description one --vpc-id "$vpc" --query GroupId --output text)
      other=$(aws ec2 create-security-group --group-name other --description other --vpc-id "$vpc" --query GroupId --output text)
      aws ec2 authorize-security-group-ingress --group-id "$one" --protocol tcp --port 5432 --source-group "$other" > /dev/null
      aws ec2 authorize-security-group-ingress --group-id "$other" --protocol tcp --port 5432 --source-group "$one" > /dev/null`,
      deployer,
    );
    const [key, zoneId, vpc] = made.trim().split('\n') as [string, string, string];
    second = { key, zone: zoneId, vpc };
  });

  test('is removed where nothing is in it, and named where something is', async () => {
    const { code, stdout } = await recover();
    expect(stdout).toContain(`removed ${second.key}, a second aws_kms_key.keys_data`);
    for (const id of [second.zone, second.vpc])
      expect(stdout).toMatch(
        new RegExp(`${id}, .* may be in use.*npm run recover -- ${ENVIRONMENT} --delete ${id}`),
      );
    expect(code).toBe(1);
  });

  test('goes with all that is in it, by the command that it was named with', async () => {
    const { code, stdout, stderr } = await recover('--delete', second.zone, '--delete', second.vpc);
    expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
    expect(await held()).toEqual(before);
  });
});

/** IAM's changes hold a moment later. */
async function expectSoon(read: () => Promise<string>, wanted: RegExp): Promise<void> {
  for (let tries = 0; tries < 20 && !wanted.test(await read()); tries++);
  expect(await read()).toMatch(wanted);
}
