import { CronJobV1 } from '@cdktf/provider-kubernetes/lib/cron-job-v1';
import type { DeploymentV1SpecTemplateSpec } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { SETUP } from '../../../core/cluster-names';
import type { Statement } from '../../../core/policy';
import type { Egress, Variable } from '../../pods/grant';
import { adminName } from '../../pods/jobs/admin';
import { DISRUPTION_IS_NO_FAILURE, UNDISTURBED } from '../../pods/jobs/undisturbed';
import { egressRule } from '../../pods/network-policies';
import { ServiceAccount } from '../../pods/service-account';
import { COPY_OF, labelsOf, selectorOf, type Work } from '../../runtime/labels';
import type { Template } from '../../runtime/preview-policies';
import { namespaceOf, type Runtime } from '../../runtime/runtime';
import { type MountedSecret, SecretProviderClass } from '../secret-provider-class';
import type { SetupNamespace } from '../setup-namespace';

export interface GuestTemplateProps {
  readonly runtime: Runtime;
  readonly setup: SetupNamespace;
  /** Of the account, the files and the way out. */
  readonly name: string;
  readonly pod: DeploymentV1SpecTemplateSpec;
  /** What it may do in AWS. */
  readonly statements: readonly Statement[];
  /** Where it may connect to. */
  readonly egress: readonly Egress[];
  /** Secrets that the pod mounts as files, by the template's name. Default: none. */
  readonly files?: readonly MountedSecret[];
}

/** What a container runs. */
export interface Content {
  readonly image: string;
  readonly command: readonly string[];
  readonly variables: readonly Variable[];
}

/** What the first container of a list runs: as it is written in this project, or as a template has it. */
export type As = (list: 'initContainers' | 'containers', written: Content) => Content;

export const AS_WRITTEN: As = (_, written) => written;

/** Name of the account, the files and the template, which has an ending, of the job that makes users in a thing. */
export function setupName(thing: string): string {
  return `guest-${thing}`;
}

/** In seconds. */
const TIMEOUT = 300;
const KEPT = 5;

/**
 * The template of a job that works on a server of the host for a preview, with rights that no preview has. A preview
 * starts copies of it and chooses their arguments, nothing else (constructs/services/runtime/preview-policies.ts).
 */
export abstract class GuestTemplate extends Construct {
  /** What previews may start, once it is there. */
  readonly template: Template;
  readonly resource: CronJobV1;

  constructor(scope: Construct, id: string, props: GuestTemplateProps) {
    super(scope, id);
    const { name } = props;
    const account = this.createAccount(props);
    const files = this.createFiles(props);
    const network = this.openNetwork(props);
    this.resource = this.createTemplate(props, [...account.after, ...files, network]);
    this.template = { cronJob: adminName(name), serviceAccount: name };
  }

  private createAccount({ name, runtime, setup, statements }: GuestTemplateProps): ServiceAccount {
    return new ServiceAccount(this, 'account', {
      runtime,
      namespace: setup.namespace,
      namespaceName: namespaceOf(runtime, SETUP),
      name,
      rights: { bound: statements },
    });
  }

  private createFiles({ name, runtime, setup, files }: GuestTemplateProps): ITerraformDependable[] {
    if (!files) return [];
    const { resource } = new SecretProviderClass(this, 'files', {
      namespace: setup.namespace,
      name,
      region: runtime.naming.region,
      secrets: files,
      after: [],
    });
    return [resource];
  }

  private openNetwork({ name, setup, egress }: GuestTemplateProps): NetworkPolicyV1 {
    return new NetworkPolicyV1(this, 'network', {
      metadata: { name, namespace: setup.namespace },
      spec: {
        podSelector: { matchLabels: selectorOf(guestWork(name)) },
        policyTypes: ['Egress'],
        egress: egress.map(egressRule),
      },
    });
  }

  private createTemplate(
    { name, setup, pod }: GuestTemplateProps,
    dependsOn: ITerraformDependable[],
  ): CronJobV1 {
    const labels = labelsOf(guestWork(name));
    return new CronJobV1(this, 'Default', {
      metadata: { name: adminName(name), namespace: setup.namespace, labels },
      spec: {
        suspend: true,
        // Required, and a day that no year has.
        schedule: '0 0 31 2 *',
        successfulJobsHistoryLimit: KEPT,
        failedJobsHistoryLimit: KEPT,
        jobTemplate: {
          metadata: { labels: { ...labels, [COPY_OF]: adminName(name) } },
          spec: {
            backoffLimit: 0,
            ...DISRUPTION_IS_NO_FAILURE,
            activeDeadlineSeconds: TIMEOUT,
            template: { metadata: { labels, annotations: UNDISTURBED }, spec: pod },
          },
        },
      },
      dependsOn,
    });
  }
}

/** What the pods of a template and of its copies are of. */
export function guestWork(name: string): Work {
  return { group: SETUP, service: name, component: name };
}
