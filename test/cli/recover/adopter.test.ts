import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Planner } from '../../../cli/plan/terraform';
import { Adopter } from '../../../cli/recover/adopter';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';
import { folder } from '../../local/temporary';

/** A plan that would make a tainted thing anew, in that order. */
function half(actions: readonly string[]) {
  const directory = folder();
  const file = join(directory, 'plan.tfplan');
  const known = { mode: 'managed', type: 'aws_db_parameter_group', name: 'orders' };
  const address = 'aws_db_parameter_group.orders';
  const change = { ...known, address, action_reason: 'replace_because_tainted', change: { actions } };
  const state = { serial: 1, resources: [{ ...known, instances: [{ status: 'tainted', attributes: {} }] }] };
  writeFileSync(file, zipSync({ tfstate: strToU8(JSON.stringify(state)) }));
  const stored: string[] = [];
  const planner = {
    plan: async () => ({ json: { resource_changes: [change] }, file }),
    push: async (_: SynthesizedStack, path: string) => {
      stored.push(readFileSync(path, 'utf8'));
    },
  } as unknown as Planner;
  const stack = new SynthesizedStack({ name: 'dev', directory, document: {} });
  const surroundings = () => Promise.reject(new Error('asked AWS')) as never;
  const adopt = (dryRun: boolean) =>
    new Adopter(planner, stack, { surroundings, take: new Map(), dryRun, say: () => {} }).adopt();
  return { adopt, stored, address };
}

test('a Ctrl-C left a thing half made whose name stands in the way of another one: it is kept', async () => {
  const { adopt, stored, address } = half(['create', 'delete']);
  expect(await adopt(false)).toMatchObject({ kept: [address] });
  expect(stored).toHaveLength(1);
  expect(stored[0]).not.toContain('tainted');
});

test('one that is destroyed before it is made again is left to the deploy', async () => {
  const { adopt, stored } = half(['delete', 'create']);
  expect(await adopt(false)).toMatchObject({ kept: [] });
  expect(stored).toEqual([]);
});

test('a dry run says so, and stores nothing', async () => {
  const { adopt, stored, address } = half(['create', 'delete']);
  expect(await adopt(true)).toMatchObject({ kept: [address] });
  expect(stored).toEqual([]);
});
