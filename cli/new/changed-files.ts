import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where a new thing, and what is generated of it, stands. */
const FOLDERS = ['.github/workflows', 'approvals', 'docs', 'environments', 'services'];

/** The files of the project that a new thing can change, as they were. */
export class ChangedFiles {
  private readonly before = textsOf();

  /** @param files texts by their paths. */
  write(files: ReadonlyMap<string, string>): void {
    for (const [file, text] of files) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** Which files are not as they were. */
  changed(): string[] {
    const now = textsOf();
    const all = new Set([...this.before.keys(), ...now.keys()]);
    return [...all].filter((file) => this.before.get(file) !== now.get(file)).sort();
  }

  /** Puts everything back. */
  undo(): void {
    for (const file of this.changed()) {
      const text = this.before.get(file);
      if (text === undefined) rmSync(file);
      else writeFileSync(file, text);
    }
  }
}

function textsOf(): Map<string, string> {
  return new Map(
    FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => [join(folder, name), readFileSync(join(folder, name), 'utf8')] as const),
    ),
  );
}
