import { Failure } from '../../console/failure';
import { runAside } from '../safe-cdktf/cdktf-run';
import { dropDatabases } from './databases';
import { type FoundPreview, locksOf } from './found-preview';
import { type StackPart, stackName } from './key';
import { Leftovers } from './leftovers';
import type { PreviewHost } from './preview-host';
import { PreviewStates } from './states';
import { formatTime } from './time';

type Say = (text: string) => void;

/** Above it a code is that of a signal: somebody wants an end. */
export const SIGNALLED = 128;
/** As Terraform names what holds a lock. */
const OPERATION = 'npm run preview -- down';
/** What builds on the other goes first. */
const ORDER: readonly StackPart[] = ['services', 'platform'];

/**
 * Takes down whatever there is of a preview. Broken off anywhere, the same again goes on: its states are what it
 * removes last.
 * @returns what it removed beside what Terraform knew of.
 * @throws Failure that says what is left, and why.
 */
export async function takeDown(
  previewHost: PreviewHost,
  preview: FoundPreview,
  say: Say,
): Promise<readonly string[]> {
  const { id, stacks } = preview;
  const broken = ORDER.filter((part) => stacks[part]?.state?.fault !== undefined);
  if (broken.length > 0) {
    throw new Failure(
      broken
        .map(
          (part) =>
            `${stacks[part]!.state!.fault}. The versions to put back: npm run state -- list ${stackName(id, part)}`,
        )
        .join('; '),
    );
  }
  const [aws, kubectl] = await Promise.all([previewHost.previewer(), previewHost.cluster()]);
  const remains = new Leftovers(previewHost, aws, kubectl, id);
  const made = ORDER.filter((part) => stacks[part]?.state?.resources).map((part) => stackName(id, part));
  const destroyed = await destroy(id, made);
  say(`${id}: looking for what Terraform does not know of`);
  const states = new PreviewStates(previewHost.tooling, previewHost.project);
  const stale = destroyed ? {} : await readStates(states, id);
  const { removed, left } = await states.held(id, OPERATION, () => remains.remove());
  // Terraform can't any more once what it reads is gone. Nor need it: all of a preview is found without it.
  if (!destroyed && left.length === 0) {
    say(
      `${id}: Terraform could not destroy ${made.join(' and ')}. What was left of them was removed without it`,
    );
  }
  await states.held(id, OPERATION, async () => {
    await dropDatabases(kubectl, id, previewHost.declared.backing, previewHost.folder, say);
    if (left.length > 0) {
      throw new Failure(`Of ${id} this is left:\n${left.map((what) => `  ${what}`).join('\n')}`);
    }
    for (const part of ORDER) if (stacks[part]?.state) await states.forget(id, part, stale[part]);
  });
  return removed;
}

async function readStates(states: PreviewStates, id: string): Promise<Partial<Record<StackPart, string>>> {
  const texts = await Promise.all(ORDER.map(async (part) => [part, await states.text(id, part)] as const));
  return Object.fromEntries(texts);
}

/** @returns whether Terraform could. @throws Failure when somebody stopped it. */
async function destroy(id: string, stacks: readonly string[]): Promise<boolean> {
  if (stacks.length === 0) return true;
  const { PREVIEW: _name, PREVIEW_EXPIRES: _day, PREVIEW_VERSIONS: _versions, ...env } = process.env;
  // Of one stack alone: with several the CLI starts the first of them again and again for as long as it runs.
  const alone = stacks.length === 1 ? ['--ignore-missing-stack-dependencies', '--parallelism=1'] : [];
  const code = await runAside(['destroy', ...stacks, '--auto-approve', ...alone], { ...env, PREVIEW_ID: id });
  if (code > SIGNALLED) throw new Failure('Stopped. Run the same command again to continue.', code);
  return code === 0;
}

/**
 * Lets go of the locks on a preview, whose runs are dead.
 * @returns the preview without them.
 * @throws Failure when one is held by somebody else by now.
 */
export async function unlock(
  previewHost: PreviewHost,
  preview: FoundPreview,
  say: Say,
): Promise<FoundPreview> {
  const states = new PreviewStates(previewHost.tooling, previewHost.project);
  for (const { part, lock } of locksOf(preview)) {
    if (!(await states.unlock(preview.id, part, lock))) {
      throw new Failure(
        `The lock on ${stackName(preview.id, part)} is another one by now: somebody is at work on it`,
      );
    }
    say(`${preview.id}: released the lock of ${lock.who}, held since ${formatTime(lock.created)}`);
  }
  const { platform, services } = preview.stacks;
  return {
    ...preview,
    stacks: {
      platform: platform && { state: platform.state },
      services: services && { state: services.state },
    },
  };
}

/** @throws Failure that says who holds a lock on it. */
export function refuseLocked(preview: Pick<FoundPreview, 'id' | 'stacks'>): void {
  const [locked] = locksOf(preview);
  if (!locked) return;
  const { who, created } = locked.lock;
  throw new Failure(
    `${preview.id} is being changed by ${who} since ${formatTime(created)}. When that run is dead: npm run preview -- down ${preview.id} --unlock`,
  );
}
