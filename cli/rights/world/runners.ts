import type { Attributes, References, Resource } from './references';

/** What runs code as a role, so that whoever tells it what to run is the role. */
export interface Runner {
  readonly name: string;
  /** Undefined: the form of its ARN is not known here, so any will do. */
  readonly arn?: string;
  readonly account: string;
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the role. */
  readonly role: string;
  /** Any of them tells it what to run. */
  readonly actions: readonly string[];
}

interface RunnerType {
  /** Where the ARN of its role stands. */
  readonly role: (attributes: Attributes, profileRole: (name: unknown) => string | undefined) => unknown;
  readonly actions: readonly string[];
  readonly hasArn?: true;
}

const part = (value: unknown, name: string) => (value as Attributes | undefined)?.[name];

const ON_SERVERS = [
  'ec2-instance-connect:SendSSHPublicKey',
  'ec2:ModifyInstanceAttribute',
  'ssm:SendCommand',
  'ssm:StartSession',
];

/**
 * Nodes of EKS Auto Mode are no such servers: they take neither keys nor sessions. Source: Amazon EKS User Guide, "EKS
 * Auto Mode", on its managed instances.
 */
const TYPES: Readonly<Record<string, RunnerType>> = {
  aws_apprunner_service: {
    role: ({ instance_configuration }) => part(instance_configuration, 'instance_role_arn'),
    actions: ['apprunner:UpdateService'],
  },
  aws_bedrockagentcore_code_interpreter: {
    role: ({ execution_role_arn }) => execution_role_arn,
    actions: ['bedrock-agentcore:InvokeCodeInterpreter', 'bedrock-agentcore:StartCodeInterpreterSession'],
  },
  aws_cloudformation_stack: {
    role: ({ iam_role_arn }) => iam_role_arn,
    actions: ['cloudformation:CreateChangeSet', 'cloudformation:UpdateStack'],
  },
  aws_codebuild_project: {
    role: ({ service_role }) => service_role,
    actions: ['codebuild:StartBuild', 'codebuild:StartBuildBatch', 'codebuild:UpdateProject'],
  },
  aws_glue_dev_endpoint: { role: ({ role_arn }) => role_arn, actions: ['glue:UpdateDevEndpoint'] },
  aws_instance: {
    role: ({ iam_instance_profile }, profileRole) => profileRole(iam_instance_profile),
    actions: ON_SERVERS,
    hasArn: true,
  },
  aws_lambda_function: { role: ({ role }) => role, actions: ['lambda:UpdateFunctionCode'], hasArn: true },
  aws_launch_template: {
    role: ({ iam_instance_profile }, profileRole) =>
      profileRole(part(iam_instance_profile, 'name') ?? part(iam_instance_profile, 'arn')),
    // The servers that are made from it are no resources of a stack.
    actions: ['ec2:CreateLaunchTemplateVersion', ...ON_SERVERS],
  },
  aws_sagemaker_notebook_instance: {
    role: ({ role_arn }) => role_arn,
    actions: [
      'sagemaker:CreateNotebookInstanceLifecycleConfig',
      'sagemaker:CreatePresignedNotebookInstanceUrl',
      'sagemaker:UpdateNotebookInstance',
    ],
  },
};

export const RUNNER_ACTIONS = Object.values(TYPES).flatMap(({ actions }) => actions);

/** Reads those of all stacks that have a role. */
export function readRunners(
  references: References,
  tagsOf: (resource: Resource) => Readonly<Record<string, string>>,
): Runner[] {
  return Object.entries(TYPES).flatMap(([type, { role, actions, hasArn }]) =>
    references.all(type).flatMap((resource) => {
      const found = role(resource.attributes, (profile) => roleOf(references, resource, profile));
      if (typeof found !== 'string') return [];
      const arn = hasArn && references.arn(resource);
      return [
        { name: resource.id, arn, account: resource.account, tags: tagsOf(resource), role: found, actions },
      ];
    }),
  );
}

/** The role in an instance profile, which is named or given by its ARN. */
function roleOf(references: References, { account }: Resource, profile: unknown): string | undefined {
  const found = references
    .all('aws_iam_instance_profile')
    .find((one) => one.account === account && [one.attributes.name, references.arn(one)].includes(profile));
  const role = references
    .all('aws_iam_role')
    .find((one) => one.account === account && one.attributes.name === found?.attributes.role);
  return role && references.arn(role);
}
