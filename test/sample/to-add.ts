/** Something that a file lacks, or has too much of. */
export interface Fault {
  readonly file: string;
  /** What is wrong, and where the lines go. */
  readonly says: string;
  /** Lines to paste, or to remove. */
  readonly lines: string;
}

/** @throws an error with the lines as they stand in the file, ready to paste. */
export function expectNoFaults(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  throw new Error(faults.map(({ file, says, lines }) => `${file} ${says}:\n\n${lines}\n`).join('\n'));
}
