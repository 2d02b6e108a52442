import { join } from 'node:path';
import { type ForgeArguments, parseForgeArguments, usage } from './forge/arguments';
import { body, bodyFile, runUrl } from './forge/body';
import { comment } from './forge/comment';
import { driftIssues } from './forge/drift';
import { checkOrder } from './forge/order';
import { requestedCommit } from './forge/request';
import { Gh } from './gh';
import { Git } from './git';
import { scratchFolder, start } from './start';

// npm run forge: what the workflows have to say to GitHub.

async function main(args: ForgeArguments, folder: string): Promise<void> {
  const gh = new Gh();
  const run = runUrl(process.env);
  const file = join(folder, 'body.md');
  switch (args.command) {
    case 'help':
      return console.log(usage);
    case 'comment':
      return comment(gh, args.pullRequest, args.kind, bodyFile(file, body(args.kind, args.files, run)));
    case 'request':
      return console.log(await requestedCommit(gh, args.pullRequest, args.who));
    case 'order':
      return checkOrder(gh, new Git('.'), args.environment);
    case 'drift':
      return driftIssues(gh, args.folder, (done) => console.log(done), file, run);
    default: {
      const unreachable: never = args;
      return unreachable;
    }
  }
}

start((args) => main(parseForgeArguments(args), scratchFolder('platform-forge')));
