import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 32;

/**
 * The file `.env` beside the Compose file, which holds every secret and is its owner's alone. What is in it stays:
 * servers know the passwords that they began with, and a person has put the others.
 */
export class EnvironmentFile {
  private text: string;

  constructor(private readonly path: string) {
    this.text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** A password of letters and digits, as the platform makes them: made once. */
  password(name: string): string {
    const there = this.find(name);
    if (there) return there;
    const made = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    this.add(name, made);
    return made;
  }

  /** A place for what only a person knows. @returns whether there is something in it. */
  place(name: string): boolean {
    const there = this.find(name);
    if (there === undefined) this.add(name, '');
    return Boolean(there);
  }

  write(): void {
    writeFileSync(this.path, this.text, { mode: 0o600 });
  }

  private find(name: string): string | undefined {
    return new RegExp(`^${name}=(.*)$`, 'm').exec(this.text)?.[1]?.trim();
  }

  private add(name: string, value: string): void {
    const end = this.text === '' || this.text.endsWith('\n') ? '' : '\n';
    this.text += `${end}${name}=${value}\n`;
  }
}
