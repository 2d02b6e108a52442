import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { shellWord } from '../../programs/shell-word';
import { changesTerraform, terraformEnvironment } from '../../terraform/environment';
import { aroundProxy } from '../machine/around-proxy';
import type { Layout } from '../machine/layout';
import { withoutAws } from '../machine/without-aws';
import { type Emulator, endpoint } from './emulator';

export type Variables = Readonly<Record<string, string>>;

/** Everything that points the AWS CLI, SDKs, Terraform and CDKTF to the emulator, and to nothing else. */
export function variables(
  layout: Layout,
  emulator: Emulator,
  region: string,
  env: NodeJS.ProcessEnv = process.env,
): Variables {
  return {
    AWS_ENDPOINT_URL: endpoint(emulator),
    AWS_ACCESS_KEY_ID: emulator.caller?.accessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: emulator.caller?.secretAccessKey ?? '',
    AWS_SESSION_TOKEN: emulator.caller?.sessionToken ?? '',
    AWS_REGION: region,
    // AWS CLI v1 reads this one.
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: layout.awsConfig,
    AWS_SHARED_CREDENTIALS_FILE: layout.awsCredentials,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    CHECKPOINT_DISABLE: '1',
    DISABLE_VERSION_CHECK: '1',
    // CDKTF would ask the registry, which a mirror stands in for.
    CDKTF_SKIP_PROVIDER_LOCK: 'true',
    ...aroundProxy(env),
    ...accountsBeforeHost(endpoint(emulator)),
    ...terraformVariables(layout, env),
    PATH: [layout.bin, ...(env.PATH ?? '').split(':').filter((path) => path !== layout.bin)].join(':'),
  };
}

/**
 * The environment of a child that may reach the emulator only.
 * @throws Failure that names the variables that Terraform must not get.
 */
export function childEnvironment(env: NodeJS.ProcessEnv, own: Variables): NodeJS.ProcessEnv {
  return { ...terraformEnvironment(withoutAws(env)), ...own };
}

/** The variables of the user's that a shell must forget. */
export function strangers(env: NodeJS.ProcessEnv, own: Variables): string[] {
  const reach =
    /^AWS_(PROFILE|DEFAULT_PROFILE|SESSION_TOKEN|ROLE_|WEB_IDENTITY_|CONTAINER_|ENDPOINT_URL_|CA_BUNDLE$)/;
  return Object.keys(env).filter((name) => (reach.test(name) || changesTerraform(name)) && !(name in own));
}

/** Lines for `eval`. */
export function exportLines(own: Variables, forget: readonly string[]): string[] {
  return [
    ...forget.map((name) => `unset ${name}`),
    ...Object.entries(own).map(([name, value]) => `export ${name}=${shellWord(value)}`),
  ];
}

/** A configuration of the user's is left in force; a variable that names no file is not one. */
export function hasTerraformConfig(env: NodeJS.ProcessEnv, home = homedir()): boolean {
  const named = env.TF_CLI_CONFIG_FILE;
  return named ? existsSync(named) : existsSync(join(home, '.terraformrc'));
}

/**
 * S3 Control is asked at `111111111111.127.0.0.1`, a name that no DNS knows, and the provider tries it for ten minutes.
 * Go asks a proxy for it, as the name is no address of this machine: the emulator is that proxy. Go reads this name
 * before `http_proxy`, which stays as it is for others. The AWS CLI asks no proxy for it, and can't ask S3 Control here.
 * Sources: the endpoint rules in the API model of S3 Control, for an endpoint of one's own;
 * golang.org/x/net/http/httpproxy.
 */
function accountsBeforeHost(url: string): Variables {
  return { HTTP_PROXY: url };
}

function terraformVariables(layout: Layout, env: NodeJS.ProcessEnv): Variables {
  const cache: Variables = env.TF_PLUGIN_CACHE_DIR
    ? {}
    : {
        TF_PLUGIN_CACHE_DIR: layout.pluginCache,
        // Otherwise a stack without a lock file downloads the provider, 700 MB, again.
        TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true',
      };
  return hasTerraformConfig(env) ? cache : { TF_CLI_CONFIG_FILE: layout.terraformConfig, ...cache };
}
