import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCost } from '../../../cli/plan/cost';
import { costLine } from '../../../plan/report/cost';
import { planJson } from '../../plan/made';
import { type Answer, FakePrograms } from '../fake-program';

let programs: FakePrograms;
let folder: string;
beforeEach(() => {
  programs = new FakePrograms();
  folder = mkdtempSync(join(tmpdir(), 'plan-cost-'));
});
afterEach(() => {
  programs.remove();
  rmSync(folder, { recursive: true, force: true });
});

const said: string[] = [];
const find = (...stacks: readonly string[]) =>
  findCost(
    stacks.map((stack) => ({ stack, json: planJson() })),
    folder,
    (text) => said.push(text),
    { PATH: programs.folder },
  );
function infracost(...answers: readonly Answer[]): void {
  programs.add('infracost', [{ to: '--version', says: 'Infracost v0.10' }, ...answers]);
}
const costs = (pastTotalMonthlyCost: string, totalMonthlyCost: string) => ({
  currency: 'USD',
  pastTotalMonthlyCost,
  totalMonthlyCost,
});

test('what it costs is the sum over all stacks', async () => {
  infracost(
    { to: 'dev.cost.json', says: costs('10.5', '12') },
    { to: 'qa.cost.json', says: costs('100', '90') },
  );
  expect(await find('dev', 'qa')).toEqual({ before: 110.5, after: 102, currency: 'USD' });
});

test('without Infracost nothing is said', async () => {
  expect(await find('dev')).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

test('one stack that it can not tell makes no sum of the others', async () => {
  infracost(
    { to: 'dev.cost.json', says: costs('1', '2') },
    { to: 'qa.cost.json', complains: 'Error: no API key', code: 1 },
  );
  expect(await find('dev', 'qa')).toBeUndefined();
  expect(said.join()).toContain('no cost of qa, and so none at all: infracost: Error: no API key');
});

test.each([
  [110.5, 102, 'Cost: -8.50 USD a month, 110.50 USD → 102.00 USD.'],
  [1, 2.25, 'Cost: +1.25 USD a month, 1.00 USD → 2.25 USD.'],
  [5, 5, 'Cost: as before, 5.00 USD a month.'],
])('%d to %d', (before, after, expected) => {
  expect(costLine({ before, after, currency: 'USD' })).toBe(expected);
});
