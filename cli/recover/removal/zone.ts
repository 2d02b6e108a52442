import type { Remove } from './steps';

interface ResourceRecordSet {
  readonly Name: string;
  readonly Type: string;
}

/** Route 53 takes as many in one batch. Source: Route 53 API Reference, ChangeResourceRecordSets. */
const MOST_CHANGES = 1000;

/** With its records: Route 53 deletes no zone that has others than its own two. */
export const removeZone: Remove = async (aws, [, id]) => {
  const of = ['--hosted-zone-id', id!];
  const zone = await aws.json<{ HostedZone: { Name: string } }>('route53', 'get-hosted-zone', '--id', id!);
  const { ResourceRecordSets: all } = await aws.json<{ ResourceRecordSets: readonly ResourceRecordSet[] }>(
    ...['route53', 'list-resource-record-sets', ...of],
  );
  const own = ({ Name, Type }: ResourceRecordSet) =>
    Name === zone.HostedZone.Name && ['NS', 'SOA'].includes(Type);
  const changes = all
    .filter((record) => !own(record))
    .map((record) => ({ Action: 'DELETE', ResourceRecordSet: record }));
  for (let first = 0; first < changes.length; first += MOST_CHANGES) {
    const batch = JSON.stringify({ Changes: changes.slice(first, first + MOST_CHANGES) });
    await aws.run('route53', 'change-resource-record-sets', ...of, '--change-batch', batch);
  }
  await aws.run('route53', 'delete-hosted-zone', '--id', id!);
};
