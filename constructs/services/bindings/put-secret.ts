import { DataAwsSecretsmanagerSecret } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret';
import { DataAwsSecretsmanagerSecretVersions } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-versions';
import { Fn, TerraformIterator, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import type { Secret } from '../../../declarations/secret';
import { arn } from '../../core/arn';
import { secretName, secretOwner } from '../../core/secret-names';
import { sid } from '../../core/sid';
import type { Grant } from '../pods/grant';
import type { Binder } from './binder';
import { SecretProviderClass } from './secret-provider-class';
import { readStatements } from './service-secret';

const FILE = 'value';

/**
 * A secret of a service that people put (`npm run secret`), as a variable of its pods. Terraform reads which version is
 * the current one, never a value, and neither makes nor removes the secret: what only a person knows is not lost with a
 * destroy. Each version has a SecretProviderClass of its own, so that a new one replaces the pods, and those of before
 * keep theirs.
 */
export class PutSecret extends Construct {
  readonly grant: Grant;

  constructor(scope: Construct, id: string, { runtime, service, namespace, shared }: Binder, secret: Secret) {
    super(scope, id);
    const { naming, guest } = runtime;
    const owner = secretOwner(naming, guest?.host ?? naming.environment, secret);
    const name = secretName(owner, service, secret.name);
    const found = new DataAwsSecretsmanagerSecret(this, 'Default', { name });
    const version = this.currentVersion(name, `${owner.environment} ${service} ${secret.name}`);
    const providerClass = new SecretProviderClass(this, 'mount', {
      namespace,
      // No name of a service or a secret has two dashes in a row.
      name: `${service}--${secret.name}--${Fn.substr(version, 0, 8)}`,
      region: naming.region,
      secrets: [{ id: name, version, file: FILE, fields: {} }],
      synced: [FILE],
      forEach: TerraformIterator.fromList([version]),
      after: [],
    });
    // Under a key of another environment, of which a preview does not know the id.
    const key = guest ? arn(naming, 'kms', 'key/*') : runtime.contract.keys.secrets;
    this.grant = {
      variables: [{ name: secret.variable, secret: providerClass.name, key: FILE }],
      mounts: [{ name: `secret--${secret.name}`, secretProviderClass: providerClass.name }],
      statements: readStatements(runtime, sid('ValueOf', secret.name), found.arn, key),
      egress: [],
      after: [providerClass.resource, ...shared.synced],
    };
  }

  /** Id of the current version. A local, as functions of CDKTF escape what stands in their arguments. */
  private currentVersion(name: string, what: string): string {
    const versions = new DataAwsSecretsmanagerSecretVersions(this, 'versions', { secretId: name });
    const current = (list: string) =>
      `[for v in ${list} : v.version_id if contains(v.version_stages, "AWSCURRENT")]`;
    versions.lifecycle = {
      postcondition: [
        {
          condition: `\${length(${current('self.versions')}) == 1}`,
          errorMessage: `${name} has no value: npm run secret -- set ${what}`,
        },
      ],
    };
    return new TerraformLocal(this, 'version', `\${one(${current(`${versions.fqn}.versions`)})}`).asString;
  }
}
