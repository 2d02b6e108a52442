import { PREVIEW, SETUP } from '../../constructs/core/cluster-names';
import type { Aws } from '../../programs/aws';
import type { Kubectl } from '../../programs/kubectl';
import { AwsResource } from '../recover/removal/aws-resource';
import { type Leftover, type Removed, removeAll } from '../recover/removal/remove-all';
import { findTagged } from '../recover/undeclared/tagged';
import { readContract } from './contract';
import { stackName } from './key';
import type { PreviewHost } from './preview-host';

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
  remove(): Promise<Removed> {
    return removeAll(() => this.find());
  }

  private async find(): Promise<Leftover[]> {
    const found = await Promise.all([this.tagged(), this.records(), this.namespaces(), this.jobs()]);
    return found.flat();
  }

  private async tagged(): Promise<Leftover[]> {
    const roles = `${stackName(this.id, 'platform')}-`;
    const tagged = await findTagged(this.aws, { tags: { preview: this.id }, roles });
    return tagged.map(({ arn }) => ({ what: arn, remove: () => new AwsResource(arn).remove(this.aws) }));
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
