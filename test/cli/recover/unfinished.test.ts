import { unfinished } from '../../../cli/recover/unfinished';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';
import { folder } from '../../local/temporary';

const dev = new SynthesizedStack({ name: 'dev', directory: folder(), document: {} });
const beneath = (isWhole: boolean) => [[dev, { isWhole }] as const];

function planner(...actions: string[]) {
  const change = { actions, before: null, after: null };
  const resource = { address: 'a', type: 't', name: 'n', mode: 'managed', change };
  return { plan: async () => ({ json: { resource_changes: [resource] }, file: '' }) as never };
}

test('a platform whose state lacks something is unfinished, and AWS need not be asked', async () => {
  const nobody = { plan: () => Promise.reject(new Error('planned')) };
  expect(await unfinished(beneath(false), nobody)).toBe('dev');
});

test('a platform whose killed destroy stored no state is unfinished, as AWS lacks what the state has', async () => {
  expect(await unfinished(beneath(true), planner('create'))).toBe('dev');
});

test('a platform that is there is not the reason, so that the fault of the services is shown', async () => {
  expect(await unfinished(beneath(true), planner('no-op'))).toBeUndefined();
});

test('a platform that AWS gives no plan of is unfinished', async () => {
  expect(await unfinished(beneath(true), { plan: async () => ({ why: 'no cluster' }) })).toBe('dev');
});
