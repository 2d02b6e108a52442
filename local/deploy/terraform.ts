import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure } from '../../console/failure';
import { isAlive } from '../../programs/alive';
import { Aws } from '../../programs/aws';
import { capture } from '../../programs/capture';
import { parseEvent } from '../../terraform/events';
import { findTerraformProgram, terraformProgram } from '../../terraform/program';
import { advance, begun, type Progress } from '../../terraform/progress';
import { checkBeside } from '../../terraform/states/check-state';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { exclusively } from '../machine/exclusive';
import type { Layout } from '../machine/layout';
import { followLines } from './follow';
import type { Interrupt } from './interrupt';

/** A Terraform that was started for a stack, now or by an earlier run. */
export interface TerraformProcess {
  readonly pid: number;
  /** In milliseconds, as is `lastOutput`. */
  readonly started: number;
  readonly lastOutput: number;
}

export interface TerraformOutcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly progress: Progress;
  /** Everything that Terraform printed. */
  readonly log: string;
}

/** A stack that has no state, though it is there. Terraform can go on once its state knows that. */
export class LostState extends Failure {}

/** Runs the real Terraform in a stack's folder. */
export class Terraform {
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly layout: Pick<Layout, 'runs' | 'pluginCache'>,
    private readonly interrupt: Interrupt,
    private readonly parallelism = 40,
  ) {}

  /** @throws Failure with what Terraform printed, or LostState. */
  async init(stack: SynthesizedStack): Promise<void> {
    // An emulator before this one may have had another port, which `-reconfigure` accepts.
    const init = () => this.run(stack, 'init', ['init', '-input=false', '-no-color', '-reconfigure']);
    // Two that put the same provider into the cache break it for each other.
    const { result, fault, isLost } = await checkBeside(
      stack,
      exclusively(`${this.layout.pluginCache}.lock`, () => {}, init),
      ({ code }) => code === 1,
      stack.state?.region ? new Aws(stack.state.region, this.env) : undefined,
    );
    this.interrupt.check();
    if (fault && !isLost) throw new Failure(fault);
    const { code, log } = result;
    if (code !== 0) throw new Failure(`terraform init failed:\n${indent(readFileSync(log, 'utf8'))}`);
    if (fault) throw new LostState(fault);
  }

  apply(
    stack: SynthesizedStack,
    destroy: boolean,
    tell: (progress: Progress) => void,
  ): Promise<TerraformOutcome> {
    const parallelism = `-parallelism=${this.parallelism}`;
    const args = [
      'apply',
      '-auto-approve',
      '-input=false',
      '-json',
      parallelism,
      ...(destroy ? ['-destroy'] : []),
    ];
    return this.run(stack, 'apply', args, tell);
  }

  /** @throws Failure with what Terraform printed. */
  async forceUnlock(stack: SynthesizedStack, id: string): Promise<void> {
    const { code, log } = await this.run(stack, 'unlock', ['force-unlock', '-force', id]);
    if (code !== 0) throw new Failure(`terraform force-unlock failed:\n${indent(readFileSync(log, 'utf8'))}`);
  }

  /** The latest apply of a stack, by whichever run of this command. */
  lastRun(stack: SynthesizedStack): TerraformProcess | undefined {
    const [file, log] = [this.file(stack, 'apply.json'), this.file(stack, 'apply.log')];
    if (!existsSync(file) || !existsSync(log)) return undefined;
    try {
      return {
        ...(JSON.parse(readFileSync(file, 'utf8')) as TerraformProcess),
        lastOutput: statSync(log).mtimeMs,
      };
    } catch {
      return undefined;
    }
  }

  private async run(
    stack: SynthesizedStack,
    step: string,
    args: readonly string[],
    tell?: (progress: Progress) => void,
  ): Promise<TerraformOutcome> {
    this.interrupt.check();
    mkdirSync(this.layout.runs, { recursive: true });
    const log = this.file(stack, `${step}.log`);
    // A file, not a pipe: Terraform must not die of a broken pipe when this process is killed.
    const output = openSync(log, 'w');
    const child = spawn(findTerraformProgram(), args, {
      cwd: stack.directory,
      env: this.env,
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    this.interrupt.watch(child);
    writeFileSync(this.file(stack, `${step}.json`), JSON.stringify({ pid: child.pid, started: Date.now() }));
    const ended = new Promise<Pick<TerraformOutcome, 'code' | 'signal'>>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    let progress = begun;
    const stopFollowing = followLines(log, (line) => {
      const event = parseEvent(line);
      if (!event) return;
      progress = advance(progress, event, Date.now());
      tell?.(progress);
    });
    try {
      const end = await ended;
      // Reads the last lines, too.
      stopFollowing();
      return { ...end, log, progress };
    } finally {
      stopFollowing();
    }
  }

  private file(stack: SynthesizedStack, name: string): string {
    return join(this.layout.runs, `${stack.name}.${name}`);
  }
}

/** Whether that process is there, and is a Terraform and not a later process with the same number. */
export async function isTerraform(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const { code, stdout } = await capture('ps', ['-p', String(pid), '-o', 'comm=']);
  // Without `ps` the number alone has to do.
  // Linux keeps the first 15 characters of a program's name.
  const name = basename(terraformProgram()).slice(0, 15);
  return code === undefined || basename(stdout.trim()) === name;
}

function indent(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}
