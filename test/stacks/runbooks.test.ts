import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments, preview, synthesizer } from '../fixture/fixture';
import { alarmsOf, faultsOf, RUNBOOKS } from './runbook-rules';

// Whoever is woken by an alarm follows the link at its end.

/** The fixture's, with the one alarm that no parameter file of it turns on. */
const forwarding = environments.map((environment) => ({
  ...environment,
  parameters: {
    ...environment.parameters,
    logs: { ...environment.parameters.logs, forwardTo: { name: 'datadog', url: 'https://intake.example/' } },
  },
}));
const alarms = alarmsOf(synthesizer.all(forwarding, [preview('pr-42')]));
const pages = readdirSync(RUNBOOKS)
  .filter((file) => file !== 'README.md')
  .map((file) => join(RUNBOOKS, file));

test('every alarm links to a page that says what it means, what to check, what to do, how long, and when it is over', () => {
  expect(alarms.length).toBeGreaterThan(100);
  expect([...new Set(alarms.flatMap(faultsOf))]).toEqual([]);
});

test.each(pages)('%s is the page of an alarm, and names one', (page) => {
  const [, name] = /^Alarm `(\S+)`\.$/m.exec(readFileSync(page, 'utf8')) ?? [];
  // The names of some end with what their set of alarms makes of it.
  const isIts = name?.endsWith('…')
    ? (alarm: string) => alarm.startsWith(name.slice(0, -1))
    : (alarm: string) => alarm === name;
  expect(alarms.find((alarm) => isIts(alarm.name))?.page).toBe(page);
});

test('the list of all pages is complete', () => {
  const listed = [...readFileSync(join(RUNBOOKS, 'README.md'), 'utf8').matchAll(/\]\(([\w-]+\.md)\) \|$/gm)];
  expect(listed.map(([, page]) => join(RUNBOOKS, page!)).sort()).toEqual(pages);
});

test('a missing link, a missing page and a missing heading are found', () => {
  const alarm = { name: 'dev-orders-cpu', description: '' };
  expect(faultsOf(alarm)).toEqual(['dev-orders-cpu: its description does not end with a link to its page']);
  expect(faultsOf({ ...alarm, page: 'docs/runbooks/alarms/gone.md' })).toEqual([
    expect.stringMatching(/gone\.md is not there/),
  ]);
  expect(faultsOf({ ...alarm, page: 'docs/runbooks/break-glass.md' })).toEqual([
    expect.stringMatching(/allowed: What it means, Check first/),
  ]);
});
