import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';

const MEGABYTES = 64;

/** Makes a folder a small disk of its own, which can be full without harm to others. */
export function mountSmallDisk(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const options = `size=${MEGABYTES}m,uid=${process.getuid!()}`;
  asRoot('mount', '-t', 'tmpfs', '-o', options, 'drills', folder);
}

/** Takes the small disk away, if there is one: also one that a killed run has left. */
export function unmountSmallDisk(folder: string): void {
  if (!existsSync(folder)) return;
  try {
    execFileSync('mountpoint', ['-q', folder]);
  } catch {
    return;
  }
  asRoot('umount', '--lazy', folder);
}

function asRoot(...command: string[]): void {
  const [program, ...args] = process.getuid!() === 0 ? command : ['sudo', '-n', ...command];
  execFileSync(program!, args);
}
