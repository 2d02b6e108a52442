import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { toolingNames } from '../../constructs/core/role-names';
import { fits } from '../../local/machine/version';
import { loadEnvironments } from '../../parameters/load';
import { loadProject } from '../../parameters/project';
import { actions, jobs, workflows } from './workflows';

const project = loadProject('platform.json');
const environments = loadEnvironments('environments');
const { jobs: deploys } = workflows.get('deploy')!;

test('every environment is deployed, each after the one that it is promoted from', () => {
  const chain = Object.entries(deploys).map(([id, { needs, with: input }]) => ({
    id,
    environment: input!.environment,
    promotedFrom: needs,
  }));
  const expected = environments.map(({ name, parameters: { promotedFrom } }) => ({
    id: name,
    environment: name,
    promotedFrom,
  }));
  const byName = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect(chain.sort(byName)).toEqual(expected.sort(byName));
});

test('all from one commit, that of the push', () => {
  const { steps = [] } = workflows.get('deploy-environment')!.jobs.deploy!;
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts.map(({ with: input }) => input!.ref)).toEqual(['${{ github.sha }}']);
  for (const { uses } of Object.values(deploys))
    expect(uses).toBe('./.github/workflows/deploy-environment.yml');
});

test('in each: nothing goes back, then plan, deploy, and a look at its health before the next one', () => {
  const { steps = [] } = workflows.get('deploy-environment')!.jobs.deploy!;
  const commands = steps.flatMap(({ run }) =>
    run ? [run.replace(/^npm run --silent |^npx /, '').split(' ')[0]] : [],
  );
  expect(commands).toEqual(['forge', 'plan', 'cdktf', 'health']);
});

test("credentials are of the project's region", () => {
  const regions = [...actions.values()].flat().flatMap(({ with: input }) => input?.['aws-region'] ?? []);
  expect(regions).toEqual([project.region]);
});

test('Terraform is one that the stacks take', () => {
  const versions = [...actions.values()].flat().flatMap(({ with: input }) => input?.terraform_version ?? []);
  expect(versions).toHaveLength(1);
  expect(fits(versions[0] as string, '>= 1.11, < 2')).toBe(true);
});

/** What a job proves to AWS by: its environment in the forge, or that it is of a pull request. */
const contexts = jobs
  .filter(([, { permissions = {}, uses }]) => 'id-token' in permissions && !uses)
  .map(([name, { environment }]) => [name, environment ?? 'pull_request'] as const);

test('each job with credentials is one that a role trusts', () => {
  expect(Object.fromEntries(contexts)).toEqual({
    'pull-request/plan': 'pull_request',
    'preview/up': 'preview',
    'preview/down': 'preview',
    'sweep/sweep': 'preview',
    'drift/drift': 'drift',
    'deploy-environment/deploy': '${{ inputs.environment }}',
  });
});

test('the documents name every role, variable and environment that has to be set in the forge', () => {
  const text = readFileSync('docs/pull-requests.md', 'utf8');
  const names = toolingNames(project);
  const variables = new Set(
    [...workflows.keys()].flatMap((name) =>
      [...readFileSync(`.github/workflows/${name}.yml`, 'utf8').matchAll(/\bvars\.(\w+)/g)].map(
        ([, found]) => found!,
      ),
    ),
  );
  expect(variables.size).toBeGreaterThan(4);
  for (const variable of variables) expect(text).toContain(`\`${variable}\``);
  for (const role of [names.plan, names.drift, names.preview]) expect(text).toContain(role);
  for (const { name } of environments) expect(text).toContain(names.deploy(name));
  for (const [, context] of contexts) if (!/[_{]/.test(context)) expect(text).toContain(`\`${context}\``);
});

test('every environment that takes part in workflows has a parameter file, or is one of the forge alone', () => {
  const named = jobs.flatMap(([, { environment = '' }]) =>
    environment.startsWith('$') ? [] : [environment],
  );
  const known = ['', 'preview', 'drift', ...environments.map(({ name }) => name)];
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

test('schedules are valid, and not at the full hour, when runs are delayed or dropped', () => {
  for (const name of ['drift', 'sweep']) {
    const { on } = parse(readFileSync(`.github/workflows/${name}.yml`, 'utf8'));
    expect(on.schedule).toHaveLength(1);
    expect(on.schedule[0].cron).toMatch(/^[1-5]?\d (\d+|\*) \* \* \*$/);
    expect(on.schedule[0].cron).not.toMatch(/^0 /);
  }
});
