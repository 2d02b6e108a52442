import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

/** What a guard notes down about its Terraform. Signals for Terraform go to the guard. */
export interface Note {
  readonly guard: number;
  /** For people: `apply in dev`. */
  readonly what: string;
  /** Unset while Terraform runs, and for ever if its guard was killed. */
  readonly code?: number;
  /** What to know about its end. */
  readonly why?: string;
  /** Where to look, a line each. */
  readonly hints?: readonly string[];
  /** How many things a destroy has left. */
  readonly left?: number;
}

/** The folder of one call of the command, shared by the command and the guards below it. */
export class RunFolder {
  static create(parent: string): RunFolder {
    mkdirSync(parent, { recursive: true });
    return new RunFolder(mkdtempSync(join(resolve(parent), 'run-')));
  }

  constructor(readonly folder: string) {}

  /** Where the CLI is to synthesize to. */
  get output(): string {
    return join(this.folder, 'out');
  }

  /** The project's own selection of providers, if it has one. */
  get providerLock(): string {
    return join(this.folder, '../../.terraform.lock.hcl');
  }

  /** Where the guard with that pid has Terraform's errors written to. */
  errorLog(guard: number): string {
    return join(this.folder, `${guard}.errors`);
  }

  /** From now on no guard starts a Terraform. */
  stop(): void {
    writeFileSync(join(this.folder, 'stop'), '');
  }

  get stopped(): boolean {
    return existsSync(join(this.folder, 'stop'));
  }

  note(note: Note): void {
    const file = join(this.folder, `${note.guard}.json`);
    // Renamed at the end, so that nobody reads half a file.
    writeFileSync(`${file}.new`, JSON.stringify(note));
    renameSync(`${file}.new`, file);
  }

  notes(): Note[] {
    const files = readdirSync(this.folder).filter((file) => file.endsWith('.json'));
    return files.map((file) => JSON.parse(readFileSync(join(this.folder, file), 'utf8')));
  }

  running(): Note[] {
    return this.notes().filter(({ code, guard }) => code === undefined && isAlive(guard));
  }

  /** Removes the folder, unless Terraform could not put a state away and left it here: it returns where. */
  remove(): string | undefined {
    const files = readdirSync(this.folder, { recursive: true, encoding: 'utf8' });
    const state = files.find((file) => file.endsWith('.tfstate') && !file.includes('.terraform'));
    if (!state) rmSync(this.folder, { recursive: true, force: true });
    return state && join(this.folder, state);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
