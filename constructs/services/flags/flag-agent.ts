import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { FLAG_AGENT } from '../../../parameters/deployments';
import type { Statement } from '../../core/policy';
import type { Grant } from '../pods/grant';
import { allowEgress, allowIngress, type LetIn } from '../pods/network-policies';
import { AWS_APIS } from '../pods/pod-identity';
import { ProcessDeployment, processName } from '../pods/processes/process-deployment';
import { ServiceAccount } from '../pods/service-account';
import { STABLE } from '../runtime/labels';
import type { Runtime } from '../runtime/runtime';
import { FLAG_AGENT_IMAGE, FLAG_AGENT_VERSION } from './flag-agent-image';

export interface FlagAgentProps {
  readonly runtime: Runtime;
  readonly group: string;
  /** As a reference. */
  readonly namespace: string;
  /** The same as a literal. */
  readonly namespaceName: string;
  /** What it serves, by the names that AppConfig has for it. */
  readonly application: string;
  readonly environment: string;
  readonly profile: string;
  /** What it may do in AWS. */
  readonly statements: readonly Statement[];
  /** Names of the services of the group that read flags. */
  readonly readers: readonly string[];
  /** What must be there before it starts. */
  readonly after: readonly ITerraformDependable[];
}

/** No service may have this name. */
export const FLAGS = 'flags';
const AGENT = 'agent';
const PORT = 2772;
/** How soon a change is seen. Each is a request of AppConfig, at a fifth of a millionth of a dollar. */
const POLL_SECONDS = 15;

/**
 * Serves the flags of a group to its services. It runs AppConfig's own agent, which keeps the last flags while
 * AppConfig can't be reached. There is one agent for each group, not one beside each container: so a pod has one
 * process, and a flag changes for all pods at the same time.
 * Source: AWS AppConfig User Guide, "Using AWS AppConfig Agent with Amazon ECS and Amazon EKS".
 */
export class FlagAgent extends Construct {
  private readonly grant: Omit<Grant, 'after'>;
  private readonly deployment: ITerraformDependable;
  private readonly letIn: LetIn;

  constructor(scope: Construct, id: string, props: FlagAgentProps) {
    super(scope, id);
    const { runtime, namespace, namespaceName, statements } = props;
    const account = new ServiceAccount(this, 'account', {
      runtime,
      namespace,
      namespaceName,
      name: FLAGS,
      rights: { bound: statements },
    });
    const paths = allowEgress(this, namespace, FLAGS, { aws: AWS_APIS });
    this.deployment = this.run(props, account, paths).deployment;
    this.letIn = this.open(props);
    const host = `${processName(FLAGS, AGENT)}.${namespaceName}.svc.cluster.local`;
    this.grant = {
      variables: [{ name: 'FLAGS_URL', value: `http://${host}${flagsPath(props)}` }],
      mounts: [],
      statements: [],
      egress: [{ namespace: namespaceName, service: FLAGS, process: AGENT }],
    };
  }

  /** What a service that reads flags is given. */
  grantTo(service: string): Grant {
    return { ...this.grant, after: [this.deployment, this.letIn.callers[service]!] };
  }

  private run(
    props: FlagAgentProps,
    account: ServiceAccount,
    paths: readonly ITerraformDependable[],
  ): ProcessDeployment {
    const { runtime, group, namespace, application, environment, profile, after } = props;
    return new ProcessDeployment(this, AGENT, {
      group,
      namespace,
      service: FLAGS,
      name: AGENT,
      preview: runtime.guest?.id,
      declaration: { port: PORT, ready: flagsPath(props), live: '/ping' },
      parameters: FLAG_AGENT,
      running: { version: FLAG_AGENT_VERSION, weight: 100 },
      image: FLAG_AGENT_IMAGE,
      track: STABLE,
      serviceAccount: account.name,
      grant: {
        variables: [
          { name: 'SERVICE_REGION', value: runtime.naming.region },
          // Not for its own pod alone.
          { name: 'HTTP_HOST', value: '0.0.0.0' },
          { name: 'POLL_INTERVAL', value: `${POLL_SECONDS}` },
          { name: 'PREFETCH_LIST', value: [application, environment, profile].join(':') },
        ],
        mounts: [],
      },
      after: [...account.after, ...paths, ...after],
    });
  }

  private open({ namespace, namespaceName, readers }: FlagAgentProps): LetIn {
    return allowIngress(this, {
      namespace,
      service: FLAGS,
      process: AGENT,
      balancer: [],
      callers: readers.map((service) => ({ service, namespace: namespaceName })),
    });
  }
}

/**
 * Where the agent answers with the flags. It is ready once it does: `/ping` answers before it has any, and also where it
 * may not read them.
 */
function flagsPath({ application, environment, profile }: FlagAgentProps): string {
  return `/applications/${application}/environments/${environment}/configurations/${profile}`;
}
