import { arn } from '../../../core/arn';
import { resourcePath } from '../../../core/naming';
import { viaService } from '../../../core/partition';
import type { Statement } from '../../../core/policy';
import type { Variable } from '../../pods/grant';
import type { Runtime } from '../../runtime/runtime';

/** What the names of all secrets of previews begin with, for a script that puts the rest behind it. */
export function secretsOfPreviews({ naming }: Pick<Runtime, 'naming'>): Variable {
  return { name: 'SECRETS_OF_PREVIEWS', value: resourcePath({ ...naming, environment: 'preview-' }) };
}

/** Reads the secrets that previews make for a database or cache, whichever key encrypts them. */
export function readSecretsOfPreviews({ naming }: Pick<Runtime, 'naming'>, thing: string): Statement[] {
  const previews = resourcePath({ ...naming, environment: 'preview-*' }, '*', thing, 'user-*');
  const Resource = arn(naming, 'secretsmanager', `secret:${previews}`);
  return [
    { Sid: 'ReadSecretsOfPreviews', Action: 'secretsmanager:GetSecretValue', Resource },
    {
      Sid: 'DecryptSecretsOfPreviews',
      Action: 'kms:Decrypt',
      Resource: arn(naming, 'kms', 'key/*'),
      Condition: {
        StringEquals: { 'kms:ViaService': viaService(naming.region, 'secretsmanager') },
        StringLike: { 'kms:EncryptionContext:SecretARN': Resource },
      },
    },
  ];
}
