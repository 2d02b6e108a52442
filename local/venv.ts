import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './capture';
import { Failure } from './failure';
import { type Layout, projectRoot, venvProgram } from './layout';
import type { Tool } from './tools';

const REQUIREMENTS = join(projectRoot, 'local', 'emulator', 'requirements.txt');

/** Whether the virtual environment is complete, and of these requirements and this Python. */
export function isCurrent(layout: Layout, python: Tool, requirements = REQUIREMENTS): boolean {
  const stamp = stampFile(layout);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === stampOf(python, requirements);
}

/** Makes the virtual environment anew, for the emulator and the AWS CLI. */
export async function makeVenv(layout: Layout, python: Tool): Promise<void> {
  rmSync(layout.venv, { recursive: true, force: true });
  await must(python.command, ['-m', 'venv', layout.venv], 'The Python environment could not be made');
  await must(
    venvProgram(layout, 'python'),
    [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--require-hashes',
      '-r',
      REQUIREMENTS,
    ],
    `pip could not install ${REQUIREMENTS}`,
  );
  mkdirSync(layout.bin, { recursive: true });
  const link = join(layout.bin, 'aws');
  rmSync(link, { force: true });
  symlinkSync(venvProgram(layout, 'aws'), link);
  // Last: what was broken off before is made again.
  writeFileSync(stampFile(layout), stampOf(python, REQUIREMENTS));
}

function stampFile({ venv }: Layout): string {
  return join(venv, 'made-of');
}

function stampOf({ version }: Tool, requirements: string): string {
  return `${version} ${createHash('sha256').update(readFileSync(requirements)).digest('hex')}\n`;
}

async function must(command: string, args: readonly string[], otherwise: string): Promise<void> {
  const { code, stdout, stderr } = await capture(command, args);
  if (code === 0) return;
  const end = `${stdout}${stderr}`.trimEnd().split('\n').slice(-8);
  throw new Failure([`${otherwise}:`, ...end.map((line) => `  ${line}`)].join('\n'));
}
