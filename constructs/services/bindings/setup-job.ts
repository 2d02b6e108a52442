import { JobV1 } from '@cdktf/provider-kubernetes/lib/job-v1';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { digestOf } from '../../../declarations/digest-of';
import { SETUP } from '../../core/cluster-names';
import type { Statement } from '../../core/policy';
import type { Egress, Variable } from '../pods/grant';
import { egressRule } from '../pods/network-policies';
import { pod, secretsFolder } from '../pods/pod';
import { ServiceAccount } from '../pods/service-account';
import { labelsOf, selectorOf } from '../runtime/labels';
import { namespaceOf, type Runtime } from '../runtime/runtime';
import { type MountedSecret, SecretProviderClass } from './secret-provider-class';
import type { ServiceSecret } from './service-secret';
import { checkPinned } from './setup-images';
import type { SetupNamespace } from './setup-namespace';
import { setupRun } from './setup-run';
import { readScript, SETUP_SIZE } from './setup-script';

/** A program for one kind of backing service, and what it runs in. */
export interface SetupTool {
  readonly image: string;
  /** File in constructs/setup. */
  readonly script: string;
}

export interface SetupJobProps {
  readonly runtime: Runtime;
  readonly setup: SetupNamespace;
  readonly service: string;
  /** What the service is to sign in to. */
  readonly binding: string;
  readonly rotation: number;
  readonly tool: SetupTool;
  readonly variables: readonly Variable[];
  /** Whose user name and password the thing is to know. */
  readonly secret: ServiceSecret;
  /** Another secret that the script needs, as files. */
  readonly master?: MountedSecret;
  /** What it may do in AWS besides reading the service's secret. */
  readonly statements: readonly Statement[];
  readonly egress: readonly Egress[];
  /** What must be there before it runs. */
  readonly after: readonly ITerraformDependable[];
}

const FOLDER = 'setup';

/**
 * Makes a service's user in a database or cache, or sets the password of another rotation. It runs once for each
 * version of the secret, and again when the script changes. Pods of the service start only after it has succeeded.
 */
export class SetupJob extends Construct {
  readonly resource: JobV1;

  constructor(scope: Construct, id: string, props: SetupJobProps) {
    super(scope, id);
    const name = `${props.service}-${props.binding}`;
    const account = this.createAccount(name, props);
    const files = this.createFiles(name, props);
    const network = this.openNetwork(name, props);
    this.resource = this.createJob(name, props, account, files, network);
  }

  private createAccount(name: string, { runtime, setup, secret, statements }: SetupJobProps): ServiceAccount {
    return new ServiceAccount(this, 'account', {
      runtime,
      namespace: setup.namespace,
      namespaceName: namespaceOf(runtime, SETUP),
      name,
      rights: { bound: [...secret.readStatements(), ...statements] },
    });
  }

  /** What the script reads. In files only: what a pod mounts without a synced secret stands nowhere in the cluster. */
  private createFiles(name: string, { runtime, setup, secret, master }: SetupJobProps): SecretProviderClass {
    const own = secret.asFiles('username', 'password');
    return new SecretProviderClass(this, 'files', {
      namespace: setup.namespace,
      name,
      region: runtime.naming.region,
      secrets: master ? [own, master] : [own],
      after: [secret.version],
    });
  }

  private openNetwork(name: string, props: SetupJobProps): NetworkPolicyV1 {
    return new NetworkPolicyV1(this, 'network', {
      metadata: { name, namespace: props.setup.namespace },
      spec: {
        podSelector: { matchLabels: selectorOf(work(props)) },
        policyTypes: ['Egress'],
        egress: props.egress.map(egressRule),
      },
    });
  }

  private createJob(
    name: string,
    props: SetupJobProps,
    account: ServiceAccount,
    files: SecretProviderClass,
    network: NetworkPolicyV1,
  ): JobV1 {
    const { setup, rotation, tool, variables, secret, after } = props;
    const script = readScript(tool.script);
    const labels = labelsOf(work(props));
    return new JobV1(this, 'Default', {
      metadata: {
        name: `${name}-${rotation}-${digestOf(`${tool.image}\n${script}`)}`,
        namespace: setup.namespace,
        labels,
      },
      ...setupRun(
        labels,
        secret,
        pod({
          name: SETUP,
          image: checkPinned(tool.image),
          command: ['/bin/sh', '-euc', script],
          serviceAccount: account.name,
          variables: [...variables, { name: 'SECRETS', value: secretsFolder(FOLDER) }],
          mounts: [{ name: FOLDER, secretProviderClass: files.name }],
          size: SETUP_SIZE,
        }),
      ),
      dependsOn: [...account.after, files.resource, network, setup.authorities, ...after],
    });
  }
}

function work({ runtime, service, binding, rotation }: SetupJobProps) {
  const component = `${SETUP}-${binding}`;
  return { group: SETUP, service, component, version: `${rotation}`, preview: runtime.guest?.id };
}
