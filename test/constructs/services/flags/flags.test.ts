import { declaredFlags, type Flag, Flags } from '../../../../constructs/services/flags/flags';
import type { Grant } from '../../../../constructs/services/pods/grant';
import { all, type Json, only, type Synthesized, synth } from '../../../helpers';
import { alarm } from '../../alarm';
import { field, testRuntime } from '../../test-runtime';

const CHECKOUT: Flag = {
  service: 'storefront',
  key: 'quick-checkout',
  description: 'Pay on one page',
  enabled: false,
};
const STARS: Flag = { service: 'reviews', key: 'stars', description: 'Show stars', enabled: true };

interface Built {
  readonly synthesized: Synthesized;
  readonly grant: Grant;
}

function build(flags: readonly Flag[] = [CHECKOUT, STARS], alarms = ['web-errors', 'errors-logged']): Built {
  let grant!: Grant;
  const synthesized = synth((stack) => {
    const made = new Flags(stack, 'flags', {
      runtime: testRuntime(stack),
      group: 'shop',
      namespace: 'shop',
      namespaceName: 'shop',
      flags,
    });
    made.watch(alarms.map((name) => alarm(stack, name)));
    grant = made.grantTo('storefront');
  });
  return { synthesized, grant };
}

const content = (flags?: readonly Flag[]) =>
  JSON.parse(only(build(flags).synthesized, 'aws_appconfig_hosted_configuration_version').content);

describe('the flags of a group', () => {
  const process = { ready: '/ready', live: '/live' };
  const services = {
    storefront: {
      description: '',
      group: 'shop',
      processes: { web: process },
      flags: { 'quick-checkout': 'Pay on one page' },
    },
    catalog: { description: '', group: 'shop' },
  };

  test('are those that its services declare, with the values of the environment', () => {
    const parameters = { storefront: { flags: { 'quick-checkout': true } }, catalog: { flags: {} } };
    expect(declaredFlags(services, parameters)).toEqual([{ ...CHECKOUT, enabled: true }]);
  });

  test('are none where no service declares one', () => {
    expect(declaredFlags({ catalog: services.catalog }, { catalog: { flags: {} } })).toEqual([]);
  });

  test('are in the form of AppConfig, each with what it turns on', () => {
    expect(content()).toEqual({
      version: '1',
      flags: {
        'quick-checkout': { name: 'quick-checkout', description: 'Pay on one page' },
        stars: { name: 'stars', description: 'Show stars' },
      },
      values: { 'quick-checkout': { enabled: false }, stars: { enabled: true } },
    });
  });

  test('are the same document in whatever order they are declared, so that nothing is deployed for it', () => {
    const values = (flags: readonly Flag[]) =>
      build(flags).synthesized.resource.terraform_data!.flags_values.input;
    expect(values([STARS, CHECKOUT])).toBe(values([CHECKOUT, STARS]));
  });
});

describe('a change of a flag', () => {
  test('is a new version, made before the last one goes, though AWS adds its own to the content', () => {
    const { lifecycle } = only(build().synthesized, 'aws_appconfig_hosted_configuration_version');
    expect(lifecycle).toEqual({
      create_before_destroy: true,
      ignore_changes: ['content'],
      replace_triggered_by: ['terraform_data.flags_values'],
    });
  });

  test('touches nothing but the values, their version and its deployment: no pod restarts', () => {
    const before = build([CHECKOUT]).synthesized.resource;
    const after = build([{ ...CHECKOUT, enabled: true }]).synthesized.resource;
    const changed = Object.keys(before).filter(
      (type) => JSON.stringify(before[type]) !== JSON.stringify(after[type]),
    );
    expect(changed).toEqual(['aws_appconfig_hosted_configuration_version', 'terraform_data']);
  });

  test('is taken back when an alarm of the group goes off, which AppConfig may read', () => {
    const { synthesized } = build();
    const composite = only(synthesized, 'aws_cloudwatch_composite_alarm');
    expect(composite).toMatchObject({
      alarm_name: expect.stringMatching(/^test-service-flags-shop-[0-9a-f]{8}$/),
      alarm_rule:
        'ALARM("${aws_cloudwatch_metric_alarm.web-errors.alarm_name}") OR ALARM("${aws_cloudwatch_metric_alarm.errors-logged.alarm_name}")',
    });
    expect(composite.alarm_actions).toBeUndefined();
    expect(only(synthesized, 'aws_appconfig_environment')).toMatchObject({
      monitor: [
        {
          alarm_arn: `arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${composite.alarm_name}`,
          alarm_role_arn: '${aws_iam_role.flags_monitor-role.arn}',
        },
      ],
      depends_on: ['aws_cloudwatch_composite_alarm.flags_monitor'],
    });
    const role = synthesized.resource.aws_iam_role!['flags_monitor-role'];
    expect(JSON.parse(role.assume_role_policy).Statement[0]).toMatchObject({
      Principal: { Service: 'appconfig.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    });
    const rights = synthesized.resource.aws_iam_role_policy!['flags_monitor-rights'];
    expect(JSON.parse(rights.policy).Statement.map(({ Action }: Json) => Action)).toEqual([
      'cloudwatch:DescribeAlarms',
    ]);
  });

  test('is taken back also after an alarm came or went: the next alarm over all is made before the last one goes', () => {
    const over = (alarms?: string[]) =>
      only(build([CHECKOUT], alarms).synthesized, 'aws_cloudwatch_composite_alarm');
    const [before, after] = [over(), over(['web-errors'])];
    expect(after.alarm_name).not.toBe(before.alarm_name);
    expect(after.lifecycle).toMatchObject({
      create_before_destroy: true,
      replace_triggered_by: ['terraform_data.flags_monitor_set'],
    });
    expect(over().alarm_name).toBe(before.alarm_name);
  });

  test('is encrypted by our key, in store and where it is served', () => {
    const key = field('keys', 'data');
    expect(only(build().synthesized, 'aws_appconfig_configuration_profile').kms_key_identifier).toBe(key);
    expect(only(build().synthesized, 'aws_appconfig_deployment').kms_key_identifier).toBe(key);
  });
});

/** The paths that they ask. */
function probes(deployment: Json): Json {
  const { readiness_probe, liveness_probe } = deployment.spec.template.spec.container[0];
  return { readinessProbe: readiness_probe.http_get.path, livenessProbe: liveness_probe.http_get.path };
}

describe('the agent', () => {
  const deployment = () => only(build().synthesized, 'kubernetes_deployment_v1');
  const variables = () =>
    Object.fromEntries(
      deployment().spec.template.spec.container[0].env.map(({ name, value }: Json) => [name, value]),
    );

  test('is found by services under one address, by names rather than by ids that AWS gives', () => {
    expect(build().grant.variables).toEqual([
      {
        name: 'FLAGS_URL',
        value:
          'http://flags-agent.shop.svc.cluster.local/applications/test-shop/environments/test/configurations/flags',
      },
    ]);
    const { synthesized } = build();
    expect(only(synthesized, 'aws_appconfig_application').name).toBe('test-shop');
    expect(only(synthesized, 'aws_appconfig_environment').name).toBe('test');
    expect(only(synthesized, 'aws_appconfig_configuration_profile').name).toBe('flags');
    expect(only(synthesized, 'kubernetes_service_v1').metadata.name).toBe('flags-agent');
  });

  test('answers other pods, and has the flags before one asks', () => {
    expect(variables()).toMatchObject({
      HTTP_HOST: '0.0.0.0',
      SERVICE_REGION: 'eu-central-1',
      PREFETCH_LIST: 'test-shop:test:flags',
    });
    expect(deployment().depends_on).toContain('aws_appconfig_deployment.flags_deployment');
  });

  test('gets requests once it answers with the flags, not once it only answers', () => {
    const { readinessProbe, livenessProbe } = probes(deployment());
    expect(readinessProbe).toBe('/applications/test-shop/environments/test/configurations/flags');
    expect(livenessProbe).toBe('/ping');
  });

  test('goes on when one of its pods or nodes is replaced', () => {
    expect(deployment().spec.replicas).toBe('2');
    expect(only(build().synthesized, 'kubernetes_pod_disruption_budget_v1').spec.max_unavailable).toBe('1');
  });

  test('runs a version that does not change by itself', () => {
    expect(deployment().spec.template.spec.container[0].image).toMatch(/:\d+\.\d+\.\d+$/);
  });

  test('may read these flags and no others', () => {
    const policies = build().synthesized.resource.aws_iam_role_policy!;
    const { Statement } = JSON.parse(policies.flags_agent_account_rights_bound.policy);
    const scope =
      'arn:aws:appconfig:eu-central-1:123456789012:application/${aws_appconfig_application.flags.id}/environment/${aws_appconfig_environment.flags_environment.environment_id}';
    expect(Statement).toEqual([
      {
        Sid: 'ReadFlags',
        Effect: 'Allow',
        Action: ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'],
        Resource: `${scope}/configuration/\${aws_appconfig_configuration_profile.flags_profile.configuration_profile_id}`,
      },
      {
        Sid: 'DecryptFlags',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: field('keys', 'data'),
        Condition: {
          StringLike: { 'kms:EncryptionContext:aws:appconfig:deployment:arn': `${scope}/deployment/*` },
        },
      },
    ]);
  });

  test('is reached by pods of services that have flags, and by no others', () => {
    const policies: Json[] = all(build().synthesized, 'kubernetes_network_policy_v1');
    const peers = policies
      .filter(({ spec }) => spec.policy_types.includes('Ingress'))
      .map(({ spec }) => {
        expect(spec.pod_selector.match_labels).toEqual({
          'app.kubernetes.io/name': 'flags',
          'app.kubernetes.io/component': 'agent',
        });
        const [{ from, ports }] = spec.ingress;
        expect(ports).toEqual([{ port: 'http', protocol: 'TCP' }]);
        expect(from).toHaveLength(1);
        return [
          from[0].namespace_selector.match_labels['kubernetes.io/metadata.name'],
          from[0].pod_selector.match_labels['app.kubernetes.io/name'],
        ];
      });
    expect(peers).toEqual([
      ['shop', 'reviews'],
      ['shop', 'storefront'],
    ]);
    const { egress, after } = build().grant;
    expect(egress).toEqual([{ namespace: 'shop', service: 'flags', process: 'agent' }]);
    expect(after).toHaveLength(2);
  });

  test('itself reaches AWS alone', () => {
    const policies: Json[] = all(build().synthesized, 'kubernetes_network_policy_v1');
    const { egress } = policies.find(({ metadata }) => metadata.name === 'flags--to-aws').spec;
    expect(egress.map(({ ports, to }: Json) => [ports[0].port, to[0].ip_block.cidr])).toEqual([
      ['443', '0.0.0.0/0'],
      ['80', '169.254.170.23/32'],
    ]);
  });
});
