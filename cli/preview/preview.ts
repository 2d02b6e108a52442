import { scratchFolder, start } from '../../console/start';
import { PREVIEW_ID, previewId } from '../../declarations/preview-id';
import { checkCaller } from '../../programs/caller';
import { type PreviewCommand, parsePreviewArguments, usage } from './arguments';
import { Branches } from './branches';
import { refuseLocked, takeDown, unlock } from './down';
import { Ground } from './ground';
import { Sweep } from './sweep';
import { findTraces, type Trace } from './trace';
import { bringUp } from './up';
import { formatList, formatPreview, listJson } from './words';

// npm run preview: makes, lists and ends copies of the system within an environment. docs/previews.md

const say = (text: string) => process.stderr.write(`preview: ${text}\n`);

async function main(parsed: PreviewCommand, folder: string): Promise<number> {
  if (parsed.command === 'help') {
    console.log(usage);
    return 0;
  }
  const ground = Ground.load(folder);
  await checkCaller(ground.project);
  switch (parsed.command) {
    case 'up':
      console.log(await show(ground, await bringUp(ground, new Branches(), parsed, say)));
      return 0;
    case 'list': {
      const traces = await findTraces(ground);
      const now = new Date();
      console.log(parsed.json ? JSON.stringify(listJson(traces, now), null, 2) : formatList(traces, now));
      return 0;
    }
    case 'show':
      console.log(await show(ground, parsed.name));
      return 0;
    case 'down':
      console.log(await down(ground, parsed.name, parsed.unlock));
      return 0;
    case 'sweep':
      return (await new Sweep(ground, new Branches(), parsed, say).run(console.log)) ? 0 : 1;
  }
}

async function show(ground: Ground, name: string): Promise<string> {
  const trace = await find(ground, name);
  return trace ? formatPreview(trace, ground.host.name, new Date()) : none(name);
}

async function down(ground: Ground, name: string, mayUnlock: boolean): Promise<string> {
  const found = await find(ground, name);
  if (!found) return none(name);
  if (!mayUnlock) refuseLocked(found);
  const removed = await takeDown(ground, await unlock(ground, found, say), say);
  const more = removed.map((what) => `\n- what a killed run had left: ${what}`);
  return `Preview \`${found.id}\` is gone, with its databases.${more.join('')}`;
}

/** By the name that it was made with, else by its id. */
async function find(ground: Ground, name: string): Promise<Trace | undefined> {
  const [byName] = await findTraces(ground, previewId(name));
  if (byName || !PREVIEW_ID.test(name)) return byName;
  return (await findTraces(ground, name))[0];
}

function none(name: string): string {
  return `There is no preview of ${name}.`;
}

start((args) => main(parsePreviewArguments(args), scratchFolder('platform-preview')));
