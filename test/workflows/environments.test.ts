import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ARTIFACT } from '../../cli/forge/reviewed';
import { fits } from '../../local/machine/version';
import { actions, contexts, workflows } from './workflows';

const { jobs: deploys } = workflows.get('deploy')!;

test('all from one commit, that of the push', () => {
  const { steps = [] } = workflows.get('deploy-environment')!.jobs.deploy!;
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts.map(({ with: input }) => input!.ref)).toEqual(['${{ github.sha }}']);
  for (const { uses } of Object.values(deploys))
    expect(uses).toBe('./.github/workflows/deploy-environment.yml');
});

test('in each: nothing goes back, then plan and deploy, the services by a plan of their own, and a look at its health before the next one', () => {
  const { steps = [] } = workflows.get('deploy-environment')!.jobs.deploy!;
  const commands = steps.flatMap(({ run }) =>
    run ? [run.replace(/^(commit=\$\()?npm run --silent |^npx /, '').split(' ')[0]] : [],
  );
  expect(commands).toEqual(['forge', 'forge', 'forge', 'plan', 'cdktf', 'plan', 'cdktf', 'health']);
});

test('applies what was reviewed, and nothing else, unless the forge says that it compares nothing', () => {
  const { steps = [] } = workflows.get('deploy-environment')!.jobs.deploy!;
  const find = steps.find(({ run }) => run?.includes('forge -- reviewed'))!;
  expect([find.id, find.if]).toEqual(['reviewed', "vars.REVIEWS != 'off'"]);
  for (const { run, env } of steps.filter((step) => step.run?.includes('cdktf deploy'))) {
    expect(run).toMatch(/ --auto-approve \$\{REVIEWED:\+--reviewed "\$REVIEWED"\}$/m);
    expect(env!.REVIEWED).toBe('${{ steps.reviewed.outputs.file }}');
  }
  const { steps: planned = [] } = workflows.get('pull-request')!.jobs.plan!;
  const kept = planned.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))!;
  expect(kept.with).toMatchObject({ name: ARTIFACT, path: 'review/reviewed.json' });
  expect(planned.some(({ run }) => run?.includes('--out review '))).toBe(true);
});

test('Terraform is one that the stacks take', () => {
  const versions = [...actions.values()].flat().flatMap(({ with: input }) => input?.terraform_version ?? []);
  expect(versions).toHaveLength(1);
  expect(fits(versions[0] as string, '>= 1.11, < 2')).toBe(true);
});

test('each job with credentials is one that a role trusts', () => {
  expect(Object.fromEntries(contexts)).toEqual({
    'pull-request/plan': 'pull_request',
    'preview/up': 'preview',
    'preview/down': 'preview',
    'sweep/sweep': 'preview',
    'drift/drift': 'drift',
    'deploy-environment/deploy': '${{ inputs.environment }}',
    'image/push': 'push',
    'application-preview/up': 'preview',
  });
});

test('schedules are valid, and not at the full hour, when runs are delayed or dropped', () => {
  for (const name of ['drift', 'sweep']) {
    const { on } = parse(readFileSync(`.github/workflows/${name}.yml`, 'utf8'));
    expect(on.schedule).toHaveLength(1);
    expect(on.schedule[0].cron).toMatch(/^[1-5]?\d (\d+|\*) \* \* \*$/);
    expect(on.schedule[0].cron).not.toMatch(/^0 /);
  }
});
