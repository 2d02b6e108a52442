import { join } from 'node:path';
import { roleArn, toolingNames } from '../../constructs/core/role-names';
import { type Answer, type Call, FakePrograms } from '../cli/fake-program';
import type { Contexts } from '../workflows/expression';
import type { GitCopy } from './git-copy';
import { type LocalCommand, project } from './local-command';
import { WorkflowRun } from './workflow-run';

export const TOKEN = 'token-of-the-forge';

/** The forge's variables: what the bootstrap has made. */
const { plan, drift, preview, deploy } = toolingNames(project);
const ROLES = Object.fromEntries(
  Object.entries({
    PLAN_ROLE: plan,
    DRIFT_ROLE: drift,
    PREVIEW_ROLE: preview,
    DEPLOY_ROLE: deploy('dev'),
  }).map(([name, role]) => [name, roleArn(project, project.toolingAccount, role)]),
);

interface JobOptions {
  readonly contexts?: Contexts;
  /** What is done in the job's clone before it runs. */
  readonly prepare?: () => Promise<void>;
}

/** Jobs of the workflows, run in a copy of the project as a runner does, with a gh that answers what the test says. */
export class WorkflowJobs {
  private readonly gh = new FakePrograms();
  /** What the jobs have printed, and what gh was called with. */
  readonly logs: string[] = [];

  constructor(
    private readonly copy: GitCopy,
    private readonly local: LocalCommand,
    /** Of a shell in which the local environments are deployed. */
    private readonly variables: NodeJS.ProcessEnv,
  ) {}

  async run(
    workflow: string,
    id: string,
    answers: readonly Answer[],
    { contexts = {}, prepare }: JobOptions = {},
  ) {
    this.gh.add('gh', answers);
    // Each job has a clone of its own.
    this.copy.clean();
    await prepare?.();
    const env = {
      ...this.variables,
      PATH: `${this.gh.folder}:${this.variables.PATH}`,
      GITHUB_ACTOR: 'ann',
      GITHUB_SERVER_URL: 'https://forge.example',
      GITHUB_REPOSITORY: 'acme/platform',
      GITHUB_RUN_ID: '7',
    };
    const before = this.gh.calls().length;
    const run = new WorkflowRun(
      this.copy.directory,
      join(this.local.folder, 'runner'),
      env,
      (role, context) => this.local.signIn(role, context),
    );
    const { github = {}, vars = {}, ...others } = contexts as { github?: object; vars?: object };
    const succeeded = await run.job(workflow, id, {
      github: { token: TOKEN, ...github },
      vars: { ...ROLES, ...vars },
      ...others,
    });
    const calls = this.gh.calls().slice(before);
    this.logs.push(run.log, ...calls.map((call) => JSON.stringify(call)));
    return { succeeded, calls, steps: run.steps, log: run.log, summary: run.summary };
  }

  /**
   * Synthesizes a change as it is committed, in a clone of its own beside the main branch, as the forge does for a pull
   * request: without credentials.
   */
  async synthesize(): Promise<void> {
    const change = this.copy.checkoutBeside('change');
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    const run = new WorkflowRun(change, join(this.local.folder, 'synthesize'), env, async () => ({}));
    await run.job('pull-request', 'synthesize', {});
    this.logs.push(run.log);
    this.copy.git('reset', '--quiet', '--hard', 'origin/main');
  }

  remove(): void {
    this.gh.remove();
  }
}

/** What gh was given to write, by the beginning of the command. */
export function written(calls: readonly Call[], command: string): string | undefined {
  return calls.find(({ args }) => args.join(' ').startsWith(command))?.file;
}
