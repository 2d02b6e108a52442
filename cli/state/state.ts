import { existsSync } from 'node:fs';
import { Failure } from '../../console/failure';
import { start } from '../../console/start';
import { loadProject, type Project } from '../../parameters/project';
import { suggest } from '../../problems/suggest';
import { Aws } from '../../programs/aws';
import { checkCaller } from '../../programs/caller';
import { BOOTSTRAP, LOCAL_STATE } from '../../stacks/names';
import { s3Backend, stateNames } from '../../stacks/state';
import { readContent } from '../../terraform/states/state-content';
import { StateStore, type StateVersion, time } from '../../terraform/states/state-store';
import { parseStateArguments, type StateCommand, usage } from './arguments';
import { differenceOf, formatDifference } from './difference';
import { forget } from './forget';
import { formatHistory } from './format-history';
import { readHistory } from './history';
import { contentOf, findVersion, restore } from './restore';
import { StateBucketKeys } from './state-bucket-keys';

// npm run state: looks at the states that the bucket keeps, and puts one back. docs/runbooks/state.md

const say = (text: string) => process.stderr.write(`${text}\n`);

async function main(parsed: Exclude<StateCommand, { command: 'help' }>): Promise<number> {
  const { stack } = parsed;
  if (stack === BOOTSTRAP && existsSync(LOCAL_STATE)) {
    throw new Failure(`The state of ${stack} is in the file ${LOCAL_STATE} still: npm run bootstrap`);
  }
  const project = loadProject('platform.json');
  await checkCaller(project);
  const aws = new Aws(project.region);
  const store = new StateStore(aws, s3Backend(project, stack));
  const keys = new StateBucketKeys(aws, stateNames(project).bucket);
  const versions = await versionsOf(store, stack, keys, project);
  switch (parsed.command) {
    case 'list':
      console.log(formatHistory(await readHistory(store, versions.slice(0, parsed.last))));
      return 0;
    case 'show':
      console.log(await show(store, versions, stack, parsed.version));
      return 0;
    case 'forget':
      if (!(await forget(store, parsed, say))) return 1;
      console.log(
        `The state of ${stack} lists nothing of its account now. To take it back: npm run state -- list ${stack}`,
      );
      return 0;
    case 'restore': {
      const ownerOf = (lineage: string) => keys.ownerOf(lineage, stack);
      if (!(await restore(store, parsed, ownerOf, say))) return 1;
      console.log(`The state of ${stack} is put back. What Terraform makes of it: npx cdktf diff ${stack}`);
      return 0;
    }
  }
}

/** @throws Failure when there are none. */
async function versionsOf(
  store: StateStore,
  stack: string,
  keys: StateBucketKeys,
  project: Project,
): Promise<StateVersion[]> {
  const { bucket } = stateNames(project);
  const versions = await store.versions().catch((error: Failure) => {
    if (!/NoSuchBucket/.test(error.message)) throw error;
    throw new Failure(`The state's bucket ${bucket} is not there: npm run bootstrap makes it`);
  });
  if (versions.length > 0) return versions;
  const names = await keys.stacks();
  throw new Failure(
    `stack: got "${stack}"${suggest(stack, names)}, of which ${bucket} has no state, and had none; it has those of: ${names.join(', ') || 'nobody'}`,
  );
}

async function show(
  store: StateStore,
  versions: readonly StateVersion[],
  stack: string,
  id: string,
): Promise<string> {
  const version = findVersion(versions, stack, id);
  const { serial, resources } = contentOf(await store.read(version), version);
  const latest = versions[0]!;
  const current = latest.isDeletion ? 'was deleted' : readContent(await store.read(latest));
  const isKnown = typeof current === 'object';
  const now = isKnown ? `has serial ${current.serial}, of ${time(latest)}` : `${current}, at ${time(latest)}`;
  return [
    `${stack}: this version has serial ${serial}, of ${time(version)}, with ${resources.size} resources. The current state ${now}.`,
    formatDifference(differenceOf(resources, isKnown ? current.resources : new Map())),
  ].join('\n');
}

start((args) => {
  const parsed = parseStateArguments(args);
  return parsed.command === 'help' ? console.log(usage) : main(parsed);
});
