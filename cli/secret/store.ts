import { type Aws, ifThere, STDIN } from '../../programs/aws';
import { FIRST_LABEL, keptLabel, nextLabel } from './kept-label';

/** As text, or by the first version of the AWS CLI in seconds. */
type Time = string | number;

/** A secret, as far as it may be known without its value. */
export interface StoredSecret {
  readonly name: string;
  /** ARN of the key that encrypts it. */
  readonly key?: string;
  /** When the deletion was ordered. Undefined: it is there. */
  readonly deleted?: Time;
  /** When the current version was put. Undefined: it has no value. */
  readonly since?: Time;
  /** Ids of versions by their labels, such as AWSCURRENT. */
  readonly versions: Readonly<Partial<Record<'AWSCURRENT' | 'AWSPREVIOUS', string>>>;
  /** By which the current version is kept when it is no longer the current one. */
  readonly keptAs?: string;
}

export interface NewSecret {
  readonly name: string;
  readonly description: string;
  readonly key: string;
  readonly tags: Readonly<Record<string, string>>;
}

interface Described {
  readonly Name: string;
  readonly KmsKeyId?: string;
  readonly DeletedDate?: Time;
}

interface Versions {
  readonly Versions: readonly {
    readonly VersionId: string;
    readonly VersionStages?: readonly string[];
    readonly CreatedDate: Time;
  }[];
}

/** The secrets of services in Secrets Manager. Values go there by stdin of the AWS CLI, never by an argument or a file. */
export class SecretStore {
  constructor(private readonly aws: Aws) {}

  /** Undefined: there is none of that name. */
  async find(name: string): Promise<StoredSecret | undefined> {
    const described = await ifThere(
      this.aws.json<Described>('secretsmanager', 'describe-secret', '--secret-id', name),
    );
    return described && this.complete(described);
  }

  /** All with such names, also those that wait for their end. Of others it may not ask. */
  async list(prefix: string, isWanted: (name: string) => boolean): Promise<StoredSecret[]> {
    const { SecretList } = await this.aws.json<{ SecretList: readonly Described[] }>(
      ...['secretsmanager', 'list-secrets', '--include-planned-deletion'],
      ...['--filters', `Key=name,Values=${prefix}`],
    );
    const wanted = SecretList.filter(({ Name }) => isWanted(Name));
    return Promise.all(wanted.map((described) => this.complete(described)));
  }

  /** ARN of a key, by its alias. Undefined: there is none, as the environment is not deployed. */
  async key(alias: string): Promise<string | undefined> {
    const described = await ifThere(
      this.aws.json<{ KeyMetadata: { Arn: string } }>('kms', 'describe-key', '--key-id', alias),
    );
    return described?.KeyMetadata.Arn;
  }

  /** @returns the id of the version. */
  async create({ name, description, key, tags }: NewSecret, value: string): Promise<string> {
    const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const settings = ['--description', description, '--kms-key-id', key, '--tags', JSON.stringify(list)];
    return this.send(value, 'create-secret', '--name', name, ...settings);
  }

  /**
   * Puts a version that becomes the current one. The one before stays readable by its id.
   * @returns its id.
   */
  async put({ name, versions, keptAs }: StoredSecret, value: string): Promise<string> {
    const kept = keptAs ?? FIRST_LABEL;
    if (versions.AWSCURRENT && !keptAs) await this.label(name, versions.AWSCURRENT, kept);
    const labels = ['--version-stages', 'AWSCURRENT', versions.AWSCURRENT ? nextLabel(kept) : kept];
    return this.send(value, 'put-secret-value', '--secret-id', name, ...labels);
  }

  async restore(name: string): Promise<void> {
    await this.aws.run('secretsmanager', 'restore-secret', '--secret-id', name);
  }

  /** @param days in which it can be restored, 7 to 30. */
  async remove(name: string, days: number): Promise<void> {
    const recovery = ['--recovery-window-in-days', `${days}`];
    await this.aws.run('secretsmanager', 'delete-secret', '--secret-id', name, ...recovery);
  }

  private async label(name: string, version: string, label: string): Promise<void> {
    const move = ['--version-stage', label, '--move-to-version-id', version];
    await this.aws.run('secretsmanager', 'update-secret-version-stage', '--secret-id', name, ...move);
  }

  private async send(value: string, ...args: readonly string[]): Promise<string> {
    const { VersionId } = await this.aws.send<{ VersionId: string }>(
      value,
      'secretsmanager',
      ...args,
      '--secret-string',
      STDIN,
    );
    return VersionId;
  }

  private async complete({ Name, KmsKeyId, DeletedDate }: Described): Promise<StoredSecret> {
    const { Versions } = await this.aws.json<Versions>(
      ...['secretsmanager', 'list-secret-version-ids', '--secret-id', Name],
    );
    const labelled = (label: string) =>
      Versions.find(({ VersionStages = [] }) => VersionStages.includes(label));
    const current = labelled('AWSCURRENT');
    return {
      name: Name,
      key: KmsKeyId,
      deleted: DeletedDate,
      since: current?.CreatedDate,
      versions: { AWSCURRENT: current?.VersionId, AWSPREVIOUS: labelled('AWSPREVIOUS')?.VersionId },
      keptAs: keptLabel(current?.VersionStages ?? []),
    };
  }
}
