import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from './lane';
import type { Moment } from './point';
import type { Running } from './running';

/** For how long a call is held, in milliseconds: long enough to do something meanwhile. */
const HELD_MS = 4000;
/** Terraform's words for one resource that is done: for people, and as JSON. */
const DONE = /: (?:Creation|Modifications|Destruction) complete after|"type":"apply_complete"/g;

/** Makes ready to notice a moment. @returns what waits for it, in a command that begins then. */
export async function prepareFor(moment: Moment, lane: Lane): Promise<(running: Running) => Promise<void>> {
  if (moment === 'first') return async () => {};
  const since = Date.now();
  if (typeof moment === 'number')
    return (running) => until(running, async () => done(lane.layout.runs, since, running) >= moment);
  const id = await lane.faults.add({ ...moment, effect: 'late', delay_ms: HELD_MS, times: 1 });
  return (running) => until(running, async () => (await lane.faults.hits(id)) > 0);
}

/** @throws when the command ends before. */
async function until(running: Running, came: () => Promise<boolean>): Promise<void> {
  while (!(await came())) {
    if (running.hasEnded)
      throw new Error(`"${running.line}" ended before the moment came:\n${running.output}`);
    running.look();
    await sleep(100);
  }
}

/**
 * How many resources a command has made, changed or destroyed.
 * @param runs where the local command keeps Terraform's words, in files.
 * @param since when the command began, in milliseconds: files of the one before may be there.
 */
export function done(runs: string, since: number, { output }: Pick<Running, 'output'>): number {
  const logs = (existsSync(runs) ? readdirSync(runs) : [])
    .filter((name) => /^dev.*\.apply\.log$/.test(name))
    .map((name) => join(runs, name))
    .filter((file) => statSync(file).mtimeMs >= since);
  const texts = [output, ...logs.map((file) => readFileSync(file, 'utf8'))];
  return texts.reduce((sum, text) => sum + (text.match(DONE)?.length ?? 0), 0);
}
