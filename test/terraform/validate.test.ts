import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { allStacks, synthesize } from '../../local/deploy/stacks';
import { hasTerraformConfig } from '../../local/emulated-aws/variables';
import { layout } from '../../local/machine/layout';
import { cliConfig, findMirrors, mirrorPlaces } from '../../local/machine/mirror';
import { findTerraform } from '../../local/machine/tools';

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), 'validate-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('Terraform and the AWS provider take every stack that needs no other provider', async () => {
  const terraform = await findTerraform(process.env);
  if (typeof terraform === 'string') throw new Error(terraform);
  const stacks = await synthesize(join(directory, 'out'), { PREVIEW: 'pr-42' });
  // Where there is no registry, the Kubernetes provider takes minutes to build; test/e2e applies the services.
  const onlyAws = allStacks(stacks).filter(({ providers }) => providers.length === 1);
  const env = environmentFor(stacks.bootstrap.providers);
  const terraformIn = (cwd: string, ...args: string[]) => run(terraform.command, args, { cwd, env });
  // One after the other: the plugin cache is not made for two that fill it.
  for (const { directory } of onlyAws)
    await terraformIn(directory, 'init', '-backend=false', '-input=false', '-no-color');
  await Promise.all(onlyAws.map(({ directory }) => terraformIn(directory, 'validate', '-no-color')));
}, 240_000);

/** With the provider from a mirror of the machine, or downloaded once for all stacks. */
function environmentFor(providers: Parameters<typeof findMirrors>[1]): NodeJS.ProcessEnv {
  const cache = layout().pluginCache;
  mkdirSync(cache, { recursive: true });
  const env = { ...process.env, CHECKPOINT_DISABLE: '1', TF_PLUGIN_CACHE_DIR: cache };
  if (hasTerraformConfig(process.env)) return env;
  const config = join(directory, 'terraformrc');
  writeFileSync(config, cliConfig(findMirrors(mirrorPlaces(), providers)));
  return { ...env, TF_CLI_CONFIG_FILE: config };
}
