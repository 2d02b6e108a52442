import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalCommand, root } from '../e2e/local-command';
import type { ProjectCopy } from '../e2e/project-copy';
import { copyFor, planIn, removeProducts } from './plan-command';

// Makes docs/plans/*.md: reports of real changes to a deployed dev, by the command itself. Takes some minutes:
//   node run.js test/plan/make-examples.ts

interface Example {
  /** Name of the file. */
  readonly file: string;
  readonly change: (copy: ProjectCopy) => void;
}

const EXAMPLES: readonly Example[] = [
  {
    file: 'new-version',
    change: (copy) =>
      copy.parameters('dev', ({ services }) => {
        services.storefront.version = '1.5.1';
      }),
  },
  {
    file: 'bigger-database',
    change: (copy) =>
      copy.parameters('dev', ({ databases }) => {
        databases.orders.instanceClass = 'db.t4g.large';
      }),
  },
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
];

async function main(): Promise<void> {
  // No plan looks into a container.
  process.env.PLATFORM_NODE ??= 'simulated';
  const local = new LocalCommand('plan-examples', 6230);
  const deployed = copyFor(local, 'project');
  const inCopy = new LocalCommand('plan-examples', 6230, deployed.directory);
  // All at once, as somebody may be at work on the project.
  const changed = EXAMPLES.map(({ file, change }) => {
    const copy = copyFor(local, file);
    change(copy);
    return { file, copy };
  });
  await inCopy.run(['stop']);
  const { code, output } = await inCopy.run(['dev']);
  if (code !== 0) throw new Error(output);
  for (const { file, copy } of changed) {
    const { code, stdout, stderr } = await planIn(copy, inCopy, ['dev', 'dev-services']);
    if (code === 1) throw new Error(stdout + stderr);
    writeFileSync(join(root, 'docs/plans', `${file}.md`), stdout);
    console.log(`${file}: exit code ${code}, ${stdout.length} characters`);
  }
  if (!process.argv.includes('--keep')) await inCopy.run(['stop']);
}

main();
