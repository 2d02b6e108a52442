import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../place/place';
import { SecretSync } from './secret-sync';
import { NetworkPath } from './security-group-path';
import { Setup } from './setup-namespace';

/** What the bindings of all services of an environment need once. */
export class SharedBindings extends Construct {
  readonly setup: Setup;
  readonly path: NetworkPath;
  /** What must be there before pods that take variables from secrets. A guest finds it in its host's cluster. */
  readonly synced: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { place }: { readonly place: Place }) {
    super(scope, id);
    this.setup = new Setup(this, 'setup', { place });
    this.path = new NetworkPath(this, 'path', { place });
    this.synced = place.guest ? [] : [new SecretSync(this, 'secret-sync').binding];
  }
}
