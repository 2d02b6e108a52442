import { wantedPrograms } from '../../../local/deploy/server-programs';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';

const stack = (resource: Record<string, Record<string, object>>) =>
  new SynthesizedStack({ name: 'dev', directory: '.', document: { resource: resource as never } });

test('a program is fetched once, for whatever asks for it, and none for what nobody asks for', () => {
  const postgres = { engine: 'postgres', engine_version: '17.10' };
  expect(
    wantedPrograms([
      stack({ aws_db_instance: { orders: postgres, stock: { ...postgres, engine_version: '17.9' } } }),
      stack({
        aws_elasticache_cluster: { pages: { engine: 'memcached', engine_version: '1.6.22' } },
        aws_elasticache_replication_group: { sessions: { engine: 'valkey', engine_version: '8.2' } },
        aws_elasticache_user: { shop: { engine: 'redis' } },
      }),
    ]),
  ).toEqual(['memcached-1', 'postgres-17', 'valkey-8']);
});
