import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { findBuilder, imageWorkshop, NO_BUILDER } from '../../programs/images/builder';
import type { Builder } from '../../programs/images/image-builder';
import { exclusively } from '../machine/exclusive';
import { isFetched, keep, madeOf } from './archive';
import { makeBuildStage } from './build-stage';
import { basesOf } from './dockerfile';
import type { Example } from './example';
import { isExample } from './folders';
import { canMake, MADE } from './made-base';
import { buildBase, obtain } from './obtain';
import { digestOf } from './sources';

const workshop = imageWorkshop;

/** Another digest makes all images anew: raise it with a change of how they are made. */
const FORM = '1';

/** What is to be there. */
export interface WantedImages {
  readonly examples: readonly Example[];
  /** Full names of images that are made elsewhere. */
  readonly others: readonly string[];
}

export interface Teller {
  /** Of each image a line, and whether it is another than before. */
  tell(line: string, isNew: boolean): void;
  begin?(image: string): void;
}

/**
 * Makes the images of examples whose sources have changed since, and has those that are made elsewhere, one after the
 * other.
 * @returns why some of them are not there.
 */
export async function makeImages({ examples, others }: WantedImages, teller: Teller): Promise<string[]> {
  const tell = (line: string) => teller.tell(line, true);
  const waiting = (pid: number) => tell(`Waiting for process ${pid}, which makes images`);
  return exclusively(`${workshop()}.lock`, waiting, async () => {
    const failures = new Set<string>();
    const builder = once(findOne);
    const attempt = async (
      names: readonly string[],
      work: (builder: FindBuilder) => Promise<string | undefined>,
    ) => {
      const since = Date.now();
      try {
        const how = await work(() => {
          teller.begin?.(names[0]!);
          return builder();
        });
        const line = how ? `${how} (${secondsSince(since)} s)` : 'unchanged';
        for (const name of names) teller.tell(`${name}: ${line}`, how !== undefined);
      } catch (error) {
        // Whatever it is, such as a machine without apt: the others can be made all the same.
        const { message } = error as Error;
        failures.add(error instanceof Failure ? message : `${names[0]}: ${message}`);
      }
    };
    // What a deploy needs first comes first.
    for (const image of others) await attempt([image], (find) => obtain(image, find, workshop()));
    for (const example of examples)
      await attempt(example.images, async (find) => {
        // As it is when the work begins: what changes meanwhile is made next time.
        const digest = digestOf(example.folder, FORM, isExample(example.folder));
        // What came from the registry is what was pushed there, whatever the code is by now.
        const images = example.images.filter((image) => !isFetched(image));
        if (images.every((image) => madeOf(image) === digest)) return undefined;
        const found = await find();
        await makeImage({ ...example, images }, digest, found, tell);
        return `made by ${found.name}`;
      });
    return [...failures];
  });
}

type FindBuilder = () => Promise<Builder>;

async function findOne(): Promise<Builder> {
  const found = await findBuilder(join(workshop(), 'store'));
  if (!found) throw new Failure(NO_BUILDER);
  return found;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function makeImage(
  example: Example,
  digest: string,
  builder: Builder,
  tell: (line: string) => void,
): Promise<void> {
  const { build, final } = basesOf(readFileSync(join(example.folder, 'Dockerfile'), 'utf8'));
  await provideBase(final, builder, tell);
  const scratch = join(workshop(), example.service);
  const here = build !== undefined && !(await canBuildIn(build, builder));
  if (here) await makeBuildStage(example, scratch, workshop());
  for (const image of example.images) {
    // No builder gives an image a name with a digest.
    const [name = image] = image.split('@');
    await builder.build(name, example.folder, { build: here ? scratch : undefined });
    await keep(image, builder, name, digest);
  }
}

async function canBuildIn(image: string, builder: Builder): Promise<boolean> {
  return (await builder.has(image)) && !/true/.test(await builder.label(image, MADE));
}

/** The image that another begins from: from its registry, else made here under the same name. */
async function provideBase(image: string, builder: Builder, tell: (line: string) => void): Promise<void> {
  if (image === 'scratch' || (await builder.has(image))) return;
  if (!canMake(image))
    throw new Failure(`${image}: no registry has it that answers, and it can't be made here`);
  const since = Date.now();
  await buildBase(image, builder, workshop());
  tell(`${image}: no registry answers, made of Debian's packages in ${secondsSince(since)} s`);
}

function secondsSince(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}
