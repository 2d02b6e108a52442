import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Failure } from '../../console/failure';
import { scratchFolder, start } from '../../console/start';
import { environmentsFolder, parameterFiles } from '../../parameters/parameter-file';
import { Git } from '../../programs/git';
import { runApp } from '../../terraform/synthesize-stacks';
import { synthesizedFolder } from '../plan/change-folder';
import { parseAffectedArguments, usage } from './arguments';
import { type Affected, affectedStacks, allAffected, byWorkflows, digests } from './stacks';

// npm run affected: the stacks that a pull request has to be planned for.

/** They say which programs plan and apply, so that every stack depends on them. */
const LOCKS = ['package-lock.json', '.terraform.lock.hcl'];

const say = (text: string) => process.stderr.write(`affected: ${text}\n`);

async function main(args: readonly string[], folder: string): Promise<void> {
  const parsed = parseAffectedArguments(args);
  if (!parsed) return console.log(usage);
  const { base, change } = parsed;
  const affected = await find(base, folder, change);
  const { stacks, gone } = affected;
  if (gone.length > 0) say(`${gone.join(', ')} will be gone from the code, and all that was made stays`);
  const planned = byWorkflows(stacks, environments(change));
  const text = sentence(affected, planned);
  if (parsed.note !== undefined) writeFileSync(parsed.note, `${text}\n`);
  if (parsed.form === 'json') console.log(JSON.stringify(stacks));
  else console.log(parsed.form === 'names' ? planned.join(' ') : text);
}

async function find(reference: string, folder: string, change?: string): Promise<Affected> {
  const root = change ?? '.';
  const git = new Git(root);
  const base = await git.mergeBase(reference);
  const now = change === undefined ? join(folder, 'now') : synthesizedFolder(change);
  if (change === undefined) await runApp(now);
  const stacks = digests(now);
  const changed = await changedLock(git, base, root);
  if (changed) {
    say(`${changed} differs, so all stacks are affected`);
    return allAffected(stacks);
  }
  const copy = join(folder, 'base');
  await git.extract(base, copy);
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  const before = join(folder, 'before');
  const reason = await runApp(before, { root: copy }).catch(({ message }: Failure) => message);
  if (!reason) return affectedStacks(digests(before), stacks);
  say(
    `${base.slice(0, 12)}, where this parted from ${reference}, can't be compared with, so all stacks are affected:`,
  );
  say(reason);
  return allAffected(stacks);
}

/** The first lock file whose content is another one in that commit. */
async function changedLock(git: Git, commit: string, root: string): Promise<string | undefined> {
  for (const file of LOCKS) {
    const path = join(root, file);
    const now = existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
    if ((await git.file(commit, file)) !== now) return file;
  }
  return undefined;
}

/** By their files alone: those of a change may say what this checkout does not know. */
function environments(change?: string): string[] {
  const folder = change === undefined ? environmentsFolder() : join(change, environmentsFolder({}));
  return parameterFiles(folder).map((file) => basename(file, '.json'));
}

function sentence({ stacks, gone, of }: Affected, planned: readonly string[]): string {
  const names = (some: readonly string[]) => some.map((name) => `\`${name}\``).join(', ');
  const byHand = stacks.filter((name) => !planned.includes(name));
  return [
    stacks.length === 0
      ? `This change affects none of the ${of} stacks.`
      : `This change can affect ${names(stacks)}, of ${of} stacks.`,
    byHand.length > 0 &&
      `**${names(byHand)}: planned and deployed by an administrator alone**, by \`npm run plan -- ${byHand.join(' ')}\`.`,
    gone.length > 0 &&
      `**${names(gone)} will be gone from the code, and all that was made stays:** destroy it first.`,
  ]
    .filter(Boolean)
    .join(' ');
}

start((args) => main(args, scratchFolder('platform-affected')));
