/** One fault of a parameter file, in the words of whoever has to mend it. */
export interface Problem {
  /** File to change, relative to the working directory. */
  readonly file: string;
  /** Where in the file, such as `network.cidr`. Empty for the file as a whole. */
  readonly path: string;
  /** What stands there. */
  readonly got: string;
  /** What may stand there. */
  readonly allowed: string;
  /** Line and column, from 1, where known. */
  readonly at?: { readonly line: number; readonly column: number };
}

/** Everything that is wrong with the parameter files, at once. */
export class ParameterError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(report(problems));
    this.name = 'ParameterError';
  }
}

function report(problems: readonly Problem[]): string {
  const files = [...new Set(problems.map(({ file }) => file))];
  return files
    .map((file) =>
      reportFile(
        file,
        problems.filter((p) => p.file === file),
      ),
    )
    .join('\n');
}

function reportFile(file: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return [`${file} has ${count}:`, ...problems.map(line)].join('\n');
}

function line({ path, got, allowed, at }: Problem): string {
  const place = [at && `${at.line}:${at.column}`, path].filter(Boolean).join('  ');
  return `  ${place}${place ? ': ' : ''}got ${got}; allowed: ${allowed}`;
}
