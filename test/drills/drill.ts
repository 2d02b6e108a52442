import { writeFileSync } from 'node:fs';
import type { Lane } from './lane';
import { prepareFor } from './moment';
import type { Point } from './point';
import type { Result } from './results';
import type { Running } from './running';
import type { Starts } from './starts';
import { faultsOf } from './verdict';

/** A drill that takes longer hangs. The provider waits a quarter of an hour for a security group that is in use. */
const LONGEST_MINUTES = 40;

/** Goes through one bad moment and the documented way out of it. */
export async function drill(point: Point, lane: Lane, starts: Starts, log: string): Promise<Result> {
  await starts.ready(point.start);
  const since = Date.now();
  let text = '';
  const write = (more: string) => {
    text += `${more}\n`;
    writeFileSync(log, text);
  };
  let wrong: string[];
  try {
    wrong = await inTime(converges(point, lane, starts, write));
  } catch (error) {
    wrong = [(error as Error).message];
  }
  write(wrong.length > 0 ? `\nNot converged:\n${wrong.join('\n')}` : '\nConverged.');
  const seconds = Math.round((Date.now() - since) / 1000);
  return { name: point.name, digest: starts.digest, seconds, wrong };
}

async function converges(
  point: Point,
  lane: Lane,
  starts: Starts,
  write: (text: string) => void,
): Promise<string[]> {
  await lane.begin(starts.synthesized, starts.of(point.start));
  const wrong = await putRight(point, lane, write);
  await starts.ready(point.goal);
  return [...wrong, ...(await faultsOf(lane, point.goal, starts))];
}

/**
 * Goes through a point where the lane is. @returns what should not have come of its commands.
 * @param write takes what they say.
 */
export async function putRight(point: Point, lane: Lane, write: (text: string) => void): Promise<string[]> {
  await lane.signIn();
  if (point.change) lane.change();
  else lane.reset();
  point.disturbance.before?.({ lane });
  const wrong = await disturbed(point, lane, write);
  for (const line of point.then) {
    const since = Date.now();
    const { code, output } = await (await lane.run(line)).ended;
    write(`\n$ ${line}\n${output}\nexit code ${code}, ${Math.round((Date.now() - since) / 1000)} s`);
    if (code !== 0) wrong.push(`"${line}" ended with ${code}: ${lastWords(output)}`);
  }
  return wrong;
}

/** Runs the command, and disturbs it. @returns what should not have come of it. */
async function disturbed(
  { command, moment, disturbance }: Point,
  lane: Lane,
  write: (text: string) => void,
): Promise<string[]> {
  const others: Running[] = [];
  const came = await prepareFor(moment, lane);
  const running = await lane.run(command);
  const beside = async (line: string) => {
    others.push(await lane.run(line));
  };
  const scene = { lane, running, beside };
  await came(running);
  const at = running.output.length;
  await disturbance.act(scene);
  const { code, output } = await running.ended;
  write(
    `$ ${command}\n${output.slice(0, at)}\n*** ${disturbance.what} ***\n${output.slice(at)}\nexit code ${code}`,
  );
  for (const other of others) {
    const ended = await other.ended;
    write(`\n$ ${other.line}\n${ended.output}\nexit code ${ended.code}`);
  }
  await disturbance.heal?.(scene);
  await lane.faults.clear();
  const { code: expected } = disturbance;
  if (expected === 'any' || code === expected || (expected === undefined && code !== 0)) return [];
  return [`"${command}" ended with ${code}, and not with ${expected ?? 'an error'}: ${lastWords(output)}`];
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`not done after ${LONGEST_MINUTES} minutes`)),
      LONGEST_MINUTES * 60_000,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function lastWords(output: string): string {
  return output.trim().split('\n').slice(-12).join('\n');
}
