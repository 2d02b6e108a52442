import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { resourcePath } from '../../core/naming';
import { viaService } from '../../core/partition';
import type { Statement } from '../../core/policy';
import { sid } from '../../core/sid';
import { EphemeralPassword } from '../../encryption/ephemeral-password';
import type { SecretMount, Variable } from '../pods/grant';
import type { Runtime } from '../runtime/runtime';
import { type MountedSecret, SecretProviderClass } from './secret-provider-class';

export interface ServiceSecretProps {
  readonly runtime: Runtime;
  /** Namespace of the service's pods, as a reference to it. */
  readonly namespace: string;
  readonly service: string;
  /** What the service signs in to. */
  readonly binding: string;
  /** One more: another password. */
  readonly rotation: number;
  /** Whose the password is. */
  readonly username: string;
}

/**
 * The user name and password of one service for one binding, as JSON in Secrets Manager, and their delivery to the
 * service's pods. The password is generated and written without being stored by Terraform.
 *
 * Everything that belongs to one rotation has an address of its own and names its version of the secret. Pods of the
 * rotation before keep what they mount until the last of them is gone, whatever fails meanwhile.
 */
export class ServiceSecret extends Construct {
  readonly version: SecretsmanagerSecretVersion;
  readonly mount: SecretMount;
  /** What a pod that mounts it waits for. */
  readonly ready: ITerraformDependable;
  private readonly arn: string;
  private readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceSecretProps,
  ) {
    super(scope, id);
    const { runtime, service, binding } = props;
    // `user`, as a name that ends in a dash and six characters reads like one with AWS's own ending.
    this.name = resourcePath(runtime.naming, service, binding, 'user');
    const secret = this.createSecret(props);
    this.arn = secret.arn;
    this.version = this.createVersion(secret, props);
    const providerClass = this.createProviderClass(props);
    this.mount = { name: binding, secretProviderClass: providerClass.name };
    this.ready = providerClass.resource;
  }

  /** The password as an environment variable. */
  variable(name: string): Variable {
    return { name, secret: this.mount.secretProviderClass, key: PASSWORD };
  }

  /** What a role needs in order to read it. */
  readStatements(): Statement[] {
    const { runtime, binding } = this.props;
    return readStatements(runtime, sid('SecretOf', binding), this.arn);
  }

  /** This rotation's version, as files that hold a field each. */
  asFiles(...fields: readonly string[]): MountedSecret {
    return {
      id: this.name,
      label: labelOf(this.props.rotation),
      file: 'user',
      fields: Object.fromEntries(fields.map((field) => [field, field])),
    };
  }

  private createSecret({ runtime, service, binding }: ServiceSecretProps): SecretsmanagerSecret {
    return new SecretsmanagerSecret(this, 'Default', {
      name: this.name,
      description: `User of ${service} in ${binding}`,
      kmsKeyId: runtime.contract.keys.secrets,
      // Nothing is lost with it: a service that binds the thing again gets another password. And a secret that waits
      // for its end keeps its name.
      recoveryWindowInDays: 0,
    });
  }

  private createVersion(
    { id }: SecretsmanagerSecret,
    { rotation, username }: ServiceSecretProps,
  ): SecretsmanagerSecretVersion {
    const password = new EphemeralPassword(this, `password-${rotation}`);
    return new SecretsmanagerSecretVersion(this, `version-${rotation}`, {
      secretId: id,
      secretStringWo: Fn.jsonencode({ username, [PASSWORD]: password.value }),
      secretStringWoVersion: rotation,
      versionStages: ['AWSCURRENT', labelOf(rotation)],
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createProviderClass({ runtime, namespace, service, binding, rotation }: ServiceSecretProps) {
    return new SecretProviderClass(this, `mount-${rotation}`, {
      namespace,
      name: `${service}-${binding}-${rotation}`,
      region: runtime.naming.region,
      secrets: [this.asFiles(PASSWORD)],
      synced: [PASSWORD],
      after: [this.version],
    });
  }
}

const PASSWORD = 'password';

/** By which the driver finds the version. An id would do, but is not known when Terraform plans. */
function labelOf(rotation: number): string {
  return `rotation-${rotation}`;
}

/**
 * The rights that a role needs to read a secret.
 * @param keyArn What encrypts it. Default: the environment's key for secrets.
 */
export function readStatements(
  { naming, contract }: Runtime,
  what: string,
  arn: string,
  keyArn = contract.keys.secrets,
): Statement[] {
  return [
    {
      Sid: `Read${what}`,
      Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      Resource: arn,
    },
    {
      Sid: `Decrypt${what}`,
      Action: 'kms:Decrypt',
      Resource: keyArn,
      Condition: {
        StringEquals: {
          'kms:ViaService': viaService(naming.region, 'secretsmanager'),
          'kms:EncryptionContext:SecretARN': arn,
        },
      },
    },
  ];
}
