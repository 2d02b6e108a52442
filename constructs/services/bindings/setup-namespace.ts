import { Construct } from 'constructs';
import { SETUP } from '../../core/cluster-names';
import { isolate } from '../place/default-network-policies';
import { createNamespace } from '../place/group';
import { previewLabel } from '../place/labels';
import { namespaceOf, type Place } from '../place/place';

/**
 * Where the jobs run that make users in databases and caches. They alone may read the passwords of master users, so
 * they share nothing with services: no namespace, no service account, no role.
 */
export class Setup extends Construct {
  /** Name of the namespace, as a reference to it. */
  readonly namespace: string;

  constructor(scope: Construct, id: string, { place }: { readonly place: Place }) {
    super(scope, id);
    this.namespace = createNamespace(this, namespaceOf(place, SETUP), {
      'app.kubernetes.io/part-of': SETUP,
      ...previewLabel(place),
    });
    isolate(this, this.namespace);
  }
}
