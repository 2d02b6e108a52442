import { appendFileSync } from 'node:fs';
import { start } from '../../console/start';
import { keptName } from '../../declarations/kept-name';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { loadProject, type Project } from '../../parameters/project';
import { Aws } from '../../programs/aws';
import { declared } from '../../services/declared';
import { type ImageArguments, parseImageArguments, usage } from './arguments';
import { build } from './build';
import { push } from './push';
import { atLeast, listed, listReport, pushOutputs, pushReport, pushSummary } from './report';
import { ImageRepository } from './repository';
import { writeSbom } from './sbom';

// npm run image: makes, pushes and lists images of services. docs/images.md

/** Of findings that were not to be there. */
const FOUND = 3;

async function main(args: readonly string[]): Promise<number | undefined> {
  const parsed = parseImageArguments(args, Object.keys(declared.services));
  if (!parsed) {
    console.log(usage);
    return undefined;
  }
  const project = loadProject('platform.json');
  switch (parsed.command) {
    case 'build':
      return buildOne(project, parsed);
    case 'push':
      return pushOne(project, parsed);
    case 'list':
      return list(project, parsed);
  }
}

async function buildOne(project: Project, parsed: ImageArguments): Promise<undefined> {
  const { image, builder } = await build(project, declared.services, parsed);
  if (parsed.sbom !== undefined) await writeSbom(image, builder, parsed.sbom);
  const { service, tag, name, commit, platforms, notes } = image;
  const text = [`${name}: built by ${builder.name} for ${platforms.join(', ')}`, ...notes].join('\n');
  console.log(
    parsed.json ? JSON.stringify({ service, tag, image: name, commit, platforms, notes }, null, 2) : text,
  );
  return undefined;
}

async function pushOne(project: Project, parsed: ImageArguments): Promise<number> {
  const { image, builder } = await build(project, declared.services, parsed);
  for (const note of image.notes) console.error(note);
  const pushed = await push(image, builder, repositoryOf(project, parsed));
  if (parsed.summary) appendFileSync(parsed.summary, pushSummary(image, pushed));
  if (parsed.outputs) appendFileSync(parsed.outputs, pushOutputs(image, pushed));
  const first =
    environments().find(({ parameters }) => parameters.promotedFrom === undefined)?.name ?? 'ENVIRONMENT';
  const { service, commit, platforms } = image;
  console.log(
    parsed.json
      ? JSON.stringify({ service, commit, platforms, ...pushed }, null, 2)
      : pushReport(image, pushed, first),
  );
  if (parsed.failAt === undefined) return 0;
  const count = atLeast(pushed.scan, parsed.failAt);
  if (count === 0) return 0;
  console.error(`${count} findings are ${parsed.failAt} or worse: --fail-at ${parsed.failAt}`);
  return FOUND;
}

async function list(project: Project, parsed: ImageArguments): Promise<undefined> {
  const found = await repositoryOf(project, parsed).all();
  const images = listed(parsed.service, found, environments());
  console.log(parsed.json ? JSON.stringify(images, null, 2) : listReport(parsed.service, images));
  return undefined;
}

const repositoryOf = (project: Project, { service }: ImageArguments) =>
  new ImageRepository(new Aws(project.region), project, keptName(service, declared.services));

const environments = () => loadEnvironments(environmentsFolder(), declared);

start(main);
