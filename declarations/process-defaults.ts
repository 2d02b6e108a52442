/** What the declaration of a process leaves out. */
export const PROCESS_DEFAULTS = {
  startSeconds: 10,
  drainSeconds: 30,
  scaleAtCpuPercent: 70,
  scaleAtMessages: 10,
} as const;
