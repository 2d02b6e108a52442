import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalCommand, root } from '../e2e/local-command';
import type { ProjectCopy } from '../e2e/project-copy';
import { copyFor, planIn, removeProducts } from './plan-command';

// Makes docs/plans/*.md: reports of real changes to a deployed dev, by the command itself. Takes some minutes:
//   node run.js test/plan/make-examples.ts
// With --keep, what is deployed stays, and --deployed takes it the next time. Names make some of the files only.

interface Example {
  /** Name of the file. */
  readonly file: string;
  /** Default: as it is deployed. */
  readonly change?: (copy: ProjectCopy) => void;
  /** What the main branch is, beside that, whose rules judge then, as in a pull request. Default: the change judges itself. */
  readonly main?: (copy: ProjectCopy) => void;
  /** That the command plans. Default: the platform and services of dev. */
  readonly stacks?: readonly string[];
  /** Of the command, beside the stacks. */
  readonly args?: (review: (file: string) => string) => readonly string[];
  /** What somebody does by hand before that, with the AWS CLI in the account of dev. */
  readonly byHand?: string;
}

const DEV = ['dev', 'dev-services'];

const bigger = (copy: ProjectCopy) =>
  copy.parameters('dev', ({ databases }) => {
    databases.orders.instanceClass = 'db.t4g.large';
  });

const EXAMPLES: readonly Example[] = [
  {
    file: 'one-pod',
    main: (copy) => {
      copy.parameters('dev', (parameters) => {
        parameters.protected = true;
        parameters.hostsPreviews = false;
      });
      rmSync(join(copy.directory, 'environments/preview.json'));
    },
    change: (copy) =>
      copy.parameters('dev', (parameters) => {
        parameters.services.storefront.processes.web = { replicas: 1, maxReplicas: 1 };
      }),
  },
  {
    file: 'rule-changed',
    change: (copy) => {
      commit(copy);
      copy.source('plan/rules/quota-weakened.ts', 'const TIMES = 2;', 'const TIMES = 10;');
    },
    // A rule affects no stack.
    stacks: [],
    args: () => ['--base', 'main'],
  },
  {
    file: 'new-version',
    change: (copy) =>
      copy.parameters('dev', ({ services }) => {
        services.storefront.version = '1.5.1';
      }),
  },
  { file: 'bigger-database', change: bigger },
  {
    file: 'database-upgraded',
    change: (copy) =>
      copy.parameters('dev', ({ databases }) => {
        databases.orders.version = '18.4';
      }),
  },
  {
    file: 'api-opened',
    change: (copy) =>
      copy.parameters('dev', ({ cluster }) => {
        cluster.publicAccess = ['203.0.113.0/24'];
      }),
  },
  { file: 'database-removed', change: removeProducts },
  {
    file: 'logs-shortened',
    change: (copy) =>
      copy.parameters('dev', (parameters) => {
        parameters.logs = { ...parameters.logs, retentionDays: 7 };
      }),
  },
  // From here on dev is not what was deployed.
  {
    file: 'deploy-stopped',
    change: bigger,
    args: (review) => ['--against', review('bigger-database')],
    byHand: `group=$(aws --profile dev logs describe-log-groups --query 'logGroups[?contains(logGroupName, \`flows\`)].logGroupName | [0]' --output text)
aws --profile dev logs put-retention-policy --log-group-name "$group" --retention-in-days 3`,
  },
  {
    file: 'database-gone',
    // It may be gone since an earlier time, with --deployed.
    byHand: `rds() { aws --profile dev rds "$@" --db-instance-identifier dev-products; }
if rds describe-db-instances > /dev/null 2>&1; then rds delete-db-instance --skip-final-snapshot; fi`,
  },
];

/** Makes a repository of a copy, whose branch `main` is what a pull request is for. */
function commit({ directory }: ProjectCopy): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      cwd: directory,
      stdio: 'ignore',
    });
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'base');
}

/** `npm run synth` in a copy. */
async function synthesize({ directory }: ProjectCopy, local: LocalCommand): Promise<void> {
  const env = await local.variables();
  execFileSync(process.execPath, ['app.js'], { cwd: directory, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function main(): Promise<void> {
  // No plan looks into a container.
  process.env.PLATFORM_NODE ??= 'simulated';
  const local = new LocalCommand('plan-examples', 6230);
  const isDeployed = process.argv.includes('--deployed');
  const directory = isDeployed ? join(local.folder, 'project') : copyFor(local, 'project').directory;
  const inCopy = new LocalCommand('plan-examples', 6230, directory);
  // All at once, as somebody may be at work on the project.
  const names = process.argv.slice(2).filter((name) => !name.startsWith('--'));
  const chosen = EXAMPLES.filter(({ file }) => names.length === 0 || names.includes(file));
  const changed = chosen.map((example) => {
    const copy = copyFor(local, example.file);
    example.change?.(copy);
    const judge = example.main && copyFor(local, `${example.file}-main`);
    if (judge) example.main(judge);
    return { ...example, copy, judge };
  });
  const folder = (file: string) => join(local.folder, 'reviews', file);
  if (!isDeployed) {
    await inCopy.run(['stop']);
    const { code, output } = await inCopy.run(['dev']);
    if (code !== 0) throw new Error(output);
  }
  for (const { file, copy, judge, stacks = DEV, args, byHand } of changed) {
    if (byHand) inCopy.shell(byHand);
    if (judge) await synthesize(copy, inCopy);
    const own = args?.((name) => join(folder(name), 'reviewed.json')) ?? [];
    const change = judge ? ['--change', copy.directory] : [];
    const { code, stdout, stderr } = await planIn(judge ?? copy, inCopy, [
      ...[...stacks, '--out', folder(file)],
      ...change,
      ...own,
    ]);
    if (code === 1) throw new Error(stdout + stderr);
    writeFileSync(join(root, 'docs/plans', `${file}.md`), stdout);
    console.log(`${file}: exit code ${code}, ${stdout.length} characters`);
  }
  if (!process.argv.includes('--keep')) await inCopy.run(['stop']);
}

main();
