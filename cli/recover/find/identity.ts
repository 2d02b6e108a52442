import { arn } from '../../../constructs/core/arn';
import { type Candidate, described, type Find, listed } from './finder';

interface KeyMetadata {
  readonly Description: string;
  readonly KeyManager: string;
  readonly KeyState: string;
  readonly Arn: string;
}

/**
 * A key has neither a name nor another attribute of its own: its description and the tag `environment` are. One with an
 * alias of the stack needs no look at its tags; one with another alias is another stack's, and may not be looked at.
 */
const key: Find = async (sought, account) => {
  const [description, environment] = [sought.text('description'), sought.must('tags_all.environment')];
  const names = sought.written('aws_kms_alias', 'name');
  const keys = await account.rows(['kms', 'list-keys'], 'Keys[].[KeyId]');
  const aliases = await account.rows(
    ['kms', 'list-aliases'],
    'Aliases[?TargetKeyId].[TargetKeyId,AliasName]',
  );
  const found = await Promise.all(
    keys.map(async ([id]): Promise<Candidate[]> => {
      const keyId = String(id);
      const of = ['--key-id', keyId];
      const own = aliases.filter(([target]) => target === keyId).map(([, alias]) => String(alias));
      const isNamed = own.some((alias) => names.has(alias));
      if (own.length > 0 && !isNamed) return [];
      const metadata = await account.askOfAny<KeyMetadata>(
        ...['kms', 'describe-key', ...of, '--query', 'KeyMetadata'],
      );
      if (metadata?.KeyManager !== 'CUSTOMER' || /^Pending/.test(metadata.KeyState)) return [];
      if (metadata.Description !== description) return [];
      const tags = isNamed
        ? [environment]
        : await account.askOfAny<string[]>(
            ...['kms', 'list-resource-tags', ...of, '--query', "Tags[?TagKey=='environment'].TagValue"],
          );
      if (tags?.[0] !== environment) return [];
      return [{ id: keyId, known: { key_id: keyId, arn: metadata.Arn }, used: own.length }];
    }),
  );
  return found.flat();
};

const getRole = (name: string) => ['iam', 'get-role', '--role-name', name];

/** Nothing is asked of a role that is not there. */
const ofRole =
  (find: Find): Find =>
  async (sought, account) =>
    (await account.ask(...getRole(sought.must('role')))) === undefined ? [] : find(sought, account);

/** Keys, certificates, roles and secrets. */
export const IDENTITY: Readonly<Record<string, Find>> = {
  aws_kms_key: key,
  aws_kms_alias: listed({ by: ['name'], list: ['kms', 'list-aliases'], rows: 'Aliases[].[AliasName]' }),
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
  aws_iam_role: described(
    (sought) => getRole(sought.must('name')),
    (sought) => sought.must('name'),
  ),
  aws_iam_role_policy: ofRole(
    listed({
      by: ['name'],
      list: (sought) => ['iam', 'list-role-policies', '--role-name', sought.must('role')],
      rows: 'PolicyNames[].[@]',
      id: (sought, name) => `${sought.must('role')}:${name}`,
    }),
  ),
  aws_iam_role_policy_attachment: ofRole(
    listed({
      by: ['policy_arn'],
      list: (sought) => ['iam', 'list-attached-role-policies', '--role-name', sought.must('role')],
      rows: 'AttachedPolicies[].[PolicyArn]',
      id: (sought, policy) => `${sought.must('role')}/${policy}`,
    }),
  ),
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
  aws_secretsmanager_secret: described(
    (sought) => ['secretsmanager', 'describe-secret', '--secret-id', sought.must('name')],
    // One that waits for its deletion can't be imported, and keeps its name.
    (_planned, _account, { ARN, DeletedDate }: { ARN: string; DeletedDate?: string }) =>
      DeletedDate === undefined ? ARN : undefined,
    (id) => ({ arn: id }),
  ),
  aws_secretsmanager_secret_version: async (sought, account) => {
    const secret = sought.must('secret_id');
    const stages = sought.value('version_stages');
    const described = await account.ask<{ VersionIdsToStages?: Record<string, readonly string[]> }>(
      ...['secretsmanager', 'describe-secret', '--secret-id', secret],
    );
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
