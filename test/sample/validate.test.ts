import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { allStacks, synthesize } from '../../local/deploy/stacks';
import { hasTerraformConfig } from '../../local/emulated-aws/variables';
import { layout } from '../../local/machine/layout';
import { cliConfig, findMirrors, mirrorPlaces } from '../../local/machine/mirror';
import { findTerraform } from '../../local/machine/tools';

const run = promisify(execFile);

interface Validated {
  readonly valid: boolean;
  readonly diagnostics: readonly { readonly summary: string }[];
}

const directory = mkdtempSync(join(tmpdir(), 'validate-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('Terraform and the AWS provider take every stack that needs no other provider', async () => {
  const terraform = await findTerraform(process.env);
  if (typeof terraform === 'string') throw new Error(terraform);
  const stacks = await synthesize(join(directory, 'out'), { PREVIEW: 'pr-42' });
  // Where there is no registry, the Kubernetes provider takes minutes to build; test/e2e applies the services.
  const onlyAws = allStacks(stacks).filter(({ providers }) => providers.length === 1);
  const env = environmentFor(stacks.bootstrap.providers);
  // As modules of one configuration: Terraform then reads the provider's schema once, which is most of its work.
  for (const { directory } of onlyAws) withoutImports(join(directory, 'cdk.tf.json'));
  const modules = onlyAws.map(({ name, directory }) => [name, { source: directory }]);
  const whole = join(directory, 'whole');
  mkdirSync(whole);
  writeFileSync(join(whole, 'main.tf.json'), JSON.stringify({ module: Object.fromEntries(modules) }));
  const terraformIn = (...args: string[]) => run(terraform.command, args, { cwd: whole, env });
  await terraformIn('init', '-backend=false', '-input=false', '-no-color');
  // An exit code of 1 rejects as well, with the faults on stdout.
  const { stdout } = await terraformIn('validate', '-json').catch((error) => error);
  const { valid, diagnostics }: Validated = JSON.parse(stdout);
  // A module has no state of its own, which Terraform mentions.
  const faults = diagnostics.filter(({ summary }) => summary !== 'Backend configuration ignored');
  expect(faults).toEqual([]);
  expect(valid).toBe(true);
}, 240_000);

/** Terraform takes them in a root module alone: test/nightly/left-over.test.ts. */
function withoutImports(file: string): void {
  const { import: _, ...document } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify(document));
}

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
