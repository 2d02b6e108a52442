import { Failure } from '../../console/failure';
import { declared } from '../../services/declared';
import { readStacks } from '../../terraform/synthesized-stack';
import { archivesOf, imagesOf } from '../deploy/images';
import { kubectlFor } from '../deploy/kubeconfig';
import { project } from '../deploy/local-context';
import { restartOutdated } from '../deploy/outdated';
import { byEnvironment } from '../deploy/stacks';
import { clustersOf } from '../emulated-aws/clusters';
import { findEmulator } from '../emulated-aws/emulator';
import { addressesOf, findEntrance } from '../emulated-aws/entrance';
import { waitForNode } from '../emulated-aws/real-node';
import { childEnvironment, variables } from '../emulated-aws/variables';
import { findExamples } from '../images/example';
import { makeImages } from '../images/images';
import { platformImages } from '../images/platform-images';
import type { Layout } from '../machine/layout';

/** Whose versions they are. */
const ENVIRONMENT = 'dev';

/**
 * Makes the images of services in examples, and runs them where the environment is deployed: in a few seconds, as no
 * stack is looked at.
 */
export async function images(layout: Layout, services: readonly string[]): Promise<void> {
  const wanted = {
    examples: findExamples(services, ENVIRONMENT),
    others: services.length === 0 ? platformImages(declared) : [],
  };
  const failures = await makeImages(wanted, { tell: (line) => console.log(line) });
  await run(layout, imagesOf(wanted));
  if (failures.length > 0) throw new Failure(failures.join('\n'));
}

async function run(layout: Layout, names: readonly string[]): Promise<void> {
  const emulator = await findEmulator(layout);
  if (!emulator?.caller) return;
  const { environments } = byEnvironment(readStacks(layout.synthesized));
  const account = environments.find(({ name }) => name === ENVIRONMENT)?.platform.account;
  if (!account || !(await clustersOf(emulator)).some((cluster) => cluster.account === account)) return;
  const reasons = await waitForNode(emulator, account, archivesOf(names));
  if (reasons.length > 0) return console.log(reasons.map((why) => `They do not run: ${why}.`).join('\n'));
  const env = childEnvironment(process.env, variables(layout, emulator, project().region));
  const restarted = await restartOutdated(kubectlFor(layout, ENVIRONMENT, env), names);
  if (restarted.length === 0) return;
  const urls = addressesOf(await findEntrance(emulator), ENVIRONMENT).map(({ url }) => url);
  const seconds = (performance.now() / 1000).toFixed(1);
  console.log(`${restarted.join(', ')}: new pods serve after ${seconds} s. ${urls.join(' ')}`.trimEnd());
}
