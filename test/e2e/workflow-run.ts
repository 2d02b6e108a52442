import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../../programs/capture';
import { type Contexts, holds, interpolate } from '../workflows/expression';
import { type Job, type Step, workflows } from '../workflows/workflows';

export interface StepEnded {
  readonly command: string;
  readonly code: number | undefined;
  readonly output: string;
}

/** A step from which on a job has credentials, where its preparation gives none. */
const SIGN_IN = 'aws-actions/configure-aws-credentials@';

/** Runs the commands of a workflow's job on this machine, one after the other, as a runner does. */
export class WorkflowRun {
  /** Every step that ran. */
  readonly steps: StepEnded[] = [];

  /**
   * @param project where the commands run.
   * @param folder for what a runner gives to steps.
   */
  constructor(
    private readonly project: string,
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    /** Credentials of a role, for whoever proves to run in a context: `environment:drift`, `pull_request`. */
    private readonly signIn: (roleArn: string, context: string) => Promise<NodeJS.ProcessEnv>,
  ) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(this.file('summary'), '');
  }

  /** What steps wrote into the summary. */
  get summary(): string {
    return readFileSync(this.file('summary'), 'utf8');
  }

  /** Everything that the job printed or wrote down. */
  get log(): string {
    return [...this.steps.map(({ output }) => output), this.summary].join('\n');
  }

  /**
   * @param contexts what expressions read.
   * @returns whether the job succeeded.
   */
  async job(workflow: string, id: string, contexts: Contexts): Promise<boolean> {
    const job: Job = workflows.get(workflow)!.jobs[id]!;
    const outputs: Record<string, { outputs: Record<string, string> }> = {};
    let succeeded = true;
    let credentials = await this.credentials(job, contexts);
    for (const step of job.steps!) {
      const known = { ...contexts, steps: outputs };
      if (succeeded && step.uses?.startsWith(SIGN_IN))
        credentials = await this.as(`${step.with!['role-to-assume']}`, job, known);
      if (!step.run) continue;
      const always = step.if?.includes('cancelled()') ?? false;
      if ((!succeeded && !always) || !holds(step.if, known)) continue;
      const variables = Object.entries({ ...job.env, ...step.env });
      const own = Object.fromEntries(variables.map(([name, text]) => [name, interpolate(`${text}`, known)]));
      const { code } = await this.step(step, { ...credentials, ...own });
      if (code !== 0) succeeded = false;
      if (step.id) outputs[step.id] = { outputs: this.outputs() };
    }
    return succeeded;
  }

  /** Of the role that the job's preparation names. */
  private async credentials(job: Job, contexts: Contexts): Promise<NodeJS.ProcessEnv> {
    const role = (job.steps ?? []).map((step) => step.with?.role).find((named) => named !== undefined);
    return role === undefined ? {} : this.as(`${role}`, job, contexts);
  }

  private as(role: string, { environment }: Job, contexts: Contexts): Promise<NodeJS.ProcessEnv> {
    const context = environment ? `environment:${interpolate(environment, contexts)}` : 'pull_request';
    return this.signIn(interpolate(role, contexts), context);
  }

  private async step({ run }: Step, env: NodeJS.ProcessEnv): Promise<StepEnded> {
    writeFileSync(this.file('output'), '');
    writeFileSync(this.file('script'), run!);
    const { code, stdout, stderr } = await capture('bash', ['-e', this.file('script')], {
      cwd: this.project,
      env: {
        ...this.env,
        CI: 'true',
        GITHUB_OUTPUT: this.file('output'),
        GITHUB_STEP_SUMMARY: this.file('summary'),
        ...env,
      },
    });
    const ended = { command: run!, code, output: `${stdout}${stderr}` };
    this.steps.push(ended);
    return ended;
  }

  outputs(): Record<string, string> {
    const lines = readFileSync(this.file('output'), 'utf8').split('\n').filter(Boolean);
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  }

  private file(name: string): string {
    return join(this.folder, name);
  }
}
