import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import type { Project } from '../../parameters/project';
import { Bootstrap } from '../../stacks/bootstrap';
import { declared, environments, project } from '../fixture/fixture';
import type { Json } from '../helpers';
import { environment, valid } from '../parameters/files';

const outdir = mkdtempSync(join(tmpdir(), 'bootstrap-'));
afterAll(() => rmSync(outdir, { recursive: true }));

function build(given: Project = project, of = environments): Json {
  const app = new App({ stackTraces: false, outdir });
  const props = { project: given, environments: of, services: declared.services };
  return JSON.parse(Testing.synth(new Bootstrap(app, 'bootstrap', props)));
}

const stack = build();

interface Statement {
  readonly Sid: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Principal?: Json;
  readonly Condition?: Json;
}

const list = (value: string | string[]) => [value].flat();
const trust = ({ assume_role_policy }: Json): Statement[] => JSON.parse(assume_role_policy).Statement;
const rights = (of: Json, name: string): Statement[] => {
  const [id] = Object.entries(of.resource.aws_iam_role as Record<string, Json>).find(
    ([, role]) => role.name === name,
  )!;
  return JSON.parse(of.resource.aws_iam_role_policy[`${id}_rights`].policy).Statement;
};
/** Who may take each role that workflows take. */
const subjects = (of: Json): Record<string, string[]> =>
  Object.fromEntries(
    Object.values<Json>(of.resource.aws_iam_role)
      .filter((role) => role.assume_role_policy.includes('WebIdentity'))
      .map((role) => [
        role.name,
        list(trust(role)[0]!.Condition.StringEquals['token.actions.githubusercontent.com:sub']),
      ]),
  );
const allowed = (statements: Statement[], action: RegExp) =>
  statements.filter(({ Action }) => list(Action).some((one) => action.test(one)));
const reached = (statements: Statement[], action: RegExp) =>
  allowed(statements, action).flatMap(({ Resource }) => list(Resource));
const BUCKET = '${aws_s3_bucket.state-bucket.arn}';

test('the state is in a versioned bucket with a key of its own, and neither can be destroyed', () => {
  const { aws_s3_bucket, aws_kms_key, ...rest } = stack.resource;
  expect(aws_s3_bucket['state-bucket']).toMatchObject({
    bucket: 'acme-state-999999999999',
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
  expect(aws_kms_key.state).toMatchObject({
    enable_key_rotation: true,
    lifecycle: { prevent_destroy: true },
  });
  expect(rest.aws_s3_bucket_versioning['state-bucket_versions'].versioning_configuration.status).toBe(
    'Enabled',
  );
  const [rule] = rest.aws_s3_bucket_server_side_encryption_configuration['state-bucket_encryption'].rule;
  expect(rule.apply_server_side_encryption_by_default.kms_master_key_id).toBe('${aws_kms_key.state.arn}');
});

test('a version of a state is deleted by nobody, so a role that leaked loses none, and an administrator by no slip', () => {
  const { policy } = stack.resource.aws_s3_bucket_policy['state-bucket_policy'];
  expect(JSON.parse(policy).Statement).toContainEqual({
    Sid: 'KeepVersions',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:DeleteObjectVersion',
    Resource: 'arn:aws:s3:::acme-state-999999999999/*',
  });
  const { rule } = stack.resource.aws_s3_bucket_lifecycle_configuration['state-bucket_lifecycle'];
  expect(rule).toEqual([
    expect.objectContaining({ noncurrent_version_expiration: [{ noncurrent_days: 365 }] }),
  ]);
  expect(rule[0].expiration).toBeUndefined();
  for (const { policy } of Object.values<Json>(stack.resource.aws_iam_role_policy)) {
    expect(
      allowed(
        JSON.parse(policy).Statement,
        /^(\*|s3:(\*|Delete(\*|ObjectV.*|Bucket.*)|PutBucket.*|PutLife.*))$/,
      ),
    ).toEqual([]);
  }
});

test("everything is in the tooling account, by its caller's own credentials", () => {
  expect(stack.provider.aws).toHaveLength(1);
  expect(stack.provider.aws[0]).toMatchObject({ allowed_account_ids: ['999999999999'] });
  expect(stack.provider.aws[0].assume_role).toBeUndefined();
});

test('its own state is in the bucket, unless the file is there that holds it before', () => {
  expect(stack.terraform.backend).toEqual({
    s3: expect.objectContaining({ bucket: 'acme-state-999999999999', key: 'bootstrap.tfstate' }),
  });
  const before = process.cwd();
  process.chdir(outdir);
  try {
    writeFileSync('bootstrap.tfstate', '');
    expect(build().terraform.backend).toEqual({ local: { path: join(process.cwd(), 'bootstrap.tfstate') } });
  } finally {
    process.chdir(before);
  }
});

describe('workflows of the forge', () => {
  test('sign in by a token for AWS, of an issuer that AWS itself knows', () => {
    expect(stack.resource.aws_iam_openid_connect_provider.forge).toEqual({
      url: 'https://token.actions.githubusercontent.com',
      client_id_list: ['sts.amazonaws.com'],
    });
  });

  test('take each role in exactly the contexts that it is for', () => {
    expect(subjects(stack)).toEqual({
      'acme-plan': ['repo:acme/platform:pull_request', 'repo:acme/platform:environment:plan'],
      'acme-drift': ['repo:acme/platform:environment:drift'],
      'acme-deploy-dev': ['repo:acme/platform:environment:dev'],
      'acme-deploy-qa': ['repo:acme/platform:environment:qa'],
      'acme-deploy-prod': ['repo:acme/platform:environment:prod'],
      'acme-preview': ['repo:acme/platform:environment:preview'],
      'acme-push': ['repo:acme/platform:environment:push'],
    });
  });

  test('of no other repository take any: subject and audience are compared whole', () => {
    for (const role of Object.values<Json>(stack.resource.aws_iam_role)) {
      const [statement, ...others] = trust(role);
      if (!statement!.Principal.Federated) continue;
      expect(others).toEqual([]);
      expect(Object.keys(statement!.Condition)).toEqual(['StringEquals']);
      expect(Object.keys(statement!.Condition.StringEquals).sort()).toEqual([
        'token.actions.githubusercontent.com:aud',
        'token.actions.githubusercontent.com:sub',
      ]);
      expect(JSON.stringify(statement!.Condition)).not.toMatch(/[*?]/);
    }
  });

  test('of a repository with immutable ids are known by them', () => {
    const other = build({ ...project, forge: 'repo:acme@12/platform@34' });
    expect(subjects(other)['acme-deploy-dev']).toEqual(['repo:acme@12/platform@34:environment:dev']);
  });

  test('of an application push the images of its one service, by a role of their own', () => {
    const other = build({ ...project, applications: { report: 'repo:acme/report' } });
    expect(subjects(other)['acme-push-report']).toEqual(['repo:acme/report:environment:push']);
    const { policy } = Object.values<Json>(other.resource.aws_iam_role_policy).find(
      ({ role }) => other.resource.aws_iam_role[role.split('.')[1]].name === 'acme-push-report',
    )!;
    const [signIn, push, ...more] = JSON.parse(policy).Statement;
    expect(more).toEqual([]);
    expect(signIn).toMatchObject({ Action: 'ecr:GetAuthorizationToken', Resource: '*' });
    expect(push.Action.filter((action: string) => !action.startsWith('ecr:'))).toEqual([]);
    expect(push.Action).not.toContain('ecr:BatchDeleteImage');
    expect([push.Resource].flat()).toEqual(['${aws_ecr_repository.repositories_report.arn}']);
  });

  test('make previews only where an environment hosts them', () => {
    const none = [environment('dev', valid({ hostsPreviews: false }))];
    expect(Object.keys(subjects(build(project, none)))).not.toContain('acme-preview');
  });
});

describe('what the account has already', () => {
  const zoneId = 'Z0123456789ABC';
  const oidcProviderArn = 'arn:aws:iam::999999999999:oidc-provider/token.actions.githubusercontent.com';
  const given = build({ ...project, zoneId, oidcProviderArn });

  test('is not made again: a second zone would have other name servers, and a second provider is refused', () => {
    expect(given.resource).not.toHaveProperty('aws_route53_zone');
    expect(given.resource).not.toHaveProperty('aws_iam_openid_connect_provider');
    expect(given.output).not.toHaveProperty('delegate-the-domain-to');
  });

  test('is what the roles of workflows hang on', () => {
    expect(given.data.aws_route53_zone.zone.zone_id).toBe(zoneId);
    const [statement] = allowed(rights(given, 'acme-deploy-qa'), /^route53:Change/);
    expect(statement!.Resource).toBe('${data.aws_route53_zone.zone.arn}');
    const federated = Object.values<Json>(given.resource.aws_iam_role).flatMap((role) =>
      trust(role).flatMap(({ Principal }) => Principal?.Federated ?? []),
    );
    expect(new Set(federated)).toEqual(new Set(['${data.aws_iam_openid_connect_provider.forge.arn}']));
  });

  test('is refused when it is for something else', () => {
    const [zone] = given.data.aws_route53_zone.zone.lifecycle.postcondition;
    expect(zone).toEqual({
      condition: '${trimsuffix(self.name, ".") == "acme.example" && !self.private_zone}',
      error_message: `zoneId in platform.json: the zone ${zoneId} is not the public zone of acme.example`,
    });
    const [provider] = given.data.aws_iam_openid_connect_provider.forge.lifecycle.postcondition;
    expect(provider.condition).toBe('${contains(self.client_id_list, "sts.amazonaws.com")}');
  });

  test('and was made by an earlier bootstrap is let go of, and not destroyed', () => {
    expect(given.removed).toEqual([
      { from: 'aws_route53_zone.zone', lifecycle: { destroy: false } },
      { from: 'aws_iam_openid_connect_provider.forge', lifecycle: { destroy: false } },
    ]);
    expect(stack.removed).toBeUndefined();
  });
});

describe('what happens in the tooling account', () => {
  test('goes off when nobody does it on an ordinary day, at the first time', () => {
    const alarms = Object.values<Json>(stack.resource.aws_cloudwatch_metric_alarm);
    expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual([
      'acme-alarm-silenced',
      'acme-key-deleted',
      'acme-root',
      'acme-trail-changed',
    ]);
    for (const alarm of alarms) expect(alarm.alarm_actions).toEqual(['${aws_sns_topic.alarms_topic.arn}']);
    const filters = Object.values<Json>(stack.resource.aws_cloudwatch_log_metric_filter);
    expect(new Set(filters.map(({ log_group_name }) => log_group_name))).toEqual(
      new Set(['${aws_cloudwatch_log_group.trail_events.name}']),
    );
  });

  test('is told to whom platform.json names', () => {
    const told = build({ ...project, alerts: { emails: ['oncall@acme.example'] } });
    const subscriptions = Object.values<Json>(told.resource.aws_sns_topic_subscription);
    expect(subscriptions).toEqual([
      expect.objectContaining({ protocol: 'email', endpoint: 'oncall@acme.example' }),
    ]);
  });
});

describe('what a role of the forge may do', () => {
  test('a deploy changes the states of its own environment, and goes on to its own account', () => {
    const statements = rights(stack, 'acme-deploy-qa');
    const states = [`${BUCKET}/qa.tfstate`, `${BUCKET}/qa-services.tfstate`];
    const locks = states.map((state) => `${state}.tflock`);
    expect(new Set(reached(statements, /^s3:(Get|Put)/))).toEqual(new Set([...states, ...locks]));
    expect(reached(statements, /^s3:Delete/)).toEqual(locks);
    expect(reached(statements, /^sts:/)).toEqual(['arn:aws:iam::222222222222:role/acme-deploy']);
  });

  test('a deploy delegates its own zone, and changes nothing else in the domain', () => {
    const [statement, ...others] = allowed(rights(stack, 'acme-deploy-qa'), /^route53:Change/);
    expect(others).toEqual([]);
    expect(statement).toMatchObject({
      Resource: '${aws_route53_zone.zone.arn}',
      Condition: {
        'ForAllValues:StringEquals': {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': 'qa.acme.example',
          'route53:ChangeResourceRecordSetsRecordTypes': 'NS',
        },
      },
    });
  });

  test.each(['acme-plan', 'acme-drift'])(
    '%s reads the states of environments, and changes nothing',
    (name) => {
      const statements = rights(stack, name);
      const actions = statements.flatMap(({ Action }) => list(Action));
      expect(
        actions.filter(
          (action) => !/^(s3:(Get|List)|kms:Decrypt$|route53:(Get|List)|sts:AssumeRole$)/.test(action),
        ),
      ).toEqual([]);
      const states = environments.flatMap(({ name: one }) => [
        `${BUCKET}/${one}.tfstate`,
        `${BUCKET}/${one}-services.tfstate`,
      ]);
      expect(reached(statements, /^s3:Get/).sort()).toEqual(states.sort());
      const counterparts = environments.map(
        ({ parameters }) => `arn:aws:iam::${parameters.account}:role/${name}`,
      );
      expect(reached(statements, /^sts:/).sort()).toEqual(counterparts.sort());
    },
  );

  test('a preview reaches states of previews alone', () => {
    const statements = rights(stack, 'acme-preview');
    for (const resource of reached(statements, /^s3:(Get|Put|Delete)/)) {
      expect(resource).toMatch(/\/preview-\*\.tfstate(\.tflock)?$/);
    }
    expect(reached(statements, /^sts:/)).toEqual(['arn:aws:iam::111111111111:role/acme-preview']);
  });

  test('nobody reaches the state of the bootstrap or of an account, nor uses a key but through the bucket', () => {
    for (const name of Object.keys(subjects(stack))) {
      const statements = rights(stack, name);
      expect(reached(statements, /^s3:/).join(' ')).not.toMatch(/bootstrap|account-|\/\*/);
      for (const { Condition } of allowed(statements, /^kms:/)) {
        expect(Condition).toEqual({ StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } });
      }
    }
  });
});

describe('image repositories', () => {
  const { aws_ecr_repository, aws_ecr_repository_policy, aws_ecr_lifecycle_policy } = stack.resource;

  test('there is one for each service, in which a tag never moves and every image is scanned', () => {
    const names = Object.values<Json>(aws_ecr_repository).map(({ name }) => name);
    expect(names.sort()).toEqual(
      Object.keys(declared.services)
        .map((name) => `acme/${name}`)
        .sort(),
    );
    for (const repository of Object.values<Json>(aws_ecr_repository)) {
      expect(repository).toMatchObject({
        image_tag_mutability: 'IMMUTABLE',
        image_scanning_configuration: { scan_on_push: true },
        encryption_configuration: [{ encryption_type: 'KMS', kms_key: '${aws_kms_key.images.arn}' }],
      });
      expect(repository.force_delete).toBeUndefined();
    }
  });

  test("the environments' accounts pull, and nobody else does anything", () => {
    for (const { policy } of Object.values<Json>(aws_ecr_repository_policy)) {
      const [statement, ...others] = JSON.parse(policy).Statement;
      expect(others).toEqual([]);
      expect(statement.Principal.AWS.sort()).toEqual(
        environments.map(({ parameters }) => `arn:aws:iam::${parameters.account}:root`).sort(),
      );
      expect(statement.Action).toEqual([
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
      ]);
    }
  });

  test('a release is not taken for an image of a branch, of which fewer are kept', () => {
    for (const { policy } of Object.values<Json>(aws_ecr_lifecycle_policy)) {
      const { rules } = JSON.parse(policy);
      const [releases, branches] = rules;
      expect(releases.selection.tagPatternList).toEqual(['*.*.*']);
      expect(releases.rulePriority).toBeLessThan(branches.rulePriority);
      expect(releases.selection.countNumber).toBeGreaterThan(branches.selection.countNumber);
    }
  });
});

describe('domains in zones of the tooling account', () => {
  const live = environment(
    'live',
    valid({
      entrance: {
        domains: {
          'acme.example': { host: 'shop', zone: 'acme.example', zoneAccount: 'tooling' },
          'www.shop.example': { host: 'shop', zone: 'shop.example', zoneAccount: 'tooling' },
          'b.shop.example': { host: 'shop', zone: 'shop.example' },
        },
      },
    }),
  );
  const made = build(project, [live]);
  const change = (role: string) => allowed(rights(made, role), /ChangeResourceRecordSets/);

  test('are entered by the role of their environment alone, by their names and no others', () => {
    expect(change('acme-deploy-live').slice(1)).toEqual([
      expect.objectContaining({
        Sid: 'EnterDomain1',
        Resource: '${aws_route53_zone.zone.arn}',
        Condition: {
          'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'CNAME'] },
          'ForAllValues:StringLike': {
            'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['acme.example', '_*.acme.example'],
          },
        },
      }),
      expect.objectContaining({
        Sid: 'EnterDomain2',
        Resource: '${data.aws_route53_zone.zone-www-2eshop-2eexample.arn}',
      }),
    ]);
    expect(change('acme-plan')).toEqual([]);
    expect(change('acme-drift')).toEqual([]);
  });

  test('can be seen by whoever plans', () => {
    expect(reached(rights(made, 'acme-plan'), /GetHostedZone/)).toEqual([
      '${aws_route53_zone.zone.arn}',
      '${data.aws_route53_zone.zone-www-2eshop-2eexample.arn}',
    ]);
  });
});
