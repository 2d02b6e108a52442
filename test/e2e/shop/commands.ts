import { join } from 'node:path';
import { type Captured, capture } from '../../../programs/capture';

/** The commands for every day, as somebody types them whose shell points to the emulator. */
export class Commands {
  constructor(
    private readonly project: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @param input what it reads from a pipe. */
  run(name: string, args: readonly string[], input?: string): Promise<Captured> {
    return capture(process.execPath, this.line(name, args), { ...this.place, input });
  }

  /** @throws when it fails, with what it said. */
  async must(name: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(name, args);
    if (code !== 0) throw new Error(`${name} ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  }

  /** The same at a terminal. @param typed what is typed once a prompt, or another text, has come. */
  atTerminal(
    name: string,
    args: readonly string[],
    typed: readonly (readonly [string, string])[],
  ): Promise<Captured> {
    const line = [process.execPath, ...this.line(name, args)];
    return capture('python3', ['-c', TERMINAL, JSON.stringify(typed), ...line], this.place);
  }

  /** Closes the terminal once a text has come. */
  async hangUp(name: string, args: readonly string[], text: string): Promise<void> {
    const line = [process.execPath, ...this.line(name, args)];
    const { code } = await capture('python3', ['-c', HANG_UP, text, ...line], this.place);
    if (code !== 0) throw new Error(`${name} ${args.join(' ')}: no "${text}" within a minute`);
  }

  private get place() {
    return { cwd: this.project, env: { ...this.env, NO_COLOR: '1' } };
  }

  private line(name: string, args: readonly string[]): string[] {
    return ['run.js', join('cli', name, `${name}.ts`), ...args];
  }
}

/** Ends with the exit code of what it runs, or with 99 when a text does not come for a minute. */
const TERMINAL = `
import json, os, pty, select, sys
typed, line = json.loads(sys.argv[1]), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(line[0], line)
shown = new = b""
while select.select([terminal], [], [], 60)[0]:
    try:
        read = os.read(terminal, 65536)
    except OSError:
        break
    shown, new = shown + read, new + read
    if typed and typed[0][0].encode() in new:
        os.write(terminal, typed.pop(0)[1].encode())
        new = b""
else:
    os._exit(99)
sys.stdout.buffer.write(shown)
sys.stdout.flush()
os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

const HANG_UP = `
import os, pty, select, sys
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
shown = b""
while sys.argv[1].encode() not in shown:
    if not select.select([terminal], [], [], 60)[0]:
        os._exit(99)
    shown += os.read(terminal, 65536)
os.close(terminal)
os.waitpid(child, 0)
`;
