import { arn } from '../core/arn';
import { type Naming, resourcePath } from '../core/naming';
import { viaService } from '../core/partition';
import type { Statement } from '../core/policy';
import { deployedPath, driftPath } from '../core/record-names';
import { previewFolder } from '../preview/preview-record';
import { noSecretsOfServices } from './secret-rights';

/** The managed policy that all of this is taken away from. */
export const READ_ONLY = 'ReadOnlyAccess';

/**
 * What the role that plans must not read, though it reads everything else: secrets, data that keys decrypt, stored
 * objects, logs and streams. The actions are denied by name, because AWS can add to its managed policy at any time.
 */
export function planRights(naming: Naming): Statement[] {
  return [
    ...common(naming),
    deny('NoSecrets', ['secretsmanager:BatchGetSecretValue', 'secretsmanager:GetSecretValue'], '*'),
    deny('NoDecryption', DECRYPTION, '*'),
  ];
}

/**
 * The same for the role that looks for drift. To refresh the version of a secret, the provider reads the secret, so
 * this role may read those that Terraform wrote. Only reviewed code may assume it.
 */
export function driftRights(naming: Naming): Statement[] {
  const Resource = arn(naming, 'secretsmanager', `secret:${resourcePath(naming, '*')}`);
  return [
    ...common(naming),
    { Sid: 'SecretsThatTerraformWrote', Action: 'secretsmanager:GetSecretValue', Resource },
    {
      Sid: 'TheirKeys',
      Action: 'kms:Decrypt',
      Resource: arn(naming, 'kms', 'key/*'),
      Condition: { StringEquals: { 'kms:ViaService': viaService(naming.region, 'secretsmanager') } },
    },
    noSecretsOfServices(naming),
    {
      Sid: 'WhenItLooked',
      Action: 'ssm:PutParameter',
      Resource: arn(naming, 'ssm', `parameter${driftPath(naming)}`),
    },
    deny('NoOtherSecrets', ['secretsmanager:BatchGetSecretValue'], '*'),
    {
      Sid: 'NoSecretsOfOthers',
      Effect: 'Deny',
      Action: 'secretsmanager:GetSecretValue',
      NotResource: Resource,
    },
    {
      ...deny('NoOtherDecryption', DECRYPTION, '*'),
      Condition: { StringNotEquals: { 'kms:ViaService': viaService(naming.region, 'secretsmanager') } },
    },
  ];
}

const DECRYPTION = ['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

function common(naming: Naming): Statement[] {
  // Of previews as well.
  const contracts = resourcePath({ ...naming, environment: '*' }, 'contract');
  const records = [deployedPath(naming), `${deployedPath(naming)}/*`, driftPath(naming)];
  const folder = previewFolder(naming);
  return [
    // Made anew at each plan, written down nowhere.
    { Sid: 'NewPasswords', Action: 'secretsmanager:GetRandomPassword', Resource: '*' },
    {
      Sid: 'NoParametersButContracts',
      Effect: 'Deny',
      Action: ['ssm:GetParameter', 'ssm:GetParameterHistory', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
      NotResource: [contracts, `${contracts}/*`, folder, `${folder}/*`, ...records].map((path) =>
        arn(naming, 'ssm', `parameter${path}`),
      ),
    },
    deny(
      'NoStoredData',
      [
        'athena:GetQueryResults*',
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:GetRecords',
        'dynamodb:PartiQL*',
        'dynamodb:Query',
        'dynamodb:Scan',
        'ec2:GetConsole*',
        'ec2:GetPasswordData',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
        'kinesis:Get*',
        'kinesis:SubscribeToShard',
        'rds:Download*',
        's3:GetObject*',
        'sqs:ReceiveMessage',
      ],
      '*',
    ),
    deny(
      'NoLogs',
      [
        'logs:FilterLogEvents',
        'logs:GetLog*',
        'logs:GetQueryResults',
        'logs:StartLiveTail',
        'logs:StartQuery',
        'logs:Unmask',
      ],
      '*',
    ),
  ];
}

function deny(Sid: string, Action: readonly string[], Resource: string): Statement {
  return { Sid, Effect: 'Deny', Action, Resource };
}
