import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { TerraformData } from '../../../core/terraform-data';
import { HANDOVER_SECONDS } from '../pod';
import { PORT_NAME } from '../probes';

export interface HandoverProps {
  /** The cluster's Kubernetes minor, such as `1.36`. */
  readonly kubernetes: string;
  /** Whether the cluster is somebody else's, who has made the policy. */
  readonly isGuest: boolean;
}

const ID = 'handover';
/** From which on a cluster knows policies that change objects. Source: Kubernetes, KEP-3962. */
const FIRST_MINOR = 36;
/** Until all API servers of a cluster know a new policy. A pod that is made before serves without it, to its end. */
const EFFECTIVE_SECONDS = 5;

const POLICY = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingAdmissionPolicy',
  metadata: { name: ID },
  spec: {
    failurePolicy: 'Fail',
    reinvocationPolicy: 'Never',
    matchConstraints: {
      // Those of a process, see runtime/labels.ts.
      objectSelector: {
        matchLabels: { 'app.kubernetes.io/managed-by': 'terraform' },
        matchExpressions: [{ key: 'track', operator: 'Exists' }],
      },
      resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
    },
    mutations: [
      {
        patchType: 'ApplyConfiguration',
        applyConfiguration: {
          expression: `Object{spec: Object.spec{containers: object.spec.containers.filter(c, has(c.ports) && c.ports.exists(p, has(p.name) && p.name == '${PORT_NAME}') && !has(c.lifecycle)).map(c, Object.spec.containers{name: c.name, lifecycle: Object.spec.containers.lifecycle{preStop: Object.spec.containers.lifecycle.preStop{sleep: Object.spec.containers.lifecycle.preStop.sleep{seconds: ${HANDOVER_SECONDS}}}}})}}`,
        },
      },
    ],
  },
};

/**
 * Lets a pod serve on for a while after it was told to end, whatever is in its image: by Kubernetes' own sleep, which a
 * policy of the cluster puts into each pod, as Terraform's provider can't say it. A cluster that knows no such policies
 * runs the program `sleep` of the image.
 * Source: hashicorp/terraform-provider-kubernetes, issue 2837; Kubernetes, "Mutating Admission Policy".
 */
export class Handover extends Construct {
  /** Whether the policy does it, and no template has to. */
  readonly byPolicy: boolean;
  /** What must be there before a pod that counts on it. */
  readonly after: readonly ITerraformDependable[];

  /** That of the stack which `scope` is in. Undefined: the image has to do it. */
  static of(scope: Construct): Handover | undefined {
    return TerraformStack.of(scope).node.tryFindChild(ID) as Handover | undefined;
  }

  /** To be called once for a stack, before its first process. */
  constructor(stack: TerraformStack, { kubernetes, isGuest }: HandoverProps) {
    super(stack, ID);
    this.byPolicy = Number(kubernetes.split('.')[1]) >= FIRST_MINOR;
    this.after = this.byPolicy && !isGuest ? [this.createPolicy()] : [];
  }

  private createPolicy(): ITerraformDependable {
    const policy = new Manifest(this, 'policy', { manifest: POLICY });
    const { apiVersion, metadata } = POLICY;
    const binding = new Manifest(this, 'binding', {
      manifest: {
        apiVersion,
        kind: 'MutatingAdmissionPolicyBinding',
        metadata,
        spec: { policyName: metadata.name },
      },
      dependsOn: [policy],
    });
    return new TerraformData(this, 'effective', {
      triggersReplace: POLICY.spec,
      sleepSeconds: EFFECTIVE_SECONDS,
      dependsOn: [binding],
    });
  }
}
