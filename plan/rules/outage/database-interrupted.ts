import type { Change } from '../../change';
import { allOf } from '../../finding';
import { lower } from '../../setting/order';
import { type Setting, weakened } from '../../setting/setting';
import { fromTo } from '../../setting/shown';
import { Mark, type Value } from '../../value';
import { oneWayStep } from '../../version-step';
import { outage, word } from './outage';

/** Where the version of an engine stands, by type; and the engine itself, where that is another attribute. */
const VERSIONED: Readonly<Record<string, readonly [path: string, engine?: string]>> = {
  aws_db_instance: ['engine_version', 'engine'],
  aws_rds_cluster: ['engine_version', 'engine'],
  aws_rds_global_cluster: ['engine_version', 'engine'],
  aws_docdb_cluster: ['engine_version', 'engine'],
  aws_neptune_cluster: ['engine_version', 'engine'],
  aws_elasticache_replication_group: ['engine_version', 'engine'],
  aws_memorydb_cluster: ['engine_version', 'engine'],
  aws_opensearch_domain: ['engine_version'],
  aws_elasticsearch_domain: ['elasticsearch_version'],
  aws_mq_broker: ['engine_version', 'engine_type'],
};

const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_db_instance', 'aws_rds_cluster'],
    path: 'allocated_storage',
    isWeaker: (was, will) => typeof will === 'number' && will > 0 && lower(was, will),
    says: (was, will) =>
      `is to have a smaller disk, ${fromTo(was, will)} GiB, which AWS refuses: a disk never shrinks`,
  },
];

export const databaseInterrupted = outage(
  'database-interrupted',
  'a database goes to another major version or engine, from which only a snapshot leads back',
  (change: Change) => allOf(weakened(change, SETTINGS), major(change)),
);

/** Caches that another one takes over from keep answering meanwhile. */
const KEEPS_ANSWERING = ['aws_elasticache_replication_group', 'aws_memorydb_cluster'];

function major(change: Change): string | undefined {
  const versioned = Object.hasOwn(VERSIONED, change.type) ? VERSIONED[change.type] : undefined;
  if (!versioned || change.action !== 'update') return undefined;
  const [path, enginePath] = versioned;
  const [was, will] = [change.was(path), change.will(path)];
  const [engine, other] = enginePath ? [change.was(enginePath), change.will(enginePath)] : ['', ''];
  if (will instanceof Mark || typeof was !== 'string' || typeof will !== 'string') return undefined;
  const isOther = typeof engine === 'string' && typeof other === 'string' && engine !== other;
  if (!isOther && oneWayStep(change) === undefined && majorOf(engine, was) === majorOf(engine, will))
    return undefined;
  const step = isOther ? `${engine} ${was} → ${word(other)} ${will}` : `${was} → ${will}`;
  const lasts = KEEPS_ANSWERING.includes(change.type)
    ? 'its nodes are replaced one by one'
    : 'minutes without connections, more for a big one';
  return `goes to another major version, ${step}: ${lasts}, and only a snapshot leads back: take one first (docs/runbooks/upgrades.md)`;
}

/** What of a version its engine calls a major. Source: RDS, DocumentDB, Neptune and OpenSearch guides, "Upgrading". */
function majorOf(engine: Value, version: string): string {
  const numbers = version.replace(/^[A-Za-z]+_/, '').split('.');
  const isByTwo = /mysql|mariadb|neptune|activemq|rabbitmq/i.test(word(engine));
  return numbers.slice(0, isByTwo ? 2 : 1).join('.');
}
