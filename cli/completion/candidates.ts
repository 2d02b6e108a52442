import { start } from '../../console/start';
import { complete } from './complete';

// What a shell asks at each tab: the words behind npm run, to the one that is being written.

start((args) => {
  for (const word of complete(process.cwd(), args)) console.log(word);
});
