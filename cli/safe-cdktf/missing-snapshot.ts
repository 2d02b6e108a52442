import type { OneWayStep } from '../../plan/version-step';
import { Aws } from '../../programs/aws';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';

/** How old the snapshot before a step without a way back may be, in hours. */
export const SNAPSHOT_HOURS = 24;

interface Service {
  /** When the snapshots of a server were made that last until somebody deletes them. */
  made(aws: Aws, id: string): Promise<(string | undefined)[]>;
  /** The commands that make one, and wait for it. */
  make(id: string, snapshot: string): string;
}

/**
 * A snapshot that RDS makes by itself, such as the one before an upgrade, goes with its retention, and with the server.
 * ElastiCache makes none before an upgrade. Source: Amazon RDS User Guide, "Upgrading a DB instance engine version".
 */
const SERVICES: Readonly<Record<OneWayStep['service'], Service>> = {
  rds: {
    async made(aws, id) {
      const { DBSnapshots } = await aws.json<{
        DBSnapshots: { SnapshotType: string; Status: string; SnapshotCreateTime?: string }[];
      }>('rds', 'describe-db-snapshots', '--db-instance-identifier', id);
      return DBSnapshots.filter(
        ({ SnapshotType, Status }) => SnapshotType !== 'automated' && Status === 'available',
      ).map(({ SnapshotCreateTime }) => SnapshotCreateTime);
    },
    make: (id, snapshot) =>
      [
        `aws rds create-db-snapshot --db-instance-identifier ${id} --db-snapshot-identifier ${snapshot}`,
        `aws rds wait db-snapshot-available --db-snapshot-identifier ${snapshot}`,
      ].join(' && '),
  },
  elasticache: {
    async made(aws, id) {
      const { Snapshots } = await aws.json<{
        Snapshots: {
          SnapshotSource: string;
          SnapshotStatus: string;
          NodeSnapshots?: { SnapshotCreateTime?: string }[];
        }[];
      }>('elasticache', 'describe-snapshots', '--replication-group-id', id);
      return Snapshots.filter(
        ({ SnapshotSource, SnapshotStatus }) => SnapshotSource === 'manual' && SnapshotStatus === 'available',
      ).flatMap(({ NodeSnapshots = [] }) =>
        NodeSnapshots.map(({ SnapshotCreateTime }) => SnapshotCreateTime),
      );
    },
    make: (id, snapshot) =>
      `aws elasticache create-snapshot --replication-group-id ${id} --snapshot-name ${snapshot}`,
  },
};

/** The command that makes the snapshot before a step. */
export function snapshotCommand({ service, id, to }: OneWayStep): string {
  return SERVICES[service].make(id, `${id}-before-${to.engine}-${to.version.replaceAll('.', '-')}`);
}

/** Why a step without a way back must wait: nobody has made a snapshot of late. Undefined: there is one. */
export async function missingSnapshot(
  { environment, roleArn, region }: SynthesizedStack,
  address: string,
  step: OneWayStep,
): Promise<string | undefined> {
  const { service, id, from, to } = step;
  const own = new Aws(region ?? '');
  const aws = roleArn === undefined ? own : await own.as(roleArn, 'snapshots');
  const made = await SERVICES[service].made(aws, id);
  const since = Date.now() - SNAPSHOT_HOURS * 3_600_000;
  if (made.some((time) => time !== undefined && Date.parse(time) >= since)) return undefined;
  return `${address} goes from ${from.engine} ${from.version} to ${to.engine} ${to.version}, which can't be taken back, ${environment} is protected, and nobody made a snapshot of ${id} in the last ${SNAPSHOT_HOURS} hours. First, with credentials of its account:\n  ${snapshotCommand(step)}`;
}
