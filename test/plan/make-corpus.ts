import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { project } from '../../local/deploy/local-context';
import { startEmulator, stopEmulator } from '../../local/emulated-aws/emulator';
import { childEnvironment, variables } from '../../local/emulated-aws/variables';
import { providerMirror } from '../../local/machine/kubernetes-build';
import { layout } from '../../local/machine/layout';
import { cliConfig, findMirrors, mirrorPlaces } from '../../local/machine/mirror';
import type { PlanJson } from '../../plan/plan';
import { capture } from '../../programs/capture';
import { KUBERNETES_PROVIDER } from '../../stacks/use-cluster';
import { ensureProgram, KubernetesCluster } from '../e2e/kubernetes-cluster';
import { all } from './cases/all';
import type { Case, Resources } from './cases/case';
import { shared } from './cases/shared';
import { folder as corpusFolder, type Recorded } from './corpus';
import { trimmed } from './trim';

// Makes test/plan/corpus: all cases in one state, by the real Terraform and the real providers, on an emulated AWS and
// a real Kubernetes API; then the plan of all that changes. Needs what `npm run local` has made. Takes some minutes:
//   node run.js test/plan/make-corpus.ts
// With ids of rules it makes theirs alone. What is refused is told, and left out.

const PORT = 6210;
const paths = layout('.local/plan-corpus');
const { region } = project();
/** A name that no other case has, and that stays the same when cases come and go. */
const slugOf = ({ rule, name }: Case) =>
  `c${createHash('sha256').update(`${rule} ${name}`).digest('hex').slice(0, 7)}`;

/** The emulated CloudTrail describes all trails of a region, whichever it is asked for: each gets a region of its own. */
const TRAIL_REGIONS = [
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'us-east-1',
  'us-east-2',
  'us-west-2',
];
const trails = all.filter(({ before, after }) => before.aws_cloudtrail || after.aws_cloudtrail);

/** The resources of a case under names of its own. */
function own(side: Resources, one: Case): Resources {
  const slug = slugOf(one);
  const text = JSON.stringify(side).replace(/\$(?!\{)/g, slug);
  const named = text.replace(/(?<=\$\{[^}]*)\b((?:aws|kubernetes)_\w+)\.([\w-]+)/g, (whole, type, name) =>
    side[type]?.[name] ? `${type}.${slug}_${name}` : whole,
  );
  const provider = (type: string) =>
    type === 'aws_cloudtrail' ? { provider: `aws.${TRAIL_REGIONS[trails.indexOf(one)]}` } : {};
  return Object.fromEntries(
    Object.entries(JSON.parse(named) as Resources).map(([type, byName]) => [
      type,
      Object.fromEntries(
        Object.entries(byName).map(([name, attributes]) => [
          `${slug}_${name}`,
          { ...attributes, ...provider(type) },
        ]),
      ),
    ]),
  );
}

function merged(parts: readonly Resources[]): Resources {
  // Terraform takes no type without a resource.
  const types = [...new Set(parts.flatMap(Object.keys))].filter((type) =>
    parts.some((part) => Object.keys(part[type] ?? {}).length > 0),
  );
  return Object.fromEntries(
    types.map((type) => [type, Object.assign({}, ...parts.map((part) => part[type]))]),
  );
}

async function main(): Promise<void> {
  const chosen = process.argv.slice(2);
  let some: readonly Case[] = all.filter(({ rule }) => chosen.length === 0 || chosen.includes(rule));
  await ensureProgram();
  const cluster = new KubernetesCluster();
  const [{ kubeconfig }, emulator] = await Promise.all([
    cluster.start('--nodes', `one=${region}a`),
    startEmulator(paths, PORT, project()),
  ]);
  try {
    const root = join(paths.directory, 'root');
    rmSync(root, { recursive: true, force: true });
    mkdirSync(root, { recursive: true });
    mkdirSync(paths.pluginCache, { recursive: true });
    const providers = [
      { source: 'hashicorp/aws', version: '5.100.0' },
      { source: 'hashicorp/kubernetes', version: KUBERNETES_PROVIDER },
    ];
    writeFileSync(
      paths.terraformConfig,
      cliConfig(findMirrors([...mirrorPlaces(), providerMirror(paths.programs)], providers)),
    );
    const env = childEnvironment(process.env, variables(paths, emulator, region));
    const terraform = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await capture('terraform', [...args], { cwd: root, env });
      if (code !== 0) throw new Error(`terraform ${args[0]}: ${stderr}`);
      return stdout;
    };
    const write = (...parts: readonly Resources[]) => {
      const stack = {
        terraform: { required_providers: { aws: providers[0], kubernetes: providers[1] } },
        provider: {
          aws: [region, ...TRAIL_REGIONS].map((name) => ({
            region: name,
            ...(name !== region && { alias: name }),
            default_tags: { tags: { environment: 'test' } },
          })),
          kubernetes: { config_path: kubeconfig },
        },
        resource: merged([shared, ...parts]),
      };
      // Line by line, as an error quotes the line that it is about.
      writeFileSync(join(root, 'main.tf.json'), JSON.stringify(stack, null, 1));
    };
    const apply = () => terraform('apply', '-auto-approve', '-input=false', '-no-color', '-parallelism=30');
    const side = (name: 'before' | 'after', of = some) => of.map((one) => own(one[name], one));
    /** Runs it on a side of all cases, and again without those that it refuses: one at fault is no reason to lose all. */
    const accepted = async (name: 'before' | 'after', run: () => Promise<unknown>): Promise<void> => {
      write(...side(name));
      try {
        await run();
      } catch (error) {
        const refused = some.filter((one) => String(error).includes(slugOf(one)));
        // A provider that crashed names all that it was asked for.
        if (refused.length === 0 || /plugin crashed/.test(`${error}`)) throw error;
        console.error(`${error}`);
        for (const one of refused) console.error(`Left out: ${one.rule}: ${one.name} (${slugOf(one)})`);
        process.exitCode = 1;
        some = some.filter((one) => !refused.includes(one));
        // What there is of them may be refused to whoever reads or deletes it.
        const made = (await terraform('state', 'list')).split('\n');
        const left = made.filter((address) => refused.some((one) => address.includes(slugOf(one))));
        if (left.length > 0) await terraform('state', 'rm', ...left);
        await accepted(name, run);
      }
    };
    write();
    await terraform('init', '-input=false', '-no-color');
    // By itself: who a policy names by an ARN has to be there before it.
    await apply();
    await accepted('before', apply);
    if (some.some(({ isGone }) => isGone)) {
      // Somebody deletes it, and the state does not hear of that.
      const state = readFileSync(join(root, 'terraform.tfstate'));
      const left = some.filter(({ isGone }) => !isGone);
      write(...side('before', left));
      await apply();
      writeFileSync(join(root, 'terraform.tfstate'), state);
    }
    await accepted('after', () => terraform('plan', '-input=false', '-no-color', '-out=plan.tfplan'));
    record(some, JSON.parse(await terraform('show', '-json', 'plan.tfplan')) as PlanJson);
  } finally {
    await stopEmulator(paths, emulator);
    await cluster.remove();
  }
}

function record(some: readonly Case[], plan: PlanJson): void {
  mkdirSync(corpusFolder, { recursive: true });
  for (const rule of new Set(some.map(({ rule }) => rule))) {
    const recorded = some
      .filter((one) => one.rule === rule)
      .map((one): Recorded => {
        const { name, catches, others } = one;
        return { name, catches, ...(others && { others }), ...trimmed(plan, one, slugOf(one)) };
      });
    const lines = recorded.map((one) => JSON.stringify(one)).join(',\n');
    writeFileSync(join(corpusFolder, `${rule}.json`), `[\n${lines}\n]\n`);
    console.log(`${rule}: ${recorded.length} plans`);
  }
}

main();
