import { setTimeout as sleep } from 'node:timers/promises';
import { isOfPreview, PREVIEW } from './commands';
import { ENVIRONMENT } from './drill-project';
import { difference } from './inventory';
import type { Lane } from './lane';
import type { Goal } from './point';
import type { Starts } from './starts';

/** What AWS ends by itself may still be there for so long. */
const PATIENCE_S = 20;

const DEPLOYED: Record<Goal, readonly string[]> = {
  bootstrap: [],
  account: [],
  platform: [ENVIRONMENT],
  services: [ENVIRONMENT, `${ENVIRONMENT}-services`],
  changed: [ENVIRONMENT, `${ENVIRONMENT}-services`],
  preview: [ENVIRONMENT, `${ENVIRONMENT}-services`, `preview-${PREVIEW}`, `preview-${PREVIEW}-services`],
};

/** What is not as an undisturbed way to the goal would have left it. Empty: it has converged. */
export async function faultsOf(lane: Lane, goal: Goal, starts: Starts): Promise<string[]> {
  return [
    ...(await faultsWithin(lane, goal)),
    ...(await settled(async () => difference(starts.inventory(goal), await lane.inventory()))),
    ...(await settled(async () => difference(starts.objects(goal), await lane.objects()))),
  ];
}

/** Of these, what shows without an undisturbed way beside it. */
export async function faultsWithin(lane: Lane, goal: Goal): Promise<string[]> {
  return [
    ...(await planned(
      lane,
      DEPLOYED[goal].filter((stack) => !isOfPreview(stack)),
    )),
    ...(await planned(lane, DEPLOYED[goal].filter(isOfPreview))),
    ...(await lane.locked()).map((stack) => `the state of ${stack} is locked`),
    ...(await lane.denials()).map((denial) => `denied: ${denial}`),
  ];
}

async function planned(lane: Lane, stacks: readonly string[]): Promise<string[]> {
  if (stacks.length === 0) return [];
  const { code, output } = await (await lane.run(`npm run plan -- ${stacks.join(' ')}`)).ended;
  return code === 0 ? [] : [`a plan is not empty (exit code ${code}):\n${output}`];
}

async function settled(look: () => Promise<string[]>): Promise<string[]> {
  for (let waited = 0; waited < PATIENCE_S; waited++) {
    if ((await look()).length === 0) return [];
    await sleep(1000);
  }
  return look();
}
