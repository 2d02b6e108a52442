import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PREVIEW_STACKS } from '../../stacks/names';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { runScript } from './run-script';

/** What Terraform leaves in its folder when it could not store the state. */
const ERRORED = 'errored.tfstate';

/** How a Terraform has ended that was to change a stack. */
export interface Outcome {
  readonly code: number;
  /** By a signal, or without a chance to unlock. */
  readonly broke: boolean;
  /** Whether a resource or provider failed. Undefined: nobody has written that down. */
  readonly hasFaults: boolean | undefined;
}

/** Writes into an environment what is done to a stack of it: before that, and how it has ended. */
export class Recorder {
  private begun?: string;
  private readonly notes: string[] = [];

  constructor(
    private readonly stack: SynthesizedStack,
    private readonly command: string,
  ) {}

  /** What could not be written, a sentence each. None of it stops a deploy, which may be what repairs it. */
  get hints(): readonly string[] {
    return this.notes;
  }

  /** To be called before anything changes. */
  async begin(): Promise<void> {
    if (!this.isRecorded) return;
    const what = this.command === 'destroy' ? 'begin-destroy' : 'begin';
    this.begun = await this.write(what, `that this ${this.noun} has begun`);
  }

  async end(outcome: Outcome): Promise<void> {
    if (!this.isRecorded) return;
    if (outcome.code === 0) {
      const what = this.command === 'destroy' ? 'forget' : 'deployed';
      await this.write(what, `how this ${this.noun} has ended`);
    } else if (this.begun !== undefined) {
      const what = this.changedNothing(outcome) ? 'withdraw' : 'failed';
      await this.write(what, `how this ${this.noun} has ended`, this.begun);
    }
  }

  /** As when somebody declines it, or another run holds the lock: then nothing of it is to be seen. */
  private changedNothing({ broke, hasFaults }: Outcome): boolean {
    return !broke && hasFaults === false && !existsSync(join(this.stack.directory, ERRORED));
  }

  private get noun(): string {
    return this.command === 'destroy' ? 'destroy' : 'deploy';
  }

  /** A preview is recorded by those that make it. */
  private get isRecorded(): boolean {
    const { roleArn, cluster, clusterName, environment } = this.stack;
    const isOfEnvironment = roleArn !== undefined && (cluster ?? clusterName) !== undefined;
    const changes = ['apply', 'destroy'].includes(this.command);
    return isOfEnvironment && changes && !environment.startsWith(PREVIEW_STACKS);
  }

  private async write(what: string, words: string, input?: string): Promise<string | undefined> {
    const { code, stdout, stderr } = await runScript('../deployed/record-stack.ts', [what], input);
    if (code === 0) return stdout;
    this.notes.push(
      `${this.stack.name}: ${words} could not be recorded for "npm run status": ${stderr.trim()}`,
    );
    return undefined;
  }
}
