import { AppconfigApplication } from '@cdktf/provider-aws/lib/appconfig-application';
import { AppconfigConfigurationProfile } from '@cdktf/provider-aws/lib/appconfig-configuration-profile';
import { AppconfigDeployment } from '@cdktf/provider-aws/lib/appconfig-deployment';
import { AppconfigEnvironment } from '@cdktf/provider-aws/lib/appconfig-environment';
import { AppconfigHostedConfigurationVersion } from '@cdktf/provider-aws/lib/appconfig-hosted-configuration-version';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import type { Services } from '../../../declarations/service';
import { type Alarm, serviceAlarmName } from '../../alarms/alarm';
import { AnyAlarm } from '../../alarms/any-alarm';
import { arn } from '../../core/arn';
import { resourceName } from '../../core/naming';
import { policy, type Statement, serviceTrust } from '../../core/policy';
import { TerraformData } from '../../core/terraform-data';
import type { Grant } from '../pods/grant';
import type { Runtime } from '../runtime/runtime';
import { FlagAgent } from './flag-agent';

export interface Flag {
  /** Of which service. */
  readonly service: string;
  readonly key: string;
  /** What it turns on. */
  readonly description: string;
  readonly enabled: boolean;
}

export interface FlagsProps {
  readonly runtime: Runtime;
  readonly group: string;
  /** As a reference. */
  readonly namespace: string;
  /** The same as a literal. */
  readonly namespaceName: string;
  /** At least one. */
  readonly flags: readonly Flag[];
}

const PROFILE = 'flags';

/** AppConfig's own: all at once, as a flag is on or off, and then it is watched for 10 minutes. */
const STRATEGY = 'AppConfig.AllAtOnce';

interface Configuration {
  readonly application: AppconfigApplication;
  readonly environment: AppconfigEnvironment;
  readonly profile: AppconfigConfigurationProfile;
}

/** The flags of some services, with their values in an environment. */
export function declaredFlags(
  services: Services,
  parameters: Readonly<Record<string, { readonly flags: Readonly<Record<string, boolean>> }>>,
): Flag[] {
  return Object.entries(services).flatMap(([service, { flags = {} }]) =>
    Object.entries(flags).map(([key, description]) => ({
      service,
      key,
      description,
      enabled: parameters[service]!.flags[key]!,
    })),
  );
}

/**
 * Feature flags of a group of services: changed in the parameter file, seen by running pods within seconds, and taken
 * back by AppConfig when alarms of the group go off within ten minutes. The next change waits until those are over.
 *
 * What was taken back is no change in the next plan: put the value back in the parameter file, which then deploys what
 * is served already.
 */
export class Flags extends Construct {
  private readonly props: FlagsProps;
  private readonly configuration: Configuration;
  private readonly agent: FlagAgent;

  constructor(scope: Construct, id: string, props: FlagsProps) {
    super(scope, id);
    this.props = props;
    this.configuration = this.createConfiguration(props);
    const deployment = this.deploy(props, this.configuration);
    this.agent = new FlagAgent(this, 'agent', {
      ...props,
      application: applicationName(props),
      environment: props.runtime.naming.environment,
      profile: PROFILE,
      statements: readStatements(props, this.configuration),
      readers: [...new Set(props.flags.map(({ service }) => service))],
      after: [deployment],
    });
  }

  /** What a service that has flags is given. */
  grantTo(service: string): Grant {
    return this.agent.grantTo(service);
  }

  /**
   * Lets the alarms of the group's services take back a change of flags. Call it once. AppConfig also takes a change
   * back for an alarm without data, so each alarm has to treat missing data as ok.
   * Source: AWS AppConfig User Guide, "Monitoring deployments for automatic rollback".
   */
  watch(alarms: readonly Alarm[]): void {
    const { runtime, group } = this.props;
    const { naming } = runtime;
    // AppConfig takes five alarms at most.
    const any = new AnyAlarm(this, 'monitor', {
      name: serviceAlarmName(naming, 'flags', group),
      namedBySet: true,
      description: `Takes back a change of flags of ${group}, for 10 minutes after it was made.`,
      runbook: 'service-flag-taken-back',
      alarms,
    });
    const { environment } = this.configuration;
    environment.putMonitor([
      {
        alarmArn: arn(naming, 'cloudwatch', `alarm:${any.alarmName}`),
        alarmRoleArn: this.createReader().arn,
      },
    ]);
    environment.dependsOn = [`aws_cloudwatch_composite_alarm.${any.resource.friendlyUniqueId}`];
  }

  private createConfiguration(props: FlagsProps): Configuration {
    const { runtime, group } = props;
    const application = new AppconfigApplication(this, 'Default', {
      name: applicationName(props),
      description: `Feature flags of ${group}`,
    });
    const applicationId = application.id;
    const environment = new AppconfigEnvironment(this, 'environment', {
      applicationId,
      name: runtime.naming.environment,
    });
    const profile = new AppconfigConfigurationProfile(this, 'profile', {
      applicationId,
      name: PROFILE,
      type: 'AWS.AppConfig.FeatureFlags',
      locationUri: 'hosted',
      kmsKeyIdentifier: runtime.contract.keys.data,
    });
    return { application, environment, profile };
  }

  private deploy({ runtime, flags }: FlagsProps, configuration: Configuration): AppconfigDeployment {
    const { application, environment, profile } = configuration;
    const content = document(flags);
    const values = new TerraformData(this, 'values', { input: content });
    const version = new AppconfigHostedConfigurationVersion(this, 'version', {
      applicationId: application.id,
      configurationProfileId: profile.configurationProfileId,
      contentType: 'application/json',
      content,
      lifecycle: {
        // AWS adds to the content when it was made and changed; what is declared is compared instead.
        ignoreChanges: ['content'],
        replaceTriggeredBy: [`terraform_data.${values.friendlyUniqueId}`],
        // After the deletion of the last version AWS gives its number to the next, which then would not be deployed.
        createBeforeDestroy: true,
      },
    });
    return new AppconfigDeployment(this, 'deployment', {
      applicationId: application.id,
      environmentId: environment.environmentId,
      configurationProfileId: profile.configurationProfileId,
      configurationVersion: `${version.versionNumber}`,
      deploymentStrategyId: STRATEGY,
      kmsKeyIdentifier: runtime.contract.keys.data,
    });
  }

  private createReader(): IamRole {
    const { runtime, group } = this.props;
    const { naming } = runtime;
    const role = new IamRole(this, 'monitor-role', {
      name: resourceName(naming, 'role', 'flags', group),
      description: `How AppConfig learns of alarms while flags of ${group} change`,
      assumeRolePolicy: serviceTrust('appconfig.amazonaws.com', naming.account),
    });
    new IamRolePolicy(this, 'monitor-rights', {
      role: role.name,
      name: 'read-alarms',
      policy: policy({
        Sid: 'ReadAlarms',
        Action: 'cloudwatch:DescribeAlarms',
        // Alarms that sum up others are told to none who may read less than all.
        Resource: '*',
      }),
    });
    return role;
  }
}

function applicationName({ runtime, group }: FlagsProps): string {
  return resourceName(runtime.naming, 'flagApplication', group);
}

/**
 * The flags as AppConfig takes them, in one order whatever the order of the declarations.
 * Source: AWS AppConfig User Guide, "Understanding the type reference for AWS.AppConfig.FeatureFlags".
 */
function document(flags: readonly Flag[]): string {
  const sorted = [...flags].sort((a, b) => (a.key < b.key ? -1 : 1));
  const each = <T>(of: (flag: Flag) => T) => Object.fromEntries(sorted.map((flag) => [flag.key, of(flag)]));
  return JSON.stringify({
    version: '1',
    flags: each(({ key, description }) => ({ name: key, description })),
    values: each(({ enabled }) => ({ enabled })),
  });
}

function readStatements({ runtime }: FlagsProps, configuration: Configuration): Statement[] {
  const { naming, contract } = runtime;
  const { application, environment, profile } = configuration;
  const deployed = `application/${application.id}/environment/${environment.environmentId}`;
  return [
    {
      Sid: 'ReadFlags',
      Action: ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'],
      Resource: arn(naming, 'appconfig', `${deployed}/configuration/${profile.configurationProfileId}`),
    },
    {
      Sid: 'DecryptFlags',
      Action: 'kms:Decrypt',
      Resource: contract.keys.data,
      Condition: {
        StringLike: {
          'kms:EncryptionContext:aws:appconfig:deployment:arn': arn(
            naming,
            'appconfig',
            `${deployed}/deployment/*`,
          ),
        },
      },
    },
  ];
}
