import type { Planner } from '../../../cli/plan/terraform';
import { type RecoveryOptions, StackRecovery } from '../../../cli/recover/stack-recovery';
import type { Aws } from '../../../programs/aws';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';
import { folder } from '../../local/temporary';

const stack = new SynthesizedStack({ name: 'dev-services', directory: folder(), document: {} });
const nobody = { run: () => Promise.reject(new Error('asked AWS')) } as unknown as Aws;

type On = Partial<Pick<RecoveryOptions, 'waitsFor' | 'unfinished'>>;

function recovery(plan: () => Promise<unknown>, on: On = {}) {
  const planner = { plan, push: () => Promise.reject(new Error('stored')) } as unknown as Planner;
  return new StackRecovery(stack, {
    ...{
      planner,
      unfinished: async () => undefined,
      ...on,
      tooling: nobody,
      folder: folder(),
      say: () => {},
    },
    ...{ dryRun: false, unlock: false, take: new Map(), remove: new Set<string>() },
  });
}

const waiting = { lines: ['nothing to do before dev is deployed'], toDecide: 0 };

test('services of a platform that has no contract yet are not even planned, which would fail after half a minute', async () => {
  const planned = recovery(() => Promise.reject(new Error('planned')), { waitsFor: 'dev' });
  expect(await planned.run()).toEqual(waiting);
});

test('services whose plan says so have nothing to do either, and it is no error', async () => {
  expect(await recovery(async () => ({ why: 'no contract', waitsFor: 'dev' })).run()).toEqual(waiting);
});

test('services of a platform of which a destroy has left a part wait for the next deploy: its cluster may let nobody in', async () => {
  const failing = recovery(async () => ({ why: 'customresourcedefinitions is forbidden' }), {
    unfinished: async () => 'dev',
  });
  expect(await failing.run()).toEqual(waiting);
});

test('a plan that fails otherwise ends it, with the reason', async () => {
  await expect(recovery(async () => ({ why: 'a fault' })).run()).rejects.toThrow('dev-services: a fault');
});
