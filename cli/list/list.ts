import { columns } from '../../console/columns';
import { start } from '../../console/start';
import { type ListArguments, parseListArguments, usage } from './arguments';
import { listedCommands } from './commands';

// npm run list: all commands.

start((args) => console.log(textOf(parseListArguments(args))));

function textOf(args: ListArguments | undefined): string {
  if (!args) return usage;
  const all = listedCommands(process.cwd());
  if (args.json) return JSON.stringify(all, undefined, 2);
  return columns(
    ['npm run', ''],
    all.map(({ name, about }) => [name, about]),
  );
}
