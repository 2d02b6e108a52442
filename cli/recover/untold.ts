import type { ResourceChange } from '../../plan/change';

type Attributes = Record<string, unknown>;

/**
 * Attributes that an import can't read, because AWS does not tell them or because no state may hold them, and for which
 * the provider would make the thing anew. In the state they get the values that the code has, as after a deploy.
 *
 * - `aws_eks_cluster`: what counts only when a cluster is made. Sources: the provider's cluster.go, where a read keeps what
 *   the state has, and an import takes the default.
 * - `aws_secretsmanager_secret_version`: an import reads the secret into the state; the number of a password that is
 *   written and never read (`secret_string_wo_version`) is known to the code alone. The stage `rotation-N` of the
 *   version says that it is that number's.
 */
const UNTOLD: Readonly<Record<string, readonly string[]>> = {
  aws_eks_cluster: [
    'bootstrap_self_managed_addons',
    'access_config.0.bootstrap_cluster_creator_admin_permissions',
  ],
  aws_secretsmanager_secret_version: ['secret_string', 'secret_string_wo', 'secret_string_wo_version'],
};

/** Whether the plan would make it anew only for what nobody can tell. */
export function isUntold({ type, change }: ResourceChange): boolean {
  const paths = (change.replace_paths ?? []).map((path) => path.join('.'));
  const untold = UNTOLD[type] ?? [];
  return paths.length > 0 && paths.every((path) => untold.some((known) => covers(path, known)));
}

/** One is within the other: Terraform names a whole block where something in it differs. */
function covers(path: string, known: string): boolean {
  return path === known || known.startsWith(`${path}.`);
}

/** Gives the attributes in a state the values that the plan has for them. */
export function fillUntold({ type, change }: ResourceChange, attributes: Attributes): void {
  for (const path of UNTOLD[type] ?? []) {
    const keys = path.split('.');
    const last = keys.pop()!;
    const parent = keys.reduce<unknown>((value, key) => (value as Attributes | undefined)?.[key], attributes);
    const planned = keys.reduce<unknown>(
      (value, key) => (value as Attributes | undefined)?.[key],
      change.after as unknown,
    );
    if (parent) (parent as Attributes)[last] = (planned as Attributes | undefined)?.[last] ?? null;
  }
}
