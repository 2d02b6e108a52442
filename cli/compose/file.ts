/** A Compose file, as far as it is written here. Source: compose-spec, schema/compose-spec.json. */
export interface ComposeFile {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  /** Files with a value of `.env`. */
  readonly secrets?: Readonly<Record<string, { readonly environment: string }>>;
  readonly configs?: Readonly<Record<string, { readonly content: string }>>;
  readonly volumes?: Readonly<Record<string, null>>;
}

export type WaitCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string };
  /** Without it Compose looks for an image of that name in the registry first. */
  readonly pull_policy?: 'build';
  readonly develop?: { readonly watch: readonly { readonly action: 'rebuild'; readonly path: string }[] };
  readonly profiles?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly Mounted[];
  readonly configs?: readonly Mounted[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: { readonly default: { readonly aliases: readonly string[] } };
  readonly depends_on?: Readonly<Record<string, { readonly condition: WaitCondition }>>;
  readonly healthcheck?: {
    readonly test: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly retries: number;
    readonly start_period?: string;
  };
  readonly restart?: 'unless-stopped' | 'no';
  readonly stop_grace_period?: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly cpus?: number;
  readonly mem_limit?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A file of a container. */
export interface Mounted {
  readonly source: string;
  readonly target: string;
}

/** Compose reads `$` as the beginning of a variable. */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** What a service waits for, and until when. */
export function waitFor(condition: WaitCondition, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, { condition }]));
}
