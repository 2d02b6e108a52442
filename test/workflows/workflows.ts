import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

/** What is read of a step of a workflow, or of an action of the project's own. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly secrets?: unknown;
  readonly 'runs-on'?: string;
  readonly 'timeout-minutes'?: number;
  readonly environment?: string;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly env?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = '.github/workflows';

/** Every workflow by its name, such as `deploy`. */
export const workflows: ReadonlyMap<string, Workflow> = new Map(
  readdirSync(FOLDER).map((file) => [basename(file, '.yml'), read<Workflow>(join(FOLDER, file))]),
);

/** The steps of the project's own actions, by folder. */
export const actions: ReadonlyMap<string, readonly Step[]> = new Map(
  readdirSync('.github/actions').map((name) => {
    const file = join('.github/actions', name, 'action.yml');
    return [`./.github/actions/${name}`, read<{ runs: { steps: Step[] } }>(file).runs.steps];
  }),
);

/** Every file that says what runs, as text. */
export const texts: readonly string[] = [
  ...readdirSync(FOLDER).map((file) => join(FOLDER, file)),
  ...[...actions.keys()].map((folder) => join(folder, 'action.yml')),
].map((file) => readFileSync(file, 'utf8'));

/** Every job, with the name of its workflow. */
export const jobs: readonly (readonly [name: string, job: Job, workflow: Workflow])[] = [
  ...workflows.entries(),
].flatMap(([name, workflow]) =>
  Object.entries(workflow.jobs).map(([id, job]) => [`${name}/${id}`, job, workflow] as const),
);

/** Every step, those of the project's own actions included. */
export const steps: readonly (readonly [where: string, step: Step])[] = [
  ...jobs.flatMap(([name, { steps = [] }]) => steps.map((step) => [name, step] as const)),
  ...[...actions.entries()].flatMap(([name, own]) => own.map((step) => [name, step] as const)),
];

/** What a job proves to AWS by: its environment in the forge, or that it is of a pull request. */
export const contexts = jobs
  .filter(([, { permissions = {}, uses }]) => 'id-token' in permissions && !uses)
  .map(([name, { environment }]) => [name, environment ?? 'pull_request'] as const);

function read<T>(file: string): T {
  return parse(readFileSync(file, 'utf8')) as T;
}
