import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allStacks, synthesize } from '../../local/deploy/stacks';
import { hasTerraformConfig } from '../../local/emulated-aws/variables';
import { providerMirror } from '../../local/machine/kubernetes-build';
import { layout } from '../../local/machine/layout';
import { cliConfig, findMirrors, mirrorPlaces } from '../../local/machine/mirror';
import { KUBERNETES_PROVIDER } from '../../stacks/use-cluster';
import { terraform } from '../../terraform/program';
import { folder } from '../local/temporary';

// The bindings are of an older provider than the one that runs. What only the older one knows would type-check, and
// fail the deploy.

interface Block {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
}

const SOURCE = 'hashicorp/kubernetes';
const library = dirname(require.resolve('@cdktf/provider-kubernetes/lib/provider/index.js'));

/** What the provider takes, at any depth. */
async function schemas(): Promise<Record<string, { readonly block: Block }>> {
  const wanted = { source: SOURCE, version: KUBERNETES_PROVIDER };
  const { pluginCache, programs } = layout();
  mkdirSync(pluginCache, { recursive: true });
  const mirrors = findMirrors([...mirrorPlaces(), providerMirror(programs)], [wanted]);
  const cwd = folder({
    'main.tf.json': JSON.stringify({ terraform: { required_providers: { kubernetes: wanted } } }),
    terraformrc: cliConfig(mirrors),
    '.terraform.lock.hcl': readFileSync('.terraform.lock.hcl', 'utf8'),
  });
  const env = {
    ...process.env,
    TF_PLUGIN_CACHE_DIR: pluginCache,
    ...(!hasTerraformConfig(process.env) && { TF_CLI_CONFIG_FILE: join(cwd, 'terraformrc') }),
  };
  const init = await terraform(['init', '-input=false', '-no-color'], cwd, env);
  expect(init).toMatchObject({ code: 0 });
  const { stdout } = await terraform(['providers', 'schema', '-json'], cwd, env);
  return JSON.parse(stdout).provider_schemas[`registry.terraform.io/${SOURCE}`].resource_schemas;
}

function known({ attributes = {}, block_types = {} }: Block): string[] {
  return [
    ...Object.keys(attributes),
    ...Object.entries(block_types).flatMap(([name, { block }]) => [name, ...known(block)]),
  ];
}

/** What the bindings of a resource can write, such as `active_deadline_seconds`. */
function writable(type: string): string[] {
  const directory = join(library, '..', type.replace('kubernetes_', '').replaceAll('_', '-'));
  const sources = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const text = sources
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(directory, file), 'utf8'))
    .join('\n');
  // Each is written twice, the second time as HCL, where all are called `value`.
  const lines = text.matchAll(/^ +([a-z_0-9]+): (?!\S*Hcl)(?:cdktf\.|\w+ToTerraform)/gm);
  return [...lines].map(([, name]) => name!);
}

test('the provider that runs knows all that the bindings can write', async () => {
  const stacks = await synthesize(folder(), { PREVIEW: 'pr-42' });
  const used = new Set(
    allStacks(stacks).flatMap(({ directory }) => {
      const { resource } = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8'));
      return Object.keys(resource ?? {}).filter((type) => type.startsWith('kubernetes_'));
    }),
  );
  expect(used.size).toBeGreaterThan(10);
  const all = await schemas();
  for (const type of used) {
    const names = writable(type);
    expect(names.length).toBeGreaterThan(5);
    const taken = known(all[type]!.block);
    expect({ type, unknown: names.filter((name) => !taken.includes(name)) }).toEqual({ type, unknown: [] });
  }
}, 240_000);
