import type { Failure } from '../../console/failure';
import { PREVIEW, SETUP } from '../../constructs/core/cluster-names';
import type { Aws } from '../../programs/aws';
import type { Kubectl } from '../../programs/kubectl';
import { pooled } from '../../programs/pooled';
import { readContract } from './contract';
import { stackName } from './key';
import type { PreviewHost } from './preview-host';
import { removalOf } from './removal';
import { readTagged } from './tagged';

/** What is left of a preview outside of its states, as a killed run leaves it. */
export interface Leftover {
  /** An ARN, or what it is and its name. */
  readonly what: string;
  /** Undefined: nobody knows how. */
  readonly remove?: () => Promise<void>;
}

const AT_ONCE = 4;

/** Everything that carries the tag of a preview, or its label in the cluster, or its name in the zone. */
export class Leftovers {
  constructor(
    private readonly previewHost: PreviewHost,
    private readonly aws: Aws,
    private readonly kubectl: Kubectl,
    private readonly id: string,
  ) {}

  /**
   * Removes all of it.
   * @returns what it removed, and what could not be, with the reason.
   */
  async remove(): Promise<{ removed: string[]; left: string[] }> {
    const removed = new Set<string>();
    for (;;) {
      const found = (await this.find()).filter(({ what }) => !removed.has(what));
      const before = removed.size;
      const failures = await pooled(found, AT_ONCE, async ({ what, remove }) => {
        if (!remove) return `${what}: no command is known that removes it`;
        const failure = await remove().catch((error: Failure) => error.message);
        if (failure === undefined) removed.add(what);
        return failure && `${what}: ${failure}`;
      });
      const left = failures.filter((failure) => failure !== undefined);
      // What others needed may be out of their way now.
      if (left.length === 0 || removed.size === before) return { removed: [...removed].sort(), left };
    }
  }

  private async find(): Promise<Leftover[]> {
    const found = await Promise.all([
      this.tagged(),
      this.roles(),
      this.records(),
      this.namespaces(),
      this.jobs(),
    ]);
    return found.flat();
  }

  private async tagged(): Promise<Leftover[]> {
    const tagged = await readTagged(this.aws, this.id);
    return tagged.map(({ arn }) => ({ what: arn, remove: removalOf(this.aws, arn) }));
  }

  /** The tagging API knows of no roles. Their names alone don't tell: an id may begin with another one. */
  private async roles(): Promise<Leftover[]> {
    const { Roles } = await this.aws.json<{ Roles: { RoleName: string; Arn: string }[] }>(
      'iam',
      'list-roles',
    );
    const candidates = Roles.filter(({ RoleName }) =>
      RoleName.startsWith(`${stackName(this.id, 'platform')}-`),
    );
    const own = await pooled(candidates, AT_ONCE, async ({ RoleName }) => {
      const { Role } = await this.aws.json<{ Role: { Tags?: { Key: string; Value: string }[] } }>(
        ...['iam', 'get-role', '--role-name', RoleName],
      );
      return Role.Tags?.some(({ Key, Value }) => Key === 'preview' && Value === this.id);
    });
    return candidates
      .filter((_, index) => own[index])
      .map(({ Arn }) => ({ what: Arn, remove: removalOf(this.aws, Arn) }));
  }

  /** A record has no tags; the last label of a preview's is `<host>-<id>`. */
  private async records(): Promise<Leftover[]> {
    const contract = await readContract(this.aws, this.previewHost.naming);
    if (!contract) return [];
    const zone = contract.entrance.zoneId;
    const { ResourceRecordSets } = await this.aws.json<{ ResourceRecordSets: { Name: string }[] }>(
      ...['route53', 'list-resource-record-sets', '--hosted-zone-id', zone],
    );
    return ResourceRecordSets.filter(({ Name }) =>
      Name.endsWith(`-${this.id}.${this.previewHost.domain}.`),
    ).map((record) => ({
      what: `record ${record.Name}`,
      remove: async () => {
        const batch = { Changes: [{ Action: 'DELETE', ResourceRecordSet: record }] };
        await this.aws.run(
          ...['route53', 'change-resource-record-sets', '--hosted-zone-id', zone],
          ...['--change-batch', JSON.stringify(batch)],
        );
      },
    }));
  }

  private async namespaces(): Promise<Leftover[]> {
    const { items } = await this.kubectl.json<{ items: { metadata: { name: string } }[] }>(
      ...['get', 'namespaces', '--selector', `${PREVIEW}=${this.id}`],
    );
    return items.map(({ metadata: { name } }) => ({
      what: `namespace ${name}`,
      remove: async () => {
        await this.kubectl.run('delete', 'namespace', name, '--ignore-not-found');
      },
    }));
  }

  /** Those that made its databases on the servers of its host, in a namespace that is not its own. */
  private async jobs(): Promise<Leftover[]> {
    const there = this.kubectl.with('--namespace', SETUP);
    const { items } = await there.json<{ items: { metadata: { name: string } }[] }>(
      ...['get', 'jobs', '--selector', `${PREVIEW}=${this.id}`],
    );
    return items.map(({ metadata: { name } }) => ({
      what: `job ${name} in ${SETUP}`,
      remove: async () => {
        await there.run('delete', 'job', name, '--ignore-not-found');
      },
    }));
  }
}
