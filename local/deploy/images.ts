import { existsSync } from 'node:fs';
import { parameterFile } from '../../parameters/parameter-file';
import { Aws } from '../../programs/aws';
import { declared } from '../../services/declared';
import type { Emulator } from '../emulated-aws/emulator';
import { type Archive, waitForNode } from '../emulated-aws/real-node';
import { archiveOf, changedAt } from '../images/archive';
import { type Example, findExamples } from '../images/example';
import { makeImages, type WantedImages } from '../images/images';
import { fetchPinned, pinnedBy } from '../images/pinned';
import { platformImages } from '../images/platform-images';
import { simulated, whySimulated } from '../machine/real-node';
import { environmentOf, type LocalContext } from './local-context';
import type { EnvironmentStacks } from './stacks';

/** Makes the images that environments run, where containers run here. What can't be made is told, and simulated. */
export async function prepareImages(
  { display }: Pick<LocalContext, 'display'>,
  environments: readonly string[],
): Promise<void> {
  if (whySimulated()) return;
  const since = Date.now();
  const failures = await makeImages(wantedBy(environments), {
    tell: (line, isNew) => isNew && display.note(line),
    begin: (image) => display.set('images', { step: `making ${shorten(image)}`, since }),
  });
  display.set('images', undefined);
  for (const failure of failures) display.note(`Containers of an image are simulated. ${failure}`);
}

/** Waits until the images are on the environment's node. Says why they are not. */
export async function waitForImages(
  context: LocalContext,
  emulator: Emulator,
  { name, platform: { account, cluster } }: EnvironmentStacks,
): Promise<void> {
  if (whySimulated() || !account || !cluster) return;
  const { display, project } = context;
  const since = Date.now();
  display.set('images', { step: 'fetching what was pushed', since });
  const aws = new Aws(project.region, environmentOf(context, emulator));
  const fetched = await fetchPinned(pinnedBy(name, project), aws, project);
  display.set('images', { step: 'waiting for the node that runs them', since });
  const images = [...new Set([...imagesOf(wantedBy([name])), ...fetched])];
  const reasons = await waitForNode(emulator, account, archivesOf(images));
  display.set('images', undefined);
  for (const why of reasons) display.note(simulated(why));
}

/** Those that are there. */
export function archivesOf(images: readonly string[]): Archive[] {
  return images.flatMap((image) => {
    const changed = changedAt(image);
    return changed === undefined ? [] : [{ file: archiveOf(image), changed }];
  });
}

export function imagesOf({ examples, others }: WantedImages): string[] {
  return [...others, ...examples.flatMap(({ images }) => images)];
}

/** Of environments, those that can run here. */
export function wantedBy(environments: readonly string[]): WantedImages {
  const examples = new Map<string, Example>();
  for (const environment of environments.filter((name) => existsSync(parameterFile(name))))
    for (const example of findExamples([], environment)) {
      const images = new Set([...(examples.get(example.service)?.images ?? []), ...example.images]);
      examples.set(example.service, { ...example, images: [...images] });
    }
  return { examples: [...examples.values()], others: platformImages(declared) };
}

/** Without its registry and digest. */
function shorten(image: string): string {
  return image.split('@')[0]!.replace(/^[^/]*\//, '');
}
