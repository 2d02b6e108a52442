import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { restartOutdated } from '../../../local/deploy/outdated';
import { archiveOf } from '../../../local/images/archive';
import { layout } from '../../../local/machine/layout';
import type { Kubectl } from '../../../programs/kubectl';
import { folder } from '../temporary';

const IMAGE = 'registry.test/shop:1';
const NOON = Date.parse('2026-01-01T12:00:00Z');

beforeEach(() => {
  process.env.PLATFORM_CACHE = folder({});
  mkdirSync(layout().images, { recursive: true });
  writeFileSync(archiveOf(IMAGE), '');
  utimesSync(archiveOf(IMAGE), NOON / 1000, NOON / 1000);
});
afterEach(() => {
  delete process.env.PLATFORM_CACHE;
});

const pod = (name: string, made: string, image = IMAGE, kind = 'ReplicaSet') => ({
  metadata: { namespace: 'shop', creationTimestamp: made, ownerReferences: [{ kind, name }] },
  spec: { containers: [{ image }] },
});

function cluster(...items: object[]) {
  const ran: string[] = [];
  const run = async (...args: string[]) => {
    ran.push(args.join(' '));
    return '';
  };
  return { ran, kubectl: { json: async () => ({ items }), run } as unknown as Kubectl };
}

test('a deployment whose pods are older than their image is restarted once, and waited for', async () => {
  const { ran, kubectl } = cluster(
    pod('web-api-1a2b', '2026-01-01T11:00:00Z'),
    pod('web-api-1a2b', '2026-01-01T11:00:01Z'),
  );
  expect(await restartOutdated(kubectl, [IMAGE])).toEqual(['shop/web-api']);
  expect(ran).toEqual([
    'rollout restart --namespace=shop deployment/web-api',
    'rollout status --namespace=shop deployment/web-api --timeout=5m',
  ]);
});

test('pods that are newer, run another image, or belong to a job are left alone', async () => {
  const { ran, kubectl } = cluster(
    pod('web-1a2b', '2026-01-01T12:00:00Z'),
    pod('other-1a2b', '2026-01-01T11:00:00Z', 'registry.test/other:1'),
    pod('release', '2026-01-01T11:00:00Z', IMAGE, 'Job'),
  );
  expect(await restartOutdated(kubectl, [IMAGE])).toEqual([]);
  expect(ran).toEqual([]);
});
