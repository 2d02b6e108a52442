import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { Failure } from '../../console/failure';
import { start } from '../../console/start';
import { loadEnvironments } from '../../parameters/load';
import { environmentsFolder } from '../../parameters/parameter-file';
import { loadProject, type Project } from '../../parameters/project';
import { Aws } from '../../programs/aws';
import { checkCaller } from '../../programs/caller';
import { declared } from '../../services/declared';
import { BOOTSTRAP, LOCAL_STATE } from '../../stacks/names';
import { s3Backend } from '../../stacks/state';
import { StateStore } from '../../terraform/states/state-store';
import { deploy, showsNoChanges } from '../safe-cdktf/cdktf-run';
import { parseBootstrapArguments, usage } from './arguments';
import { domainInUse, zoneServers } from './domain-in-use';
import { adoptHalfMade } from './half-made';
import { leftDomains } from './left-domains';
import { StateBucket } from './state-bucket';

// npm run bootstrap: deploys what holds the state of everything, its own included.
// After an interruption it continues from the file, which holds the state until the bucket does.

const say = (text: string) => process.stderr.write(`bootstrap: ${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  const { help, autoApprove } = parseBootstrapArguments(args);
  if (help) {
    console.log(usage);
    return 0;
  }
  const project = loadProject('platform.json');
  await checkCaller(project);
  await warnOfTheDomain(project);
  mkdirSync('cdktf.out', { recursive: true });
  const bucket = new StateBucket(project, BOOTSTRAP);
  if (!existsSync(LOCAL_STATE) && (await bucket.exists())) {
    await refuseStrangeBucket(project);
    await refuseLeftDomains(project);
    return deploy(BOOTSTRAP, autoApprove);
  }
  // Its being there is what makes the app keep the state in it.
  if (!existsSync(LOCAL_STATE)) writeFileSync(LOCAL_STATE, '');
  const adopted = adoptHalfMade(LOCAL_STATE);
  if (adopted.length > 0) say(`goes on with what was left half made: ${adopted.join(', ')}`);
  const code = await deploy(BOOTSTRAP, autoApprove);
  if (code !== 0) return code;
  if (!(await bucket.exists())) throw new Failure('Nothing was deployed: the plan was not approved.');
  await move(bucket);
  return 0;
}

/** Before the plan, which ends with the name servers to delegate to. */
async function warnOfTheDomain({ domain, region, zoneId }: Project): Promise<void> {
  if (zoneId !== undefined) return;
  const warning = await domainInUse(domain, () => zoneServers(domain, new Aws(region)));
  if (warning) say(`warning: ${warning}.`);
}

async function move(bucket: StateBucket): Promise<void> {
  await bucket.push(LOCAL_STATE).catch((error: Failure) => {
    throw new Failure(
      `${error.message}\nThe state is still in the file ${LOCAL_STATE}. If the one in the bucket is newer, remove the file.`,
    );
  });
  rmSync(LOCAL_STATE);
  rmSync(`${LOCAL_STATE}.backup`, { force: true });
  say('moved the state into the bucket. A plan by it:');
  if (!(await showsNoChanges(BOOTSTRAP))) {
    throw new Failure('The plan should be empty, and is not: look at "npx cdktf diff bootstrap".');
  }
}

/** A deploy would make all of it once more. One whose state was deleted is refused as that of any stack is. */
async function refuseStrangeBucket(project: Project): Promise<void> {
  const store = new StateStore(new Aws(project.region), s3Backend(project, BOOTSTRAP));
  if ((await store.versions()).length > 0) return;
  throw new Failure(
    `The bucket is there, and never was a state of the stack ${BOOTSTRAP} in it: it was deployed elsewhere, and not to its end. Where that was there is a file ${LOCAL_STATE}: go on there, or put the file beside platform.json, then run this again.`,
  );
}

async function refuseLeftDomains(project: Project): Promise<void> {
  const environments = loadEnvironments(environmentsFolder(), declared);
  const left = await leftDomains(project, environments, new Aws(project.region));
  if (left.length > 0) throw new Failure(left.join('\n'));
}

start(main);
