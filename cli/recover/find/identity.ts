import { arn } from '../../../constructs/core/arn';
import { type Candidate, described, type Find, listed, named } from './finder';
import type { Sought } from './sought';
import type { Surroundings } from './surroundings';

interface KeyMetadata {
  readonly Description: string;
  readonly KeyManager: string;
  readonly KeyState: string;
}

const ALIASES = ['kms', 'list-aliases'];
const NAMES = 'Aliases[?TargetKeyId].[AliasName,TargetKeyId,AliasName]';

/**
 * A key has neither a name nor another attribute of its own. Its alias tells which it is; before it has one, its description
 * and the tag `environment` do. One with another alias is another's.
 */
const key: Find = async (sought, account) => {
  const aliases = await account.rows(ALIASES, NAMES);
  const ownNames = new Set(sought.referring('aws_kms_alias', 'target_key_id').map(({ name }) => name));
  const named = aliases.filter(([name]) => ownNames.has(name)).map(([, id]) => String(id));
  const others = new Set(aliases.map(([, id]) => id));
  const keys = await account.rows(['kms', 'list-keys'], 'Keys[].[KeyId,KeyArn]');
  const candidate = (id: string, arn: unknown, used: number) => ({
    ...{ id, used },
    known: { key_id: id, arn: String(arn) },
  });
  const found = await Promise.all(
    keys.map(async ([key, arn]): Promise<Candidate[]> => {
      const id = String(key);
      const isNamed = named.includes(id);
      if (id === sought.id) return [candidate(id, arn, Number(isNamed))];
      if (isNamed) return (await isInUse(id, account)) ? [candidate(id, arn, 1)] : [];
      if (others.has(id) || !(await isUnnamedOne(sought, id, String(arn), account))) return [];
      return [candidate(id, arn, 0)];
    }),
  );
  return found.flat();
};

async function isInUse(id: string, account: Surroundings): Promise<boolean> {
  const metadata = await account.askOfAny<KeyMetadata>(...describe(id));
  return metadata?.KeyManager === 'CUSTOMER' && !/^Pending/.test(metadata.KeyState);
}

/** Whether a key without an alias is it. Nothing is asked of those that the list of tags tells to be another's. */
async function isUnnamedOne(
  sought: Sought,
  id: string,
  arn: string,
  account: Surroundings,
): Promise<boolean> {
  const environment = sought.must('tags_all.environment');
  const listed = (await tagsOfKeys(account)).get(arn);
  if (listed !== undefined && listed !== environment) return false;
  const metadata = await account.askOfAny<KeyMetadata>(...describe(id));
  if (metadata?.Description !== sought.text('description') || !(await isInUse(id, account))) return false;
  if (listed !== undefined) return true;
  const tags = await account.askOfAny<string[]>(
    ...['kms', 'list-resource-tags', '--key-id', id, '--query', "Tags[?TagKey=='environment'].TagValue"],
  );
  return tags?.[0] === environment;
}

/** The tag `environment` of each key, by ARN. A key that was just made may be missing. */
async function tagsOfKeys(account: Surroundings): Promise<ReadonlyMap<string, string>> {
  const tags = await account.askOfAny<[string, string | null][]>(
    ...['resourcegroupstaggingapi', 'get-resources', '--resource-type-filters', 'kms:key'],
    ...['--query', "ResourceTagMappingList[].[ResourceARN,Tags[?Key=='environment'].Value|[0]]"],
  );
  return new Map((tags ?? []).map(([arn, environment]) => [arn, environment ?? '']));
}

const describe = (id: string) => ['kms', 'describe-key', '--key-id', id, '--query', 'KeyMetadata'];

interface Secret {
  readonly ARN: string;
  readonly DeletedDate?: string;
  readonly VersionIdsToStages?: Readonly<Record<string, readonly string[]>>;
}

const describeSecret = (id: string) => ['secretsmanager', 'describe-secret', '--secret-id', id];

/** Keys, certificates, roles and secrets. */
export const IDENTITY: Readonly<Record<string, Find>> = {
  aws_kms_key: key,
  aws_kms_alias: listed({ by: ['name'], list: ALIASES, rows: NAMES }),
  aws_acm_certificate: async (sought, account) => {
    const all = await account.rows(
      ['acm', 'list-certificates', '--certificate-statuses', 'PENDING_VALIDATION', 'ISSUED'],
      'CertificateSummaryList[].[DomainName,InUse,CertificateArn]',
    );
    const found = all.filter(([domain]) => domain === sought.must('domain_name'));
    return found.map(([, inUse, id]) => ({
      id: String(id),
      known: { arn: String(id) },
      used: Number(inUse === true),
    }));
  },
  aws_iam_role: named('name', ['iam', 'list-roles'], 'Roles[].RoleName'),
  aws_iam_policy: described(
    (sought, account) => [
      ...['iam', 'get-policy', '--policy-arn'],
      arn({ region: account.region, account: account.id }, 'iam', `policy/${sought.must('name')}`),
    ],
    (_planned, _account, { Policy }: { Policy: { Arn: string } }) => Policy.Arn,
    (id) => ({ arn: id }),
  ),
  aws_iam_instance_profile: described(
    (sought) => ['iam', 'get-instance-profile', '--instance-profile-name', sought.must('name')],
    (sought) => sought.must('name'),
  ),
  aws_iam_openid_connect_provider: listed({
    by: [],
    list: ['iam', 'list-open-id-connect-providers'],
    rows: 'OpenIDConnectProviderList[].[Arn]',
    also: ['arn'],
  }),
  // Not by a list of all: it can be five minutes old. Source: AWS Secrets Manager API Reference, ListSecrets.
  aws_secretsmanager_secret: async (sought, account) => {
    const secret = await account.ask<Secret>(...describeSecret(sought.must('name')));
    // One that waits for its deletion can't be imported, and keeps its name.
    if (secret === undefined || secret.DeletedDate !== undefined) return [];
    account.tell(secret, ...describeSecret(secret.ARN));
    return [{ id: secret.ARN, known: { arn: secret.ARN } }];
  },
  aws_secretsmanager_secret_version: async (sought, account) => {
    const secret = sought.within('secret_id');
    const stages = sought.value('version_stages');
    const described = await account.ask<Secret>(...describeSecret(secret));
    const versions = Object.entries(described?.VersionIdsToStages ?? {});
    const needed = Array.isArray(stages) && stages.length > 0 ? (stages as string[]) : ['AWSCURRENT'];
    return versions
      .filter(([, has]) => needed.every((stage) => has.includes(stage)))
      .map(([version]) => ({ id: `${secret}|${version}` }));
  },
  aws_ssm_parameter: described(
    (sought) => ['ssm', 'get-parameter', '--name', sought.must('name'), '--query', 'Parameter.Name'],
    (sought) => sought.must('name'),
  ),
};
