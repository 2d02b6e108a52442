import type { ITerraformDependable } from 'cdktf';
import type { Statement } from '../../core/policy';

/**
 * What a binding gives to a service: variables, permissions and network paths. A service without the grant has none of
 * them.
 */
export interface Grant {
  /** In order: a later one may contain an earlier one as `$(NAME)`. */
  readonly variables: readonly Variable[];
  /** Secrets that a pod mounts, for the variables that are taken from them. */
  readonly mounts: readonly SecretMount[];
  /** What the service's role may do. */
  readonly statements: readonly Statement[];
  /** Where its pods may connect to. */
  readonly egress: readonly Egress[];
  /** What must be there before any of its pods starts. */
  readonly after: readonly ITerraformDependable[];
}

/** An environment variable: its text, or where in a Kubernetes secret it stands. */
export type Variable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly secret: string; readonly key: string };

export interface SecretMount {
  /** Names the volume, and the folder below /var/run/secrets that holds it. */
  readonly name: string;
  readonly secretProviderClass: string;
}

/** TCP to addresses, or to the pods of a process of another service, on the port that each has. */
export type Egress =
  | { readonly cidrs: readonly string[]; readonly except?: readonly string[]; readonly port: number }
  | { readonly namespace: string; readonly service: string; readonly process: string };

/** What binds nothing. */
export const NOTHING: Grant = { variables: [], mounts: [], statements: [], egress: [], after: [] };

/** All of them in one. */
export function together(grants: readonly Grant[]): Grant {
  return {
    variables: grants.flatMap(({ variables }) => variables),
    mounts: grants.flatMap(({ mounts }) => mounts),
    statements: grants.flatMap(({ statements }) => statements),
    egress: grants.flatMap(({ egress }) => egress),
    after: grants.flatMap(({ after }) => after),
  };
}
