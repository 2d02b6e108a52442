/** Whether that process is there. Not whether it is still the one that was meant. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
