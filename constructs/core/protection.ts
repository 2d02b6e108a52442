/**
 * How hard stateful things are to lose, from the one parameter `protected`. Protected things refuse to be
 * destroyed, and what is retired nonetheless leaves a last snapshot; disposable ones vanish at once.
 */
export interface Protection {
  readonly enabled: boolean;
  /** Terraform's own refusal, for what has no protection in AWS. It goes with the block that carries it. */
  readonly lifecycle: { readonly preventDestroy: boolean };
  /** Days in which a deleted key can be brought back. */
  readonly keyDeletionDays: number;
  /** Days in which a deleted secret can be brought back. 0: none. */
  readonly secretRecoveryDays: number;
}

export function protection(enabled: boolean): Protection {
  return {
    enabled,
    lifecycle: { preventDestroy: enabled },
    keyDeletionDays: enabled ? 30 : 7,
    secretRecoveryDays: enabled ? 30 : 0,
  };
}
