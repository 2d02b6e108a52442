import { scratchFolder, start } from '../../console/start';
import { loadProject } from '../../parameters/project';
import { synthesizeStacks } from '../../terraform/synthesize-stacks';
import { parseQuotasArguments, usage } from './arguments';
import { report } from './report';

// npm run quotas: what to ask AWS for before the first deploy.

async function main(args: readonly string[], folder: string): Promise<void> {
  const { help } = parseQuotasArguments(args);
  if (help) return console.log(usage);
  const stacks = await synthesizeStacks(folder);
  console.log(report(stacks, loadProject('platform.json').region).join('\n'));
}

start((args) => main(args, scratchFolder('platform-quotas')));
