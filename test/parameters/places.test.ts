import fc from 'fast-check';
import { TAG_VALUE } from '../../parameters/places';
import { synthesizer } from '../fixture/fixture';
import { environment, load, problems, valid } from './files';

const wrong = (change: Record<string, unknown>) =>
  problems({ 'dev.json': valid(change) }).map((text) => text.split(' → ')[0]);
const isRight = (change: Record<string, unknown>) => 'name' in load({ 'dev.json': valid(change) })[0]!;
const access = (...publicAccess: string[]) => ({ cluster: { version: '1.36', publicAccess } });

test.each([
  ['two halves of the internet', ['0.0.0.0/1', '128.0.0.0/1']],
  ['a quarter of it', ['64.0.0.0/2']],
  ['more than a /8 in parts', ['8.0.0.0/8', '9.0.0.0/8']],
  ['a private block', ['10.0.0.0/8']],
  ['addresses of the machine itself', ['127.0.0.1/32']],
  ['addresses of a link', ['169.254.0.0/16']],
  ['groups', ['224.0.0.0/8']],
  ['what nobody may use', ['240.0.0.1/32']],
  ['a block with private addresses in it', ['172.0.0.0/8']],
])('the Kubernetes API is not opened to %s', (_, list) => {
  expect(wrong(access(...list))[0]).toMatch(/^cluster\.publicAccess/);
});

test('the Kubernetes API may be opened to offices, one of them named twice', () => {
  expect(isRight(access('203.0.113.0/24', '8.0.0.0/9', '8.0.0.0/9', '8.0.0.0/10'))).toBe(true);
});

test.each(['admins', 'viewers'])(
  'the %s of a cluster are roles that EKS knows, by their whole ARN',
  (who) => {
    const role = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
    const cluster = (...arns: string[]) => ({ cluster: { version: '1.36', [who]: arns } });
    const ofIdentityCenter = 'AWSReservedSSO_Viewer_0123456789abcdef';
    expect(
      isRight(cluster(role('team/sre'), role(`aws-reserved/sso.amazonaws.com/${ofIdentityCenter}`))),
    ).toBe(true);
    // As in an aws-auth map, which takes no paths.
    const mistakes = [
      role(ofIdentityCenter),
      role('aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS'),
    ];
    expect(wrong(cluster(...mistakes))).toEqual(
      mistakes.map((arn, index) => expect.stringContaining(`cluster.${who}.${index}: "${arn.slice(0, 60)}`)),
    );
  },
);

test('the load balancer is open to the internet or to public addresses', () => {
  expect(isRight({ entrance: { allowedCidrs: ['0.0.0.0/0'] } })).toBe(true);
  expect(isRight({ entrance: { allowedCidrs: ['8.8.8.0/24'] } })).toBe(true);
  expect(wrong({ entrance: { allowedCidrs: ['255.255.255.255/32'] } })).toHaveLength(1);
});

test('an owner with a character that tags refuse is refused', () => {
  expect(wrong({ owner: "o'hara@acme.example" })).toEqual(['owner: "o\'hara@acme.example"']);
  expect(wrong({ owner: `${'a'.repeat(250)}@acme.example` })).not.toEqual([]);
});

test.each([
  'https://logs.example/${path}',
  'https://logs.example/%{ if }',
  `https://a.example/${'x'.repeat(1000)}`,
])('an address that Terraform or Firehose would read otherwise is refused: %.40s', (url) => {
  expect(wrong({ logs: { forwardTo: { name: 'other', url } } })).toHaveLength(1);
});

test('a variable with a zero byte, at which it would end, is refused', () => {
  const file = valid();
  const services = { ...file.services, storefront: { version: '1.0.0', environment: { A: 'x\0y' } } };
  expect(problems({ 'dev.json': { ...file, services } })).toHaveLength(1);
});

/** Of descriptions of security groups and rules. Source: EC2 API, CreateSecurityGroup, GroupDescription. */
const EC2_DESCRIPTION = /^[\w ./:()#,@[\]+=&;{}!$*-]{0,255}$/;

/** All values of a key, wherever it is. */
function valuesOf(json: unknown, key: string): unknown[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) =>
    name === key ? [value, ...valuesOf(value, key)] : valuesOf(value, key),
  );
}

const nearlyEmail = fc
  .tuple(fc.stringMatching(/^[\w.+'&-]{1,20}$/), fc.domain())
  .map(([name, domain]) => `${name}@${domain}`);
const nearlyUrl = fc
  .tuple(fc.domain(), fc.stringMatching(/^[\w%'$/-]{0,4}$/))
  .map(([domain, path]) => `https://${domain}/${path}`);
const isPlain = (value: unknown): value is string => typeof value === 'string' && !value.includes('${');

test('whatever the schema takes fits at each place where it ends up', () => {
  fc.assert(
    fc.property(nearlyEmail, nearlyEmail, nearlyUrl, (owner, mail, url) => {
      const change = { owner, alerts: { emails: [mail] }, logs: { forwardTo: { name: 'other', url } } };
      if (!isRight(change)) return;
      const { resource, provider } = synthesizer.platform(environment('dev', valid(change)));
      const tags = [resource, provider]
        .flatMap((json) => valuesOf(json, 'tags'))
        .flatMap((all) => all as object[]);
      const values = tags.flatMap((all) => Object.values(all)).filter(isPlain);
      expect(values).toContain(owner);
      expect(values.filter((value) => !TAG_VALUE.test(value))).toEqual([]);
      const groups = ['aws_security_group', 'aws_vpc_security_group_ingress_rule'].map(
        (type) => resource[type],
      );
      const descriptions = valuesOf(groups, 'description').filter(isPlain);
      expect(descriptions.filter((text) => !EC2_DESCRIPTION.test(text))).toEqual([]);
      // Source: SNS API, Subscribe: an e-mail address; Firehose API, HttpEndpointUrl.
      expect(valuesOf(resource.aws_sns_topic_subscription, 'endpoint')).toContain(mail);
      for (const found of valuesOf(resource.aws_kinesis_firehose_delivery_stream, 'url')) {
        expect(found).toMatch(/^https:\/\/[^\s$]{1,992}$/);
      }
    }),
    { numRuns: 40 },
  );
});
