import type { ResourceChange } from '../../plan/change';

type Attributes = Record<string, unknown>;

interface Untold {
  /** Attributes for which the provider would make the thing anew. */
  readonly replaces: readonly string[];
  /** Puts right what an import could not read. `planned` has the values of the code. */
  readonly fill: (attributes: Attributes, planned: Attributes) => void;
}

const CREATOR = 'bootstrap_cluster_creator_admin_permissions';

/** What an import can't read, because AWS does not tell it or no state may hold it: it gets what it has after a deploy. */
const UNTOLD: Readonly<Record<string, Untold>> = {
  // What counts only when a cluster is made: a read keeps what the state has, and an import takes the default. Source:
  // the provider's service/eks/cluster.go.
  aws_eks_cluster: {
    replaces: ['bootstrap_self_managed_addons', `access_config.0.${CREATOR}`],
    fill: (attributes, planned) => {
      attributes.bootstrap_self_managed_addons = planned.bootstrap_self_managed_addons;
      const [access, code] = [attributes, planned].map(
        ({ access_config }) => (access_config as readonly Attributes[] | undefined)?.[0],
      );
      if (access) access[CREATOR] = code?.[CREATOR];
    },
  },
  // An import reads the secret into the state, and so does each later read while `has_secret_string_wo` is false. The number
  // of a password that is written and never read is known to the code alone; the stage `rotation-N` of the version says
  // that it is that one. Source: the provider's service/secretsmanager/secret_version.go.
  aws_secretsmanager_secret_version: {
    replaces: ['secret_string', 'secret_string_wo', 'secret_string_wo_version'],
    fill: (attributes, planned) => {
      attributes.secret_string = '';
      attributes.has_secret_string_wo = true;
      attributes.secret_string_wo_version = planned.secret_string_wo_version;
    },
  },
  // AWS tells of the secret alone. Without this the next deploy asks RDS to manage a password that it manages already.
  aws_db_instance: {
    replaces: [],
    fill: (attributes, planned) => {
      const { master_user_secret: secret } = attributes;
      if (!Array.isArray(secret) || secret.length === 0) return;
      attributes.manage_master_user_password = planned.manage_master_user_password;
    },
  },
  // An import takes every value for a sensitive one, and the deploy that turns it into a plain one fails with "inconsistent
  // final plan" where a part of it is new. Source: the provider's service/ssm/parameter.go, where a read asks the state.
  aws_ssm_parameter: {
    replaces: [],
    fill: (attributes) => {
      if (attributes.type !== 'String') return;
      attributes.insecure_value = attributes.value;
      attributes.value = null;
    },
  },
};

/** Whether the plan would make it anew only for what nobody can tell. */
export function isUntold({ type, change }: ResourceChange): boolean {
  const paths = (change.replace_paths ?? []).map((path) => path.join('.'));
  const untold = UNTOLD[type]?.replaces ?? [];
  // Terraform names a whole block where something in it differs.
  const covers = (path: string) => untold.some((known) => known === path || known.startsWith(`${path}.`));
  return paths.length > 0 && paths.every(covers);
}

/** Puts right the attributes of an imported thing. */
export function fillUntold({ type, change }: ResourceChange, attributes: Attributes): void {
  UNTOLD[type]?.fill(attributes, (change.after ?? {}) as unknown as Attributes);
}
