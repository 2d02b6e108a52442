import { Failure } from '../console/failure';

/**
 * Variables of a user's shell that would make a run of Terraform differ from everybody else's, and that have no use
 * here. Terraform does not see them.
 *
 * - `TF_WORKSPACE`: every stack has a state of its own, in the workspace `default`. In another the state is empty.
 * - `TF_DATA_DIR`: every stack has a folder of its own. Several in one folder overwrite each other.
 * - `TF_VAR_*`: no stack declares a variable.
 * - `TF_AWS_DEFAULT_TAGS_*`, `TF_AWS_IGNORE_TAGS_*`: tags are in the code (the AWS provider, since 5.62).
 * - `KUBE_*`: the Kubernetes provider takes from them what a stack leaves open, a token for example.
 *
 * Everything else reaches Terraform: the credentials (`AWS_*`, `TF_TOKEN_*`), where providers come from
 * (`TF_CLI_CONFIG_FILE`, `TF_PLUGIN_CACHE_DIR`), the log (`TF_LOG*`), proxies.
 */
const HIDDEN = /^(TF_WORKSPACE$|TF_DATA_DIR$|TF_VAR_|TF_AWS_(DEFAULT|IGNORE)_TAGS_|KUBE_)/;

/** Whoever sets these means them: a deploy that left out a `-target` would change more than was asked for. */
const REFUSED = /^TF_CLI_ARGS/;

/** Whether a variable would make a run of Terraform differ from everybody else's. */
export const changesTerraform = (name: string) => HIDDEN.test(name) || REFUSED.test(name);

/**
 * What Terraform sees of the environment.
 * @throws Failure that names the variables that it must not get.
 */
export function terraformEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const refused = Object.keys(env).filter((name) => REFUSED.test(name) && env[name]);
  if (refused.length > 0) {
    const set = refused.map((name) => `${name}="${env[name]}"`).join(' ');
    throw new Failure(
      `The shell sets ${set}, which would change what Terraform does in every stack. First: unset ${refused.join(' ')}`,
    );
  }
  return Object.fromEntries(Object.entries(env).filter(([name]) => !changesTerraform(name)));
}
