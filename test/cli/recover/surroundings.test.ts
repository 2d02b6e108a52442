import { Surroundings } from '../../../cli/recover/find/surroundings';
import type { Aws } from '../../../programs/aws';
import type { Kubectl } from '../../../programs/kubectl';

const KINDS = ['ConfigMap.v1.', 'Job.v1.batch', 'Namespace.v1.', 'TargetGroupBinding.v1.eks.amazonaws.com'];
const OBJECTS: Readonly<Record<string, string>> = {
  'ConfigMap.v1.': 'v1 ConfigMap shop/flags\n',
  'Job.v1.batch': 'batch/v1 Job shop/release\n',
  'Namespace.v1.': 'v1 Namespace /shop\n',
};

/** Knows those kinds alone. */
function cluster(calls: string[], known = OBJECTS): Surroundings {
  const run = async (_get: string, kinds: string) => {
    calls.push(kinds);
    const unknown = kinds.split(',').find((kind) => !(kind in known));
    if (unknown) throw new Error(`kubectl get: error: the server doesn't have a resource type "${unknown}"`);
    return kinds
      .split(',')
      .map((kind) => known[kind])
      .join('');
  };
  const kubectl = async () => ({ run }) as unknown as Kubectl;
  return new Surroundings({} as Aws, kubectl, '111111111111', 'eu-central-1');
}

const THERE = ['ConfigMap.v1. shop/flags', 'Job.v1.batch shop/release', 'Namespace.v1. shop'];

test('a cluster is asked for all kinds at once, however many objects are looked for', async () => {
  const calls: string[] = [];
  const inside = cluster(calls, { ...OBJECTS, [KINDS[3]!]: '' });
  const [objects] = await Promise.all([inside.objects(KINDS), inside.objects(KINDS)]);
  expect([...objects]).toEqual(expect.arrayContaining(THERE));
  expect(calls).toEqual([KINDS.join()]);
});

test('a kind that the cluster does not know hides none of the others', async () => {
  expect([...(await cluster([]).objects(KINDS))]).toEqual(expect.arrayContaining(THERE));
});

test('a cluster that does not tell ends it', async () => {
  const kubectl = () => Promise.reject(new Error('No access to the cluster'));
  const inside = new Surroundings({} as Aws, kubectl, '111111111111', 'eu-central-1');
  await expect(inside.objects(KINDS)).rejects.toThrow('No access');
});
