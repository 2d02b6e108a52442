/**
 * The protection of everything that holds data, from the one parameter `protected`. A protected resource refuses to be
 * destroyed, and leaves a last snapshot when it is removed nonetheless. An unprotected one is destroyed at once.
 */
export interface Protection {
  readonly enabled: boolean;
  /** Terraform's `prevent_destroy`, for resources without protection in AWS. It ends when the block is removed. */
  readonly lifecycle: { readonly preventDestroy: boolean };
  /** Days in which a deleted key can be brought back. */
  readonly keyDeletionDays: number;
  /** Days in which a deleted secret can be brought back. 0: it is deleted at once. */
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
