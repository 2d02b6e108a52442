import fc from 'fast-check';
import { LONGEST_NAME } from '../../declarations/name';
import { TAG_VALUE } from '../../parameters/places';
import { synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';
import { parameterFile } from './arbitrary';
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

/** Of an SSM parameter, in bytes, by its tier. Source: Systems Manager User Guide, "Managing parameter tiers". */
const SSM_VALUE: Record<string, number> = { Standard: 4096, 'Intelligent-Tiering': 8192 };
/** Longer than whatever stands for a reference in the end, but for a few ARNs. */
const RESOLVED = 'x'.repeat(100);

/** Source: Kubernetes, apimachinery/pkg/util/validation, IsValidLabelValue and IsQualifiedName. */
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/;
const QUALIFIED_NAME =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
/** Of all annotations of an object. Source: Kubernetes, apimachinery/pkg/api/validation, TotalAnnotationSizeLimitB. */
const ANNOTATIONS = 256 * 1024;
/** Source: Kubernetes, apimachinery/pkg/api/resource, Quantity; none of the platform's is negative. */
const QUANTITY = /^(\d+(\.\d*)?|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE]-?\d+)?$/;
const QUANTITIES = ['limits', 'requests', 'hard', 'default', 'default_request', 'max', 'min'];

const textsOf = (json: unknown, ...keys: string[]): [string, unknown][] =>
  keys
    .flatMap((key) => valuesOf(json, key))
    .filter((one) => typeof one === 'object' && one !== null)
    .flatMap((one) => Object.entries(one as object));

const nearlyEmail = fc
  .tuple(fc.stringMatching(/^[\w.+'&-]{1,20}$/), fc.domain())
  .map(([name, domain]) => `${name}@${domain}`);
const nearlyUrl = fc
  .tuple(fc.domain(), fc.stringMatching(/^[\w%'$/-]{0,4}$/))
  .map(([domain, path]) => `https://${domain}/${path}`);
/** All resources of some types, in several stacks. */
const valuesIn = (stacks: readonly Json[], ...types: string[]): Json[] =>
  stacks.flatMap((resource) => types.flatMap((type) => Object.values(resource[type] ?? {})));
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

test('whatever a parameter file says fits in SSM, alarms and Kubernetes', () => {
  fc.assert(
    fc.property(parameterFile(), (file) => {
      const given = environment('e'.repeat(LONGEST_NAME), file);
      const stacks = [synthesizer.platform(given), synthesizer.services(given)].map(
        ({ resource }) => resource,
      );

      for (const { insecure_value, tier = 'Standard', description } of valuesIn(
        stacks,
        'aws_ssm_parameter',
      )) {
        expect(insecure_value.replaceAll(/\b(aws_|local\.)[\w.[\]-]+/g, RESOLVED).length).toBeLessThan(
          SSM_VALUE[tier]!,
        );
        // Source: SSM API, PutParameter, Value: one parameter can not refer to another.
        expect(`${insecure_value}${description}`).not.toContain('{{');
      }

      // Source: CloudWatch API, AlarmName and AlarmDescription.
      const alarms = ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'];
      for (const { alarm_name, alarm_description } of valuesIn(stacks, ...alarms)) {
        expect(alarm_name).toMatch(/^[^\p{Cc}]{1,255}$/u);
        expect(alarm_description).toMatch(/^[^\p{Cc}]{1,1024}$/u);
      }

      const kubernetes = valuesIn(
        stacks,
        ...stacks.flatMap((types) => Object.keys(types)).filter((type) => type.startsWith('kubernetes_')),
      );
      const labels = textsOf(kubernetes, 'labels', 'match_labels', 'matchLabels');
      expect(labels.length).toBeGreaterThan(50);
      for (const [key, value] of labels) {
        expect(key).toMatch(QUALIFIED_NAME);
        if (isPlain(value)) expect([key, value]).toEqual([key, expect.stringMatching(LABEL_VALUE)]);
      }
      for (const annotations of valuesOf(kubernetes, 'annotations')) {
        for (const key of Object.keys(annotations as object)) expect(key).toMatch(QUALIFIED_NAME);
        expect(JSON.stringify(annotations).length).toBeLessThan(ANNOTATIONS);
      }
      const quantities = textsOf(kubernetes, ...QUANTITIES).filter(
        ([key]) => !/^(count\/|metadata$)/.test(key),
      );
      expect(quantities.length).toBeGreaterThan(20);
      for (const [key, value] of quantities)
        expect([key, `${value}`]).toEqual([key, expect.stringMatching(QUANTITY)]);
    }),
    { numRuns: 10 },
  );
});
