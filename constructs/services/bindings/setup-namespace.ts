import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { SETUP } from '../../core/cluster-names';
import { addAuthorities } from '../runtime/authorities';
import { addDefaultNetworkPolicies } from '../runtime/default-network-policies';
import { createNamespace } from '../runtime/group';
import { previewLabel } from '../runtime/labels';
import { namespaceOf, type Runtime } from '../runtime/runtime';

/**
 * The namespace of the jobs that make users in databases and caches. Only these jobs may read the passwords of master
 * users, so they share no namespace, service account or role with services.
 */
export class SetupNamespace extends Construct {
  /** Name of the namespace, as a reference to it. */
  readonly namespace: string;
  /** What its jobs wait for. */
  readonly authorities: ITerraformDependable;

  constructor(scope: Construct, id: string, { runtime }: { readonly runtime: Runtime }) {
    super(scope, id);
    this.namespace = createNamespace(this, namespaceOf(runtime, SETUP), {
      'app.kubernetes.io/part-of': SETUP,
      ...previewLabel(runtime),
    });
    addDefaultNetworkPolicies(this, this.namespace);
    this.authorities = addAuthorities(this, this.namespace, runtime.naming.region);
  }
}
