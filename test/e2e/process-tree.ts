import { readdirSync, readFileSync } from 'node:fs';

/** A process and all below it, whatever sessions they have made for themselves. */
export function processTree(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      // Behind the name of the program, which may have spaces: state, parent.
      const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      parents.set(Number(name), Number(parent));
    } catch {} // It has ended meanwhile.
  }
  const below = (of: number): number[] =>
    [...parents].filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
}

/** As a machine that is switched off does: nothing of it has a moment to put anything right. */
export function killTree(pid: number): void {
  const pids = processTree(pid);
  for (const each of pids) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {} // It has ended meanwhile.
  }
}
