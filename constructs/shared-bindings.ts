import { Construct } from 'constructs';
import { NetworkPath } from './network-path';
import type { Place } from './place';
import { SecretSync } from './secret-sync';
import { Setup } from './setup';

/** What the bindings of all services of an environment need once. */
export class SharedBindings extends Construct {
  readonly setup: Setup;
  readonly path: NetworkPath;
  readonly secretSync: SecretSync;

  constructor(scope: Construct, id: string, { place }: { readonly place: Place }) {
    super(scope, id);
    this.setup = new Setup(this, 'setup');
    this.path = new NetworkPath(this, 'path', { place });
    this.secretSync = new SecretSync(this, 'secret-sync');
  }
}
