import { scratchFolder, start } from '../../console/start';
import { PREVIEW_ID, previewId } from '../../declarations/preview-id';
import { checkCaller } from '../../programs/caller';
import { declared } from '../../services/declared';
import { type PreviewCommand, parsePreviewArguments, usage } from './arguments';
import { Branches } from './branches';
import { refuseLocked, takeDown, unlock } from './down';
import { type FoundPreview, findPreviews } from './found-preview';
import { PreviewHost } from './preview-host';
import { Sweep } from './sweep';
import { bringUp } from './up';
import { formatList, formatPreview, listJson } from './words';

// npm run preview: makes, lists and ends copies of the system within an environment. docs/previews.md

const say = (text: string) => process.stderr.write(`preview: ${text}\n`);

async function main(parsed: PreviewCommand, folder: string): Promise<number> {
  if (parsed.command === 'help') {
    console.log(usage);
    return 0;
  }
  const previewHost = PreviewHost.load(folder, declared);
  await checkCaller(previewHost.project);
  switch (parsed.command) {
    case 'up':
      console.log(await show(previewHost, await bringUp(previewHost, new Branches(), parsed, say)));
      return 0;
    case 'list': {
      const previews = await findPreviews(previewHost);
      const now = new Date();
      console.log(parsed.json ? JSON.stringify(listJson(previews, now), null, 2) : formatList(previews, now));
      return 0;
    }
    case 'show':
      console.log(await show(previewHost, parsed.name));
      return 0;
    case 'down':
      console.log(await down(previewHost, parsed.name, parsed.unlock));
      return 0;
    case 'sweep':
      return (await new Sweep(previewHost, new Branches(), parsed, say).run(console.log)) ? 0 : 1;
  }
}

async function show(previewHost: PreviewHost, name: string): Promise<string> {
  const preview = await find(previewHost, name);
  return preview ? formatPreview(preview, new Date()) : none(name);
}

async function down(previewHost: PreviewHost, name: string, mayUnlock: boolean): Promise<string> {
  const found = await find(previewHost, name);
  if (!found) return none(name);
  if (!mayUnlock) refuseLocked(found);
  const removed = await takeDown(previewHost, await unlock(previewHost, found, say), say);
  const more = removed.map((what) => `\n- what a killed run had left: ${what}`);
  return `Preview \`${found.id}\` is gone, with its databases.${more.join('')}`;
}

/** By the name that it was made with, else by its id. */
async function find(previewHost: PreviewHost, name: string): Promise<FoundPreview | undefined> {
  const [byName] = await findPreviews(previewHost, previewId(name));
  if (byName || !PREVIEW_ID.test(name)) return byName;
  return (await findPreviews(previewHost, name))[0];
}

function none(name: string): string {
  return `There is no preview of ${name}.`;
}

start((args) => main(parsePreviewArguments(args), scratchFolder('platform-preview')));
