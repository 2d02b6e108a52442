import { removeVpc } from '../../../cli/recover/removal/vpc';
import { removeZone } from '../../../cli/recover/removal/zone';
import type { Aws } from '../../../programs/aws';

/** Answers by the first two words; what is not there is an empty list. `calls` has those that change something. */
function account(answers: Readonly<Record<string, unknown>>) {
  const calls: string[] = [];
  const aws = {
    json: async (service: string, call: string, ...rest: string[]) =>
      answers[`${service} ${call} ${rest.at(-1)}`] ?? answers[`${service} ${call}`] ?? [],
    run: async (...args: string[]) => {
      calls.push(args.join(' '));
      return '';
    },
  };
  return { aws: aws as unknown as Aws, calls };
}

test('a zone goes after its records, but for the two that go with it: Route 53 deletes none that holds others', async () => {
  const proof = {
    Name: '_proof.dev.acme.example.',
    Type: 'CNAME',
    TTL: 60,
    ResourceRecords: [{ Value: 'a' }],
  };
  const below = { Name: 'preview.dev.acme.example.', Type: 'NS', TTL: 60, ResourceRecords: [{ Value: 'b' }] };
  const own = ['NS', 'SOA'].map((Type) => ({ Name: 'dev.acme.example.', Type }));
  const { aws, calls } = account({
    'route53 get-hosted-zone': { HostedZone: { Name: 'dev.acme.example.' } },
    'route53 list-resource-record-sets': { ResourceRecordSets: [...own, proof, below] },
  });
  await removeZone(aws, ['', 'Z1']);
  const Changes = [proof, below].map((record) => ({ Action: 'DELETE', ResourceRecordSet: record }));
  expect(calls).toEqual([
    `route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch ${JSON.stringify({ Changes })}`,
    'route53 delete-hosted-zone --id Z1',
  ]);
});

test('an empty VPC goes by one call', async () => {
  const { aws, calls } = account({});
  await removeVpc(aws, ['', 'vpc-1']);
  expect(calls).toEqual(['ec2 delete-vpc --vpc-id vpc-1']);
});

test('what is in a VPC goes in the order in which AWS lets it: gateways, addresses, rules, groups, subnets', async () => {
  const { aws, calls } = account({
    "ec2 describe-nat-gateways NatGateways[?State!='deleted'].NatGatewayId": ['nat-1'],
    "ec2 describe-nat-gateways NatGateways[?State!='deleted'].NatGatewayAddresses[].AllocationId": [
      'eipalloc-1',
    ],
    'ec2 describe-internet-gateways': ['igw-1'],
    'ec2 describe-security-groups': ['sg-1'],
    'ec2 describe-security-group-rules': [{ GroupId: 'sg-1', IsEgress: false, SecurityGroupRuleId: 'sgr-1' }],
    'ec2 describe-subnets': ['subnet-1'],
    'ec2 describe-route-tables': ['rtb-1'],
  });
  await removeVpc(aws, ['', 'vpc-1']);
  expect(calls.map((call) => call.split(' ')[1])).toEqual([
    'delete-nat-gateway',
    'wait',
    'release-address',
    'detach-internet-gateway',
    'delete-internet-gateway',
    'revoke-security-group-ingress',
    'delete-security-group',
    'delete-subnet',
    'delete-route-table',
    'delete-vpc',
  ]);
});
