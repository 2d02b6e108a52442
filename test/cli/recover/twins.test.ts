import { Surroundings } from '../../../cli/recover/find/surroundings';
import { astray, findTwins, goingWith, spares, type Twins } from '../../../cli/recover/twins';
import type { ResourceChange } from '../../../plan/change';
import type { Aws } from '../../../programs/aws';

// A deploy that did not know what a killed one had made has made a second VPC, with subnets in it, and failed at the first
// name that was taken: everything else is in the first VPC.

const twins = (used: number, other: number): Twins => ({
  ...{ address: 'aws_vpc.network', type: 'aws_vpc', own: { id: 'vpc-2', used } },
  others: [{ id: 'vpc-1', used: other }],
});
const resource = (address: string, attributes: object) => {
  const [type, name] = address.split('.') as [string, string];
  return { mode: 'managed', type, name, instances: [{ attributes: { ...attributes } }] };
};

test('the one that is in use is meant, and the state forgets the other with all that goes with it', () => {
  const lost = astray([twins(0.003, 4)]);
  const resources = [
    resource('aws_vpc.network', { id: 'vpc-2' }),
    resource('aws_subnet.a', { id: 'subnet-2', vpc_id: 'vpc-2' }),
    resource('aws_nat_gateway.a', { id: 'nat-2', subnet_id: 'subnet-2' }),
    resource('aws_subnet.b', { id: 'subnet-1', vpc_id: 'vpc-1' }),
    resource('aws_db_instance.orders', { id: 'db', note: 'vpc-2' }),
  ];
  expect(goingWith(lost, { resources })).toEqual(
    new Set(['aws_vpc.network', 'aws_subnet.a', 'aws_nat_gateway.a']),
  );
});

test('what the state has stays when the other one is used no more', () => {
  expect(astray([twins(4, 0.003), twins(0, 0)])).toEqual([]);
});

test('the other one is removed when nothing is in it and the state does not name it', () => {
  const all = [twins(4, 0.003)];
  expect(spares(all, { resources: [] })).toMatchObject([{ id: 'vpc-1', instead: 'vpc-2', isEmpty: true }]);
  const named = [resource('aws_subnet.b', { vpc_id: 'vpc-1' })];
  expect(spares(all, { resources: named })).toMatchObject([{ isEmpty: false }]);
  expect(spares([twins(4, 1)], { resources: [] })).toMatchObject([{ isEmpty: false }]);
});

test('two keys of one stack that look alike are no twins', async () => {
  const answers: Record<string, unknown> = {
    'list-keys': [['k-1'], ['k-2']],
    'list-aliases': [],
    'describe-key': { Description: 'Data', KeyManager: 'CUSTOMER', KeyState: 'Enabled', Arn: 'arn' },
    'list-resource-tags': ['dev'],
  };
  const run = async (_service: string, call: string) => JSON.stringify(answers[call]);
  const noCluster = () => Promise.reject(new Error());
  const inside = new Surroundings({ run } as unknown as Aws, noCluster, '1', 'eu-central-1');
  const key = (name: string, id: string) => {
    const values = { id, description: 'Data', tags_all: { environment: 'dev' } };
    const change = { actions: ['no-op'], before: values, after: values, after_unknown: {} };
    return { address: `aws_kms_key.${name}`, mode: 'managed', type: 'aws_kms_key', name, change };
  };
  const changes = [key('a', 'k-1'), key('b', 'k-2')] as unknown as ResourceChange[];
  expect(await findTwins(changes, {}, () => inside)).toEqual([]);
  expect(await findTwins(changes.slice(0, 1), {}, () => inside)).toMatchObject([
    { own: { id: 'k-1' }, others: [{ id: 'k-2' }] },
  ]);
});
