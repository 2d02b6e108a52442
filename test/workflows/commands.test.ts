import { readFileSync } from 'node:fs';
import { jobs, steps, workflows } from './workflows';

const { scripts, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
const runs = steps.filter(([, { run }]) => run).map(([where, { run }]) => [where, run!] as const);

/** Each line a command: what logic there is stands in the project, where it is tested. */
const lines = runs.flatMap(([where, run]) =>
  run
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => [where, line] as const),
);

/** Beside the commands themselves: to keep an output, and to let a plan with changes pass. */
const FORMS = [
  /^(npm (test|ci --ignore-scripts|run)|npx cdktf|gh pr edit|gh auth setup-git|gh workflow run) ?[^|;&`]*$/,
  /^npm test$/,
  /^npm run --silent (plan|drift) -- [^|;&`]* \|\| test \$\? -eq 2$/,
  /^\w+=\$\(npm run --silent [^|;&`()]*\)$/,
  /^echo "\w+=\$\w+(\/reviewed\.json)?" >> "\$GITHUB_OUTPUT"$/,
];

test.each(lines)('%s calls a command of the project, and decides nothing: %s', (_, line) => {
  expect(FORMS.some((form) => form.test(line))).toBe(true);
});

test('every script that a step names exists', () => {
  const named = lines.flatMap(([, line]) =>
    [...line.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name!),
  );
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('no step passes over a plan that needs an approval, or that failed', () => {
  const plans = lines.filter(([, line]) => /npm run --silent plan /.test(line));
  expect(plans.map(([where]) => where).sort()).toEqual([
    ...['deploy-environment/deploy', 'deploy-environment/deploy', 'pull-request/plan'],
  ]);
  for (const [, line] of plans) expect(line).toMatch(/\|\| test \$\? -eq 2$/);
  for (const [, step] of steps) expect(step).not.toHaveProperty('continue-on-error');
});

test.each(jobs.filter(([, { uses }]) => !uses))('%s ends some day', (_, job) => {
  expect(job['timeout-minutes']).toBeGreaterThan(0);
  expect(job['timeout-minutes']).toBeLessThanOrEqual(120);
});

test('whatever changes something waits for its turn, and is never broken off by the next', () => {
  const changing = jobs.filter(([name]) =>
    /^(deploy-environment|sweep|drift)\/|preview\/(up|down)$/.test(name),
  );
  expect(changing).toHaveLength(6);
  for (const [name, job, workflow] of changing) {
    const { concurrency } = job.concurrency ? job : workflow;
    expect([name, concurrency]).toEqual([
      name,
      { group: expect.stringMatching(/\w/), 'cancel-in-progress': false },
    ]);
  }
});

test('a preview is made and destroyed in one queue, which no comment and no refusal gets into', () => {
  const { jobs, concurrency } = workflows.get('preview')!;
  expect(concurrency).toBeUndefined();
  expect(jobs.request!.concurrency).toBeUndefined();
  const [up, down] = [jobs.up!, jobs.down!].map(({ concurrency }) => concurrency!.group);
  // In the event that destroys there is no comment, so both are the same.
  expect(up!.replace(' || github.event.issue.number', '')).toBe(down);
});

test('an environment is deployed by one run at a time', () => {
  expect(workflows.get('deploy-environment')!.jobs.deploy!.concurrency!.group).toBe(
    'deploy-${{ inputs.environment }}',
  );
});

test('Node is one that the project runs on', () => {
  const versions = steps.flatMap(([, { with: input }]) =>
    input?.['node-version-file'] ? [readFileSync(`${input['node-version-file']}`, 'utf8').trim()] : [],
  );
  const majors = engines.node.match(/(?<=\^)\d+/g);
  expect(versions).toHaveLength(1);
  expect(majors).toContain(versions[0]);
});
