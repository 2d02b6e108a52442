import { deleted, entry, found } from './made';

// What Terraform writes of changes that no emulated AWS makes: provider hashicorp/aws 5.100.0.

const object = (apiVersion: string, kind: string, metadata: object = { name: 'x' }) => ({
  manifest: { apiVersion, kind, metadata },
});

test('says what is lost in words, whatever it is', () => {
  expect(
    found(
      deleted('aws_cognito_user_pool.customers', { name: 'customers' }),
      deleted('aws_msk_cluster.events', { cluster_name: 'events' }),
      deleted('aws_fsx_windows_file_system.share'),
      deleted('aws_eip.nat', { allocation_id: 'eipalloc-1' }),
    ),
  ).toEqual([
    'data-deleted: aws_cognito_user_pool.customers is deleted, and with it the accounts of its users: a new one has nobody, and they sign up again',
    'data-deleted: aws_eip.nat is deleted, and with it its address, which others may have let through',
    'data-deleted: aws_fsx_windows_file_system.share is deleted, and with it its files',
    'data-deleted: aws_msk_cluster.events is deleted, and with it its topics, and what is in them',
  ]);
});

describe('what is deleted with what it holds is told as that alone', () => {
  test.each([
    ['an API, which answers no more', 'aws_apigatewayv2_api.it', { name: 'shop' }],
    ['a name, to which requests fail', 'aws_apigatewayv2_domain_name.it', { domain_name: 'shop.example' }],
    ['a store of records, which ends', 'aws_cloudtrail_event_data_store.it', { retention_period: 2555 }],
    [
      'backups in another region',
      'aws_db_instance_automated_backups_replication.it',
      { retention_period: 7 },
    ],
    ['a key of DNS', 'aws_route53_hosted_zone_dnssec.it', { signing_status: 'SIGNING' }],
  ])('%s', (_, address, before) => {
    expect(found(deleted(address, before))).toEqual([
      expect.stringMatching(`^data-deleted: ${address} is deleted, and with it `),
    ]);
  });
  test('but what is made anew may be weaker as well', () => {
    const store = { retention_period: 2555, termination_protection_enabled: true };
    const rules = found(
      entry(
        'aws_cloudtrail_event_data_store.it',
        store,
        { ...store, retention_period: 7 },
        {
          actions: ['delete', 'create'],
        },
      ),
    ).map((text) => text.split(':')[0]);
    expect(rules).toContain('data-replaced');
    expect(rules).toContain('retention-shortened');
  });
});

test('what goes with the thing that it is in is told once', () => {
  const stream = deleted('aws_cloudwatch_log_stream.it', { log_group_name: '/logs' });
  expect(found(stream)).toHaveLength(1);
  expect(found(stream, deleted('aws_cloudwatch_log_group.it', { name: '/logs' }))).toEqual([
    'data-deleted: aws_cloudwatch_log_group.it is deleted, and with it its logs',
  ]);
  expect(found(stream, deleted('aws_cloudwatch_log_group.it', { name: '/other' }))).toHaveLength(2);
});

describe('a parameter', () => {
  const parameter = (type: string | undefined) => deleted('aws_ssm_parameter.it', { name: '/it', type });

  test.each([['SecureString'], [undefined], ['Future']])('of type %s may hold a secret', (type) =>
    expect(found(parameter(type))).toHaveLength(1),
  );
  test.each([['String'], ['StringList']])('of type %s has its value from the code', (type) =>
    expect(found(parameter(type))).toEqual([]),
  );
});

test.each([
  ['the old one of a failed replacement', 'aws_s3_bucket.it (deposed 1a2b)', { deposed: '1a2b' }],
  [
    'one that has moved and is deleted all the same',
    'aws_s3_bucket.it',
    { previous_address: 'aws_s3_bucket.old' },
  ],
])('%s is deleted with what it holds', (_, address, more) => {
  const [text] = found({ ...deleted('aws_s3_bucket.it', { bucket: 'b' }), ...more });
  expect(text).toContain(`data-deleted: ${address} is deleted, and with it its objects`);
});

test('a move deletes nothing, and an import makes nothing', () => {
  const bucket = { bucket: 'b' };
  expect(
    found(
      {
        ...entry('aws_s3_bucket.new', bucket, bucket, { actions: ['no-op'] }),
        previous_address: 'aws_s3_bucket.old',
      },
      entry('aws_s3_bucket.found', bucket, { ...bucket, tags: { a: 'b' } }, { importing: { id: 'b' } }),
    ),
  ).toEqual([]);
});

describe('whether another one comes in its place is said', () => {
  const values = { identifier: 'orders', engine: 'postgres' };

  test.each([
    ['of the same name', entry('aws_db_instance.copy', null, values)],
    [
      'of the same address in a module',
      { ...entry('aws_db_instance.orders', null, {}), address: 'module.db.aws_db_instance.orders' },
    ],
  ])('%s', (_, next) => {
    expect(found(deleted('aws_db_instance.orders', values), next)).toEqual([
      `data-deleted: aws_db_instance.orders is deleted, and with it the database. ${next.address} takes its place, new and empty: only a move would keep what is there`,
    ]);
  });
  test('a new one of another name has nothing to do with it', () => {
    const other = entry('aws_db_instance.stock', null, { identifier: 'stock' });
    expect(found(deleted('aws_db_instance.orders', values), other)).toEqual([
      'data-deleted: aws_db_instance.orders is deleted, and with it the database',
    ]);
  });
});

test.each([
  [
    { actions: ['delete', 'create'], replace_paths: [['engine']] },
    {},
    "is replaced by a new, empty one (engine can't change in place): lost is the database",
  ],
  [
    { actions: ['create', 'delete'] },
    { action_reason: 'replace_because_tainted' },
    'is replaced by a new, empty one (it is marked as broken: terraform untaint keeps it): lost is the database',
  ],
  [
    { actions: ['create', 'forget'] },
    {},
    'gives its place to a new, empty one, and leaves the state: it stays as it is, and nobody looks after it',
  ],
])('a replacement says why: %j %j', (change, more, text) => {
  expect(found({ ...entry('aws_db_instance.it', { id: 'x' }, {}, change), ...more })).toEqual([
    `data-replaced: aws_db_instance.it ${text}`,
  ]);
});

test('an address that is replaced is another one, not an empty one', () => {
  expect(found(entry('aws_eip.nat', { id: 'x' }, {}, { actions: ['delete', 'create'] }))).toEqual([
    'data-replaced: aws_eip.nat is replaced by another one: lost is its address, which others may have let through',
  ]);
});

test('what leaves the state stays, and nobody looks after it', () => {
  const left = (address: string) => entry(address, { id: 'x' }, null, { actions: ['forget'] });
  expect(found(left('aws_s3_bucket.it'), left('aws_iam_role.it'), left('aws_backup_plan.it'))).toEqual([
    'data-deleted: aws_s3_bucket.it leaves the state: it stays as it is, and nobody looks after it',
  ]);
});

test.each([
  ['arn:aws:kinesis:eu-central-1:999999999999:stream/orders', 1],
  ['arn:aws:dynamodb:eu-central-1:999999999999:table/orders/stream/2026', 1],
  ['arn:aws:sqs:eu-central-1:999999999999:orders', 0],
])('a reader of %s has a place in it: %i', (arn, count) => {
  const reader = found(deleted('aws_lambda_event_source_mapping.it', { event_source_arn: arn }));
  const pipe = found(deleted('aws_pipes_pipe.it', { source: arn }));
  expect([...reader, ...pipe].filter((text) => text.startsWith('data-deleted'))).toHaveLength(2 * count);
});

describe('a gateway to the internet', () => {
  const gateway = (before: object, after: object, unknown = {}) =>
    found(
      entry('aws_nat_gateway.it', before, after, { actions: ['delete', 'create'], after_unknown: unknown }),
    ).filter((text) => text.startsWith('data-'));
  const address = { allocation_id: 'eipalloc-1' };

  test('of another address is not the one that others let through', () => {
    const lost =
      'data-replaced: aws_nat_gateway.it is replaced by another one: lost is its address, which others may have let through';
    expect(gateway(address, { allocation_id: 'eipalloc-2' })).toEqual([lost]);
    expect(gateway(address, {}, { allocation_id: true })).toEqual([lost]);
  });
  test('that keeps its address, or is private, loses none', () => {
    expect(gateway(address, address)).toEqual([]);
    expect(gateway({}, {}, { public_ip: true })).toEqual([]);
  });
});

describe('the mark of a preview', () => {
  const tag = (key: string) => entry('aws_ec2_tag.it', null, { resource_id: 'vol-1', key, value: 'pr-1' });

  test('by a resource of its own lets something else be deleted', () => {
    expect(found(tag('preview'))).toEqual([
      'marked-as-preview: aws_ec2_tag.it gives the mark of a preview to something else, which could then be deleted without an approval',
    ]);
    expect(found(entry('kubernetes_labels.it', null, { labels: { preview: 'x' } }))).toHaveLength(1);
    expect(
      found(entry('aws_autoscaling_group_tag.it', null, { tag: [{ key: 'preview', value: 'x' }] })),
    ).toHaveLength(1);
  });
  test('is no other mark', () => {
    expect(found(tag('team'))).toEqual([]);
    expect(found(entry('kubernetes_labels.it', null, { labels: { team: 'x' } }))).toEqual([]);
  });
});

describe('a manifest counts as the object that it makes', () => {
  const crd = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition');

  test.each([
    ['a definition of a kind', crd, 'data-deleted', 'every object of its kind in the cluster'],
    [
      'a set of pods with volumes',
      object('apps/v1', 'StatefulSet'),
      'data-deleted',
      'the pods that have volumes of their own',
    ],
    [
      'a policy of the cluster',
      object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy'),
      'safeguard-removed',
      'what it refused or changed gets into the cluster as it is',
    ],
    [
      'an object of a kind that nobody knows',
      object('things.example/v1', 'Broker'),
      'type-unknown',
      'what a Broker of things.example holds',
    ],
    ['something of which nobody knows what it is', {}, 'type-unknown', 'what a kubernetes_manifest holds'],
  ])('%s', (_, before, rule, text) => {
    expect(found(deleted('kubernetes_manifest.it', before))).toEqual([
      expect.stringMatching(new RegExp(`^${rule}: kubernetes_manifest.it is deleted.*${text}`)),
    ]);
  });
  test.each([
    ['pods', object('apps/v1', 'Deployment')],
    ['a driver', object('storage.k8s.io/v1', 'CSIDriver')],
    ['a binding to a load balancer', object('elbv2.k8s.aws/v1beta1', 'TargetGroupBinding')],
    ['one of a preview', object('x.example/v1', 'Thing', { name: 'x', labels: { preview: 'pr-1' } })],
  ])('%s: nothing is lost', (_, before) => {
    // What stops may lose nothing.
    const stops = /^(workload-stopped|entrance-closed): /;
    expect(found(deleted('kubernetes_manifest.it', before)).filter((text) => !stops.test(text))).toEqual([]);
  });
  test('a claim in a namespace that goes is told by the namespace', () => {
    const claim = object('v1', 'PersistentVolumeClaim', { name: 'x', namespace: 'shop' });
    expect(
      found(
        deleted('kubernetes_manifest.it', claim),
        deleted('kubernetes_namespace_v1.shop', { metadata: [{ name: 'shop' }] }),
      ).filter((text) => text.startsWith('data-')),
    ).toEqual([
      'data-deleted: kubernetes_namespace_v1.shop is deleted, and with it everything in the namespace',
    ]);
  });
  test.each<[string, string, RegExp | undefined]>([
    ['ConfigMap', 'a: 1', undefined],
    ['PersistentVolumeClaim', '', /^data-deleted: kubectl_manifest\.it is deleted, and with it /],
    ['Kafka', '', /^type-unknown: .* what a Kafka holds/],
  ])('a text of a %s counts as that', (kind, more, finds) => {
    const yaml_body = `apiVersion: v1\nkind: ${kind}\nmetadata: { name: x, namespace: shop }\n${more}`;
    expect(found(deleted('kubectl_manifest.it', { yaml_body, namespace: 'shop' }))).toEqual(
      finds ? [expect.stringMatching(finds)] : [],
    );
  });
  test('a text of several objects is one that nobody knows', () => {
    const one = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n';
    expect(found(deleted('kubectl_manifest.it', { yaml_body: `${one}---\n${one}` }))).toEqual([
      expect.stringMatching(/^type-unknown: .* what a kubectl_manifest holds/),
    ]);
  });
  test('of the same name as a kind of Kubernetes, in another group', () => {
    expect(found(deleted('kubernetes_manifest.it', object('acme.example/v1', 'Deployment')))).toHaveLength(1);
  });
});
