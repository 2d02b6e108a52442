import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Driver } from './driver';
import { commandOf } from './programs';

/** The longest that an answer takes: a driver may wait for ever. */
const SECONDS = 60;

/** A driver's program, which asks who is signed in. */
export interface Running {
  /** @throws with what it printed, once it has ended. */
  ask(): Promise<string>;
  end(): Promise<void>;
}

/** Starts a driver's program with the variables of a container, and nothing else. @throws where it does not sign in. */
export async function start(
  driver: Driver,
  environment: Readonly<Record<string, string>>,
): Promise<Running & { readonly first: string }> {
  const [command, ...args] = commandOf(driver);
  const child = spawn(command, args, { env: { PATH: process.env.PATH, ...environment } });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => {
    const tooLate = setTimeout(() => child.kill('SIGKILL'), SECONDS * 1000);
    const { value, done } = await lines.next();
    clearTimeout(tooLate);
    if (!done) return value;
    await ended;
    throw new Error(said || `${driver.name} ended without a word`);
  };
  return {
    first: await next(),
    ask: () => {
      child.stdin.write('\n');
      return next();
    },
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
}
