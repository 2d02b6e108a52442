import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Planner } from '../../../cli/plan/terraform';
import { Adopter } from '../../../cli/recover/adopter';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';
import { folder } from '../../local/temporary';

/** A plan that would make a tainted thing anew, in that order. */
function half(actions: readonly string[], type = 'aws_db_parameter_group') {
  const directory = folder();
  const file = join(directory, 'plan.tfplan');
  const known = { mode: 'managed', type, name: 'orders' };
  const address = `${type}.orders`;
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

test('whether all of a stack is there is told: a destroy may have taken what another one’s plan needs', async () => {
  expect(await half(['create', 'delete']).adopt(false)).toMatchObject({ isWhole: true });
  expect(await half(['create'], 'aws_that_nobody_can_find').adopt(false)).toMatchObject({ isWhole: false });
});

describe('what was half made in a protected environment stops every plan', () => {
  const detail =
    'Resource aws_kms_key.data has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed.';
  const resource = (status?: string) => ({
    ...{ mode: 'managed', type: 'aws_kms_key', name: 'data' },
    instances: [{ status, attributes: {} }],
  });

  /** Plans once the state that it has is whole. */
  function protectedStack(status?: string) {
    const directory = folder();
    const file = join(directory, 'plan.tfplan');
    let state = JSON.stringify({ serial: 1, resources: [resource(status)] });
    const planner = {
      plan: async () => {
        if (state === '' || !whole())
          return { why: detail, faults: [{ severity: 'error', summary: '', detail }] };
        writeFileSync(file, zipSync({ tfstate: strToU8(state) }));
        return { json: { resource_changes: [] }, file };
      },
      pull: async () => state,
      push: async (_: SynthesizedStack, path: string) => {
        state = readFileSync(path, 'utf8');
      },
    } as unknown as Planner;
    const whole = () => status !== undefined && !state.includes('tainted');
    const stack = new SynthesizedStack({ name: 'prod', directory, document: {} });
    const surroundings = () => Promise.reject(new Error('asked AWS')) as never;
    const adopt = (dryRun = false) =>
      new Adopter(planner, stack, { surroundings, take: new Map(), dryRun, say: () => {} }).adopt();
    return { adopt, state: () => JSON.parse(state) };
  }

  test('it is gone on with', async () => {
    const { adopt, state } = protectedStack('tainted');
    expect(await adopt()).toMatchObject({ kept: ['aws_kms_key.data'] });
    expect(state()).toEqual({ serial: 2, resources: [JSON.parse(JSON.stringify(resource()))] });
  });

  test('a dry run stores nothing, and says what stands in the way', async () => {
    const { adopt, state } = protectedStack('tainted');
    expect(await adopt(true)).toMatchObject({ why: detail });
    expect(state().serial).toBe(1);
  });

  test('one that is whole, and would be destroyed for another reason, stays protected', async () => {
    expect(await protectedStack().adopt()).toMatchObject({ why: detail });
  });
});
