import { DataKubernetesResources } from '@cdktf/provider-kubernetes/lib/data-kubernetes-resources';
import type { DeploymentV1SpecTemplateSpec } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { JobV1 } from '@cdktf/provider-kubernetes/lib/job-v1';
import { type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { SETUP } from '../../../core/cluster-names';
import { shorten } from '../../../core/naming';
import { adminName } from '../../pods/jobs/admin';
import { COPY_OF, labelsOf } from '../../runtime/labels';
import type { Runtime } from '../../runtime/runtime';
import type { ServiceSecret } from '../service-secret';
import { setupRun } from '../setup-run';
import { type As, guestWork, setupName } from './guest-template';

export interface GuestSetupJobProps {
  /** Of the preview. */
  readonly runtime: Runtime;
  readonly service: string;
  /** Name of the database or cache. */
  readonly thing: string;
  readonly rotation: number;
  readonly username: string;
  /** That of the template, with its own arguments. */
  readonly pod: (as: As, args: readonly string[]) => DeploymentV1SpecTemplateSpec;
  /** The user's name and password. */
  readonly secret: ServiceSecret;
  readonly after: readonly ITerraformDependable[];
}

/** Source: Kubernetes, "Object Names and IDs": the pods of a job have its name as a label. */
const LONGEST = 63;

/**
 * Makes the user of one of a preview's services on a server of the host. The job is a copy of the host's template, in
 * the host's namespace. What runs is read from the template: the cluster refuses anything else, and a branch may be
 * older than the host.
 */
export class GuestSetupJob extends Construct {
  readonly resource: JobV1;

  constructor(scope: Construct, id: string, props: GuestSetupJobProps) {
    super(scope, id);
    const { runtime, service, thing, rotation, username, pod, secret, after } = props;
    const guest = runtime.guest!.id;
    const name = setupName(thing);
    const template = new DataKubernetesResources(this, 'template', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      namespace: SETUP,
      // One that is not there is none, where its own data source would fail without saying what to do.
      fieldSelector: `metadata.name=${adminName(name)}`,
    });
    const labels = labelsOf({ ...guestWork(name), preview: guest });
    this.resource = new JobV1(this, 'Default', {
      metadata: {
        name: jobName(name, guest, service, `${rotation}`),
        namespace: SETUP,
        labels: { ...labels, [COPY_OF]: adminName(name) },
      },
      ...setupRun(labels, secret, pod(asFound(template), [guest, service, username, `${rotation}`])),
      dependsOn: [secret.version, ...after],
      lifecycle: {
        precondition: [
          {
            condition: `\${length(${template.fqn}.objects) == 1}`,
            errorMessage: `${adminName(name)} is not in ${SETUP} of ${runtime.cluster}, and makes users of previews: deploy ${runtime.cluster} from a commit that has ${thing} first`,
          },
        ],
      },
    });
  }
}

/** What the containers of the template run. */
function asFound(template: DataKubernetesResources): As {
  return (list, { variables }) => {
    const container = `${template.fqn}.objects[0].spec.jobTemplate.spec.template.spec.${list}[0]`;
    return {
      image: `\${${container}.image}`,
      command: Token.asList(`\${${container}.command}`),
      variables: variables.map(({ name }) => ({
        name,
        value: `\${one([for v in ${container}.env : v.value if v.name == "${name}"])}`,
      })),
    };
  };
}

function jobName(...parts: readonly string[]): string {
  const whole = parts.join('-');
  return whole.length > LONGEST ? shorten(whole, LONGEST) : whole;
}
