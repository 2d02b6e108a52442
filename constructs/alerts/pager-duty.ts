import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { App, Manifest, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { zipSync } from 'fflate';
import { serviceAlarmName } from '../alarms/alarm';
import { LABEL } from '../alarms/alarm-props';
import { type Naming, resourceName, resourcePath } from '../core/naming';
import { viaService } from '../core/partition';
import { policy } from '../core/policy';
import type { Protection } from '../core/protection';
import type { Keys } from '../encryption/keys';
import type { LogGroup } from '../logs/log-group';
import type { LogGroups } from '../logs/log-groups';
import type { AlertTopic } from './alert-topic';

export interface PagerDutyProps {
  readonly naming: Naming;
  readonly protection: Protection;
  readonly keys: Keys;
  readonly logs: LogGroups;
  readonly topic: AlertTopic;
  /** Name of the alarm that sums up all critical ones. */
  readonly healthAlarm: string;
  /** Goes with every page. */
  readonly dashboardUrl: string;
}

/**
 * Opens an incident in PagerDuty when a critical alarm of the platform goes off, adds to it those that go off
 * meanwhile, and resolves it when all are over. A critical alarm of a service is an incident of its own. A page that is
 * lost goes to the topic, and so to mail.
 *
 * The routing key of an "Events API v2" integration is filled in by an operator, once, and is in no state:
 *
 *     read -rs KEY && aws secretsmanager put-secret-value \
 *       --secret-id /<platform>/<environment>/pager-duty --secret-string "$KEY"
 *
 * A subscription of the topic to PagerDuty's own URL would need no function, but has the key in that URL.
 */
export class PagerDuty extends Construct {
  readonly functionName: string;
  /** Name of the log group that says why a page was lost. */
  readonly logGroup: string;

  constructor(scope: Construct, id: string, props: PagerDutyProps) {
    super(scope, id);
    const { naming, logs, topic, healthAlarm } = props;
    this.functionName = resourceName(naming, 'function', 'pager-duty');
    this.logGroup = resourcePath(naming, 'pager-duty');

    const secret = this.createSecret(props);
    const group = logs.addGroup(this, 'log-group', this.logGroup);
    const role = this.createRole(naming);
    const rights = this.grant(role, secret, group, props);
    const code = this.createFunction(role, rights, secret, group, props);
    this.subscribe(code, topic, naming, healthAlarm);
  }

  private createSecret({ naming, protection, keys }: PagerDutyProps): SecretsmanagerSecret {
    return new SecretsmanagerSecret(this, 'routing-key', {
      name: resourcePath(naming, 'pager-duty'),
      description: 'Routing key of the PagerDuty integration (Events API v2), filled in by an operator',
      kmsKeyId: keys.secrets.arn,
      recoveryWindowInDays: protection.secretRecoveryDays,
    });
  }

  private createRole(naming: Naming): IamRole {
    return new IamRole(this, 'role', {
      name: resourceName(naming, 'role', 'pager-duty'),
      // Without a condition, as iam:PassRole gives a role to functions of its own account alone.
      assumeRolePolicy: policy({
        Sid: 'Functions',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    });
  }

  private grant(
    role: IamRole,
    secret: SecretsmanagerSecret,
    group: LogGroup,
    { naming, keys, topic }: PagerDutyProps,
  ): IamRolePolicy {
    const through = (service: string) => ({
      StringEquals: { 'kms:ViaService': viaService(naming.region, service) },
    });
    return new IamRolePolicy(this, 'rights', {
      role: role.name,
      name: 'page',
      policy: policy(
        { Sid: 'ReadRoutingKey', Action: 'secretsmanager:GetSecretValue', Resource: secret.arn },
        {
          Sid: 'DecryptRoutingKey',
          Action: 'kms:Decrypt',
          Resource: keys.secrets.arn,
          Condition: through('secretsmanager'),
        },
        {
          Sid: 'WriteLogs',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: `${group.arn}:*`,
        },
        { Sid: 'HandOverLostPages', Action: 'sns:Publish', Resource: topic.arn },
        {
          Sid: 'EncryptLostPages',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: topic.keyArn,
          Condition: through('sns'),
        },
      ),
    });
  }

  private createFunction(
    role: IamRole,
    rights: IamRolePolicy,
    secret: SecretsmanagerSecret,
    group: LogGroup,
    { naming, keys, topic, dashboardUrl }: PagerDutyProps,
  ): LambdaFunction {
    return new LambdaFunction(this, 'Default', {
      functionName: this.functionName,
      description: 'Pages through PagerDuty',
      role: role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'forward.handler',
      ...pack(this, 'forward'),
      timeout: 30,
      environment: {
        variables: {
          ROUTING_KEY_SECRET: secret.arn,
          DASHBOARD_URL: dashboardUrl,
          INCIDENT: resourcePath(naming, 'unhealthy'),
          SERVICE_ALARMS: serviceAlarms(naming),
        },
      },
      kmsKeyArn: keys.secrets.arn,
      loggingConfig: { logFormat: 'JSON', logGroup: group.resource.name },
      deadLetterConfig: { targetArn: topic.arn },
      // Lambda refuses a dead letter topic to which the role may not publish.
      dependsOn: [rights],
    });
  }

  /** Mail hears of every alarm; PagerDuty of critical ones that go off, and of the end of those that have an incident. */
  private subscribe(code: LambdaFunction, topic: AlertTopic, naming: Naming, healthAlarm: string): void {
    new LambdaPermission(this, 'invoke', {
      functionName: code.functionName,
      action: 'lambda:InvokeFunction',
      principal: 'sns.amazonaws.com',
      sourceArn: topic.arn,
    });
    new SnsTopicSubscription(this, 'subscription', {
      topicArn: topic.arn,
      protocol: 'lambda',
      endpoint: code.arn,
      filterPolicyScope: 'MessageBody',
      filterPolicy: JSON.stringify({
        $or: [
          { AlarmName: [healthAlarm] },
          { AlarmDescription: [{ prefix: LABEL.critical }], NewStateValue: ['ALARM'] },
          { AlarmDescription: [{ prefix: LABEL.critical }], AlarmName: [{ prefix: serviceAlarms(naming) }] },
        ],
      }),
    });
  }
}

/** How the names of all alarms of services begin. */
function serviceAlarms(naming: Naming): string {
  return `${serviceAlarmName(naming)}-`;
}

/**
 * The same bytes for the same code, so that a plan shows a change only when there is one; readable for all.
 * A zip holds local time: a date given in UTC would be another one in each time zone.
 */
const SAME_EVERYWHERE = { mtime: new Date(1980, 0, 1), os: 3, attrs: 0o100644 << 16 } as const;

/** Puts the function's source, as it is, into a zip beside the configuration of its stack. */
function pack(scope: Construct, name: string): { filename: string; sourceCodeHash: string } {
  const source = readFileSync(join('constructs/alerts/pager-duty', `${name}.js`));
  const archive = zipSync({ [`${name}.js`]: [source, SAME_EVERYWHERE] });
  const stack = join(App.of(scope).outdir, Manifest.stacksFolder, TerraformStack.of(scope).node.id);
  mkdirSync(stack, { recursive: true });
  writeFileSync(join(stack, `${name}.zip`), archive);
  return {
    filename: `${name}.zip`,
    sourceCodeHash: createHash('sha256').update(archive).digest('base64'),
  };
}
