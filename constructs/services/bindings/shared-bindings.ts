import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Runtime } from '../runtime/runtime';
import { SecretSync } from './secret-sync';
import { SecurityGroupPath } from './security-group-path';
import { SetupNamespace } from './setup-namespace';

/** What the bindings of all services of an environment need once. */
export class SharedBindings extends Construct {
  readonly setup: SetupNamespace;
  readonly path: SecurityGroupPath;
  /** What must be there before pods that take variables from secrets. A guest finds it in its host's cluster. */
  readonly synced: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { runtime }: { readonly runtime: Runtime }) {
    super(scope, id);
    this.setup = new SetupNamespace(this, 'setup', { runtime });
    this.path = new SecurityGroupPath(this, 'path', { runtime });
    this.synced = runtime.guest ? [] : [new SecretSync(this, 'secret-sync').binding];
  }
}
