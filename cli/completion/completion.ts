import { start } from '../../console/start';
import { parseCompletionArguments, usage } from './arguments';
import { script } from './scripts';

// npm run completion: what a shell needs to complete npm run.

start((args) => {
  const shell = parseCompletionArguments(args);
  console.log(shell === undefined ? usage : script(shell, process.cwd()));
});
