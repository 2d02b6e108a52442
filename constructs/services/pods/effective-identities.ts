import type { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { TerraformData } from '../../core/terraform-data';

/**
 * Seconds until EKS gives a new association to the pods that start. It is told to a pod when the pod is made, so one
 * that is made before has no credentials as long as it lives, and no restart of its containers helps.
 * Source: Amazon EKS User Guide, "Learn how EKS Pod Identity grants pods access to AWS services": associations are
 * eventually consistent, with a delay of several seconds.
 */
export const SECONDS = 10;

/**
 * Waits once for all new Pod Identity associations of a stack. One wait, as each takes one of the ten places that
 * Terraform has for what it does at the same time.
 */
export class EffectiveIdentities extends Construct {
  private readonly wait: TerraformData;
  private readonly associations: EksPodIdentityAssociation[] = [];

  /** That of the stack which `scope` is in. */
  static of(scope: Construct): EffectiveIdentities {
    const stack = TerraformStack.of(scope);
    const id = 'effective-identities';
    return (
      (stack.node.tryFindChild(id) as EffectiveIdentities | undefined) ?? new EffectiveIdentities(stack, id)
    );
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    this.wait = new TerraformData(this, 'Default', { sleepSeconds: SECONDS });
  }

  /** @returns what a pod that needs the association waits for. */
  add(association: EksPodIdentityAssociation): ITerraformDependable {
    this.associations.push(association);
    // Any that is new makes another wait.
    this.wait.addOverride(
      'triggers_replace',
      this.associations.map(({ associationId }) => associationId),
    );
    return this.wait;
  }
}
