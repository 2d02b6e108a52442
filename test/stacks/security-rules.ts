import { boundaryArn, previewBoundaryArn } from '../../constructs/core/role-names';
import { block } from '../../parameters/cidr';
import type { Environment } from '../../parameters/environment';
import type { Preview } from '../../parameters/preview';
import type { Project } from '../../parameters/project';
import type { Json } from '../helpers';
import type { Synthesizer } from '../synthesizer';

// What Checkov does not see: policies that it can't read, rules in resources of their own, every way to say "all".

type ByType = Record<string, Record<string, Json>>;

interface Stack {
  readonly name: string;
  readonly resource: ByType;
  readonly account: string;
  readonly entrance: Environment['parameters']['entrance'];
  /** ARN of the policy that bounds every role of the account. */
  readonly boundary: string;
}

export interface Stacks {
  readonly platforms: readonly Stack[];
  readonly services: readonly Stack[];
  readonly previews: readonly Stack[];
}

/** All stacks of some environments and previews. */
export function stacksOf(
  { project, platform, services, preview }: Synthesizer,
  environments: readonly Environment[],
  previews: readonly Preview[],
): Stacks {
  const stack = (name: string, { parameters }: Environment, { resource }: Json): Stack => ({
    name,
    resource,
    account: parameters.account,
    entrance: parameters.entrance,
    boundary: boundaryArn(project, parameters.account),
  });
  return {
    platforms: environments.map((one) => stack(one.name, one, platform(one))),
    services: environments.map((one) => stack(`${one.name}-services`, one, services(one))),
    previews: previews.flatMap((one) =>
      Object.entries(preview(one)).map(([part, built]) => ({
        ...stack(`the ${part} of a preview`, one.environment, built),
        boundary: previewBoundaryArn(project, one.environment.parameters.account),
      })),
    ),
  };
}

interface Found {
  readonly address: string;
  readonly attributes: Json;
}

const resources = (all: ByType): Found[] =>
  Object.entries(all).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, attributes]) => ({ address: `${type}.${id}`, attributes })),
  );

export const ofType = (all: ByType, type: string): Found[] => resources({ [type]: all[type] ?? {} });

export interface Statement {
  readonly address: string;
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Principal?: Json;
  readonly Resource?: string | string[];
  readonly Condition?: Json;
}

/** Every statement of every policy, wherever it stands. */
export function statements(all: ByType): Statement[] {
  return resources(all).flatMap(({ address, attributes }) =>
    Object.values(attributes)
      .filter((value): value is string => typeof value === 'string' && value.includes('"Statement"'))
      .flatMap((value) => JSON.parse(value).Statement.map((statement: Json) => ({ address, ...statement }))),
  );
}

const list = (value: string | string[] | undefined): string[] => [value ?? []].flat();
const allows = (all: ByType) => statements(all).filter(({ Effect }) => Effect === 'Allow');

/** A rule that a statement need not keep. */
interface Exception {
  /** The statement's Sid. */
  readonly sid: string;
  /** Begins the address of what the statement is on. */
  readonly on: string;
  /** All that it may allow. */
  readonly actions: readonly string[];
  /** What else has to be true of it. Undefined: nothing. */
  readonly when?: (statement: Statement, stack: Pick<Stack, 'account'>) => boolean;
  readonly because: string;
}

/** Statements that may say `*` for their actions. */
export const ALL_ACTIONS: readonly Exception[] = [
  {
    sid: 'AccountDecidesByIam',
    on: 'aws_kms_key.',
    actions: ['kms:*'],
    when: ({ Principal }, { account }) =>
      new RegExp(`^\\{"AWS":"arn:[\\w-]+:iam::${account}:root"\\}$`).test(JSON.stringify(Principal)),
    because: 'A key whose policy names no one that may change it can never be mended.',
  },
];

/** Statements on an identity that may say `*` for their resources. */
export const ALL_RESOURCES: readonly Exception[] = [
  {
    sid: 'ReadAlarms',
    on: 'aws_iam_role_policy.',
    actions: ['cloudwatch:DescribeAlarms'],
    because: 'CloudWatch describes alarms all or nothing, and AppConfig asks for several at once.',
  },
  {
    sid: 'LabelMetricsByNode',
    on: 'aws_iam_role_policy.cluster_addons_',
    actions: ['ec2:DescribeTags', 'ec2:DescribeVolumes'],
    because: 'EC2 describes all or nothing.',
  },
  {
    sid: 'SendMetrics',
    on: 'aws_iam_role_policy.cluster_addons_',
    actions: ['cloudwatch:PutMetricData'],
    when: namesNamespaces,
    because: 'CloudWatch metrics have no ARN; the condition names the namespaces.',
  },
  {
    sid: 'SendOwnMetrics',
    on: 'aws_iam_role_policy.',
    actions: ['cloudwatch:PutMetricData'],
    when: namesNamespaces,
    because: 'As for the agent: a service sends what its declaration has an alarm on.',
  },
  {
    sid: 'Channels',
    on: 'aws_iam_role_policy.cluster_session-host_',
    actions: ['Create', 'Open'].flatMap((verb) =>
      ['Control', 'Data'].map((kind) => `ssmmessages:${verb}${kind}Channel`),
    ),
    because: 'The channels by which the agent waits for sessions have no ARN.',
  },
];

/** Services that may assume a role without a condition on who sent them. */
export const ANY_SOURCE: readonly Exception[] = [
  ...['aws_iam_role.cluster_node-role', 'aws_iam_role.cluster_session-host_role'].map((on) => ({
    sid: 'ServersOfThisAccount',
    on,
    actions: ['sts:AssumeRole'],
    when: isOf('ec2.amazonaws.com'),
    because: 'EC2 sends no source; only a pass of the role in this account puts it there.',
  })),
  {
    sid: 'Functions',
    on: 'aws_iam_role.alerts_pager-duty_role',
    actions: ['sts:AssumeRole'],
    when: isOf('lambda.amazonaws.com'),
    because: 'Lambda sends no source; only a pass of the role in this account puts it there.',
  },
];

function namesNamespaces({ Condition }: Statement): boolean {
  const names = Condition?.StringEquals?.['cloudwatch:namespace'];
  return names !== undefined && !JSON.stringify(names).includes('*');
}

function isOf(service: string) {
  return ({ Principal }: Statement) => JSON.stringify(Principal) === JSON.stringify({ Service: service });
}

/** Whether one of the exceptions is for a statement, with all that it allows. */
export function isExcepted(
  exceptions: readonly Exception[],
  statement: Statement,
  stack: Pick<Stack, 'account'>,
): boolean {
  return exceptions.some(
    ({ sid, on, actions, when = () => true }) =>
      statement.Sid === sid &&
      statement.address.startsWith(on) &&
      list(statement.Action).every((action) => actions.includes(action)) &&
      when(statement, stack),
  );
}

export const networkRules = (all: ByType) =>
  resources(all).filter(({ address }) => /_(ingress|egress)_rule\./.test(address));

/** Types that hold data, and the attribute that names their key. */
export const ENCRYPTED: readonly (readonly [type: string, attribute: string])[] = [
  ['aws_cloudwatch_log_group', 'kms_key_id'],
  ['aws_db_instance', 'kms_key_id'],
  ['aws_elasticache_replication_group', 'kms_key_id'],
  ['aws_kinesis_stream', 'kms_key_id'],
  ['aws_sns_topic', 'kms_master_key_id'],
];

/** Who makes the images that are not ours. */
const OTHERS =
  /^public\.ecr\.aws\/(docker\/library\/(postgres|mysql)|aws-cli\/aws-cli|aws-appconfig\/aws-appconfig-agent):[\w.-]*\d[\w.-]*(@sha256:[0-9a-f]{64})?$/;

/** Tests that hold for the stacks of any platform. */
export function securityTests(
  { platforms, services, previews }: Stacks,
  { name, region, toolingAccount }: Project,
): void {
  /** Images of the platform's own registry. */
  const ours = new RegExp(
    `^${toolingAccount}\\.dkr\\.ecr\\.${region}\\.amazonaws\\.com/${name}/[a-z0-9-]+(:[\\w.-]+|@sha256:[0-9a-f]{64})$`,
  );

  describe.each([...platforms, ...services, ...previews])('$name', (stack) => {
    const { resource, entrance, boundary } = stack;

    test('every policy is JSON that a reviewer and a scanner can read', () => {
      const policies = resources(resource).flatMap(({ address, attributes }) =>
        Object.entries(attributes)
          .filter(([name]) => /^(assume_role_)?policy(_document)?$/.test(name))
          .map(([name, value]) => ({ name: `${address}.${name}`, value: value as string })),
      );
      for (const { name, value } of policies)
        expect([name, value]).toEqual([name, expect.stringMatching(/^\{/)]);
    });

    test('nobody is allowed whom no policy names', () => {
      const open = allows(resource).filter(
        ({ Principal }) => Principal !== undefined && JSON.stringify(Principal).includes('"*"'),
      );
      expect(open).toEqual([]);
    });

    test('no policy allows all actions, nor all of a service, without a reason', () => {
      const wide = allows(resource).filter(
        (statement) =>
          list(statement.Action).some((action) => /^(\*|[\w-]+:\*)$/.test(action)) &&
          !isExcepted(ALL_ACTIONS, statement, stack),
      );
      expect(wide).toEqual([]);
    });

    test('no role may act on all resources without a reason', () => {
      const wide = allows(resource).filter(
        (statement) =>
          statement.address.startsWith('aws_iam_') &&
          list(statement.Resource).includes('*') &&
          !isExcepted(ALL_RESOURCES, statement, stack),
      );
      expect(wide).toEqual([]);
    });

    test("every role has the account's boundary, beyond which no policy reaches", () => {
      for (const { address, attributes } of ofType(resource, 'aws_iam_role'))
        expect([address, attributes.permissions_boundary]).toEqual([address, boundary]);
    });

    test('a service may assume a role, use a key or write only for this account', () => {
      const anyones = statements(resource)
        .filter(({ Principal, Effect }) => Effect === 'Allow' && Principal?.Service !== undefined)
        .filter(
          ({ Condition }) =>
            !/\d{12}|kubernetes|aws:SourceAccount|ExternalId/i.test(JSON.stringify(Condition ?? {})),
        )
        .filter((statement) => !isExcepted(ANY_SOURCE, statement, stack));
      expect(anyones).toEqual([]);
    });

    test('only the ports of the entrance are open beyond the VPC, and to the given networks', () => {
      const rules = networkRules(resource);
      for (const { address, attributes } of rules) {
        expect([address, attributes.ip_protocol]).toEqual([address, 'tcp']);
        expect([address, attributes.cidr_ipv6]).toEqual([address, undefined]);
        const cidr = attributes.cidr_ipv4 && block(attributes.cidr_ipv4);
        if (!cidr || cidr.isPrivate) continue;
        expect(address).toMatch(/ingress_rule\.entrance_security-group_from-https?-/);
        expect(entrance.allowedCidrs).toContain(attributes.cidr_ipv4);
      }
    });

    test('no security group has rules in itself, where nobody looks for them', () => {
      for (const type of ['aws_security_group', 'aws_default_security_group']) {
        for (const group of Object.values(resource[type] ?? {})) {
          expect(group.ingress ?? []).toEqual([]);
          expect(group.egress ?? []).toEqual([]);
        }
      }
    });

    test('nothing holds a secret that Terraform would write into its state', () => {
      const secret =
        /^(password|master_password|auth_token|passwords|secret_string|secret_binary|access_key|token)$/;
      const inside = (value: Json, path: string): string[] =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([key, below]) =>
              secret.test(key) ? [`${path}.${key}`] : inside(below, `${path}.${key}`),
            )
          : [];
      expect(resources(resource).flatMap(({ address, attributes }) => inside(attributes, address))).toEqual(
        [],
      );
    });
  });

  describe.each(platforms)('$name', ({ resource }) => {
    test('every key is rotated', () => {
      for (const key of Object.values(resource.aws_kms_key ?? {})) expect(key.enable_key_rotation).toBe(true);
    });

    test.each(ENCRYPTED)('every %s is encrypted with a key of ours', (type, attribute) => {
      const all = Object.values(resource[type] ?? {});
      for (const one of all) expect(one[attribute]).toMatch(/aws_kms_key\./);
    });
  });

  describe.each(services)('the pods of $name', ({ resource }) => {
    const templates = [
      ...ofType(resource, 'kubernetes_deployment_v1'),
      ...ofType(resource, 'kubernetes_job_v1'),
    ].map(({ address, attributes }) => ({ address, pod: attributes.spec.template.spec }));
    const scheduled = ofType(resource, 'kubernetes_cron_job_v1').map(({ address, attributes }) => ({
      address,
      pod: attributes.spec.job_template.spec.template.spec,
    }));
    const pods = [...templates, ...scheduled];

    const containersOf = (pod: Json): Json[] => [...(pod.init_container ?? []), ...pod.container];

    test('run one process at a time, as nobody, without privileges, on a file system that none can change', () => {
      for (const { address, pod } of pods) {
        expect([address, pod.container.length]).toEqual([address, 1]);
        expect(pod).toMatchObject({
          // What changes numbers of pods asks Kubernetes to.
          automount_service_account_token: address.includes('queue-scaler'),
          security_context: { run_as_non_root: true, seccomp_profile: { type: 'RuntimeDefault' } },
        });
        for (const { security_context } of containersOf(pod))
          expect(security_context).toMatchObject({
            run_as_non_root: true,
            allow_privilege_escalation: false,
            read_only_root_filesystem: true,
            capabilities: { drop: ['ALL'] },
          });
      }
    });

    test('are of our images or of known ones, in a version that does not move', () => {
      for (const { address, pod } of pods)
        for (const { image } of containersOf(pod))
          expect([address, image]).toEqual([
            address,
            expect.stringMatching(OTHERS.test(image) ? OTHERS : ours),
          ]);
    });

    test('are in namespaces that refuse privileges and are closed both ways', () => {
      const namespaces = ofType(resource, 'kubernetes_namespace_v1');
      const closed = ofType(resource, 'kubernetes_network_policy_v1')
        .filter(({ attributes: { spec } }) => Object.keys(spec.pod_selector).length === 0 && !spec.ingress)
        .map(({ attributes }) => attributes.metadata.namespace);
      for (const { address, attributes } of namespaces) {
        expect(attributes.metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
        expect(closed).toContain(`\${${address}.metadata[0].name}`);
      }
    });

    test('get secrets from the cluster, where none was put by Terraform', () => {
      expect(Object.keys(resource)).not.toContain('kubernetes_secret_v1');
    });
  });
}
