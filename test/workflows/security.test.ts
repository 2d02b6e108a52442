import { actions, type Job, jobs, steps, texts, type Workflow, workflows } from './workflows';

/** Events that run code, or read texts, of people who may not write to the repository. */
const OF_STRANGERS = ['pull_request', 'issue_comment'];

const events = ({ on }: Workflow) => Object.keys(on);
const isOfStrangers = (workflow: Workflow) => events(workflow).some((event) => OF_STRANGERS.includes(event));
const own = 'github.event.pull_request.head.repo.full_name == github.repository';

test.each(steps.filter(([, { uses }]) => uses && !uses.startsWith('./')))(
  '%s: an action is pinned to a commit, so that nobody moves it below us: %o',
  (_, { uses }) => {
    expect(uses).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
    // For whoever updates it.
    const line = texts.flatMap((text) => text.split('\n')).find((text) => text.includes(uses!))!;
    expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  },
);

test('an action is of one version wherever it is used', () => {
  const used = new Set(steps.flatMap(([, { uses }]) => (uses?.includes('@') ? [uses] : [])));
  const names = [...used].map((uses) => uses.split('@')[0]);
  expect(names).toEqual([...new Set(names)]);
});

test('no workflow runs with the rights of the repository for a pull request of anybody', () => {
  for (const [, workflow] of workflows) {
    expect(events(workflow)).not.toContain('pull_request_target');
    expect(events(workflow)).not.toContain('workflow_run');
  }
});

test.each([...workflows])('%s has no rights but those that a job names', (_, { permissions }) => {
  expect(permissions).toEqual({});
});

/** What a job may ask for at most. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  'pull-request/test': ['contents: read'],
  'pull-request/synthesize': ['contents: read'],
  'pull-request/plan': ['contents: read', 'id-token: write', 'pull-requests: write'],
  'preview/request': ['contents: read', 'pull-requests: write'],
  'preview/up': ['contents: read', 'id-token: write', 'pull-requests: write'],
  'preview/down': ['contents: read', 'id-token: write', 'pull-requests: write'],
  'deploy-environment/deploy': [
    ...['actions: read', 'contents: read', 'deployments: read', 'id-token: write', 'pull-requests: read'],
  ],
  'drift/drift': ['actions: read', 'contents: read', 'id-token: write', 'issues: write'],
  'sweep/sweep': ['contents: read', 'id-token: write', 'pull-requests: read'],
  'image/push': ['attestations: write', 'contents: read', 'id-token: write'],
  'image/raise': [],
  'image/preview': [],
  'application-preview/up': ['contents: read', 'id-token: write'],
  'drills/drills': ['contents: read'],
  'drills/nightly': ['contents: read'],
  'drills/everyday': ['contents: read'],
};
test.each(jobs)('%s asks for the rights that it needs, and no others', (name, job) => {
  const called = job.uses ? RIGHTS[`${job.uses.match(/workflows\/(.+)\.yml$/)![1]}/deploy`] : RIGHTS[name];
  const asked = Object.entries(job.permissions ?? {}).map(([scope, right]) => `${scope}: ${right}`);
  expect(asked.sort()).toEqual(called);
});

test('no text of a stranger, and no other expression, is part of a script', () => {
  for (const [, { run }] of steps) expect(run ?? '').not.toContain('${{');
});

test('no secret is named anywhere: all credentials are for an hour, and for one job. Of applications there is the key of an App', () => {
  const { image, ...others } = Object.fromEntries(workflows);
  expect(JSON.stringify([others, [...actions.values()]])).not.toMatch(/\bsecrets\b/);
  const named = JSON.stringify(image).match(/\bsecrets\.[\w-]+/g)!;
  expect(new Set(named)).toEqual(new Set(['secrets.platform-key']));
  // It goes to what makes a token of an hour of it, with the rights that the job needs.
  const tokens = Object.entries(image!.jobs).map(([id, { steps = [] }]) => {
    const [first, ...more] = steps;
    expect(first!.uses).toMatch(/^actions\/create-github-app-token@/);
    expect(JSON.stringify(more)).not.toContain('secrets.');
    const rights = Object.entries(first!.with!).filter(([name]) => name.startsWith('permission-'));
    return [id, Object.fromEntries(rights)];
  });
  expect(Object.fromEntries(tokens)).toEqual({
    push: { 'permission-contents': 'read' },
    raise: { 'permission-contents': 'write', 'permission-pull-requests': 'write' },
    preview: { 'permission-actions': 'write' },
  });
});

test("an application's Dockerfile runs before its job has credentials, and a fork's not at all", () => {
  const { steps = [], if: condition } = workflows.get('image')!.jobs.push!;
  expect(condition).toBe(`github.event_name != 'pull_request' || ${own}`);
  const at = (found: (step: (typeof steps)[number]) => boolean) => steps.findIndex(found);
  const signIn = at(({ uses }) => uses?.startsWith('aws-actions/') ?? false);
  expect(at(({ run }) => run?.includes('image -- build') ?? false)).toBeLessThan(signIn);
  expect(at(({ run }) => run?.includes('image -- push') ?? false)).toBeGreaterThan(signIn);
});

/** Jobs that get credentials of AWS. */
const withCredentials = jobs.filter(([, { permissions = {} }]) => 'id-token' in permissions);

test("no job with credentials runs for a fork's pull request", () => {
  const names: string[] = [];
  for (const [name, job, workflow] of withCredentials.filter(([, , of]) => isOfStrangers(of))) {
    names.push(name);
    expect([name, guards(job, workflow)]).toEqual([name, true]);
  }
  expect(names.sort()).toEqual(['preview/down', 'preview/up', 'pull-request/plan']);
});

/** Whether a job, or all that it waits for, begins by asking whose branch it is. */
function guards(job: Job, workflow: Workflow): boolean {
  const needed = [job.needs ?? []].flat().map((id) => workflow.jobs[id]!);
  return asks(job) || (needed.length > 0 && needed.every((other) => asks(other)));
}

/** By the event, or, where the event does not say it, by the command that asks for the pull request. */
function asks({ if: condition = '', steps = [] }: Job): boolean {
  const byCommand = steps.some(({ run }) => run?.includes('forge -- request'));
  // Alternatives that are not of a comment each name the condition.
  const alternatives = condition.split('||').filter((part) => /event_name/.test(part));
  return alternatives.length > 0
    ? alternatives.every(
        (part) => part.includes(own) || (byCommand && part.includes("event_name == 'issue_comment'")),
      )
    : condition.replace(/^\$\{\{ !cancelled\(\) && (.+) \}\}$/, '$1').trim() === own;
}

test('code of strangers runs on no machine of our own', () => {
  for (const [name, job, workflow] of jobs) {
    if (!isOfStrangers(workflow) || guards(job, workflow)) continue;
    expect([name, job['runs-on']]).toEqual([name, 'ubuntu-24.04']);
  }
});

/** The variable that names the machines of a job, and the further labels that they need to have. */
function machines({ 'runs-on': runsOn = '' }: Job) {
  const [, variable, labels] =
    /^\$\{\{ vars\.(\w+) && fromJSON\(format\('(\[.+\])', .+\)\) \|\| 'ubuntu-24\.04' \}\}$/.exec(runsOn) ??
    [];
  return { variable, labels: JSON.parse(labels ?? '[]') as string[] };
}

test('code that nobody has reviewed shares no machine with reviewed code, and a deploy none with anything else', () => {
  const own = jobs.filter(([, { 'runs-on': runsOn = '' }]) => runsOn.includes('vars.'));
  expect(own.map(([name, job]) => `${name}: ${machines(job).variable}`).sort()).toEqual([
    'application-preview/up: RUNNER_UNREVIEWED',
    'deploy-environment/deploy: RUNNER_DEPLOY',
    'drift/drift: RUNNER_REVIEWED',
    'preview/down: RUNNER_REVIEWED',
    'preview/up: RUNNER_UNREVIEWED',
    'pull-request/plan: RUNNER_UNREVIEWED',
    'sweep/sweep: RUNNER_REVIEWED',
  ]);
});

test('a machine of our own is for one job, and one that deploys for one environment', () => {
  for (const [name, job] of jobs) {
    if (!job['runs-on']?.includes('vars.')) continue;
    expect([name, machines(job).labels]).toEqual([name, expect.arrayContaining(['ephemeral'])]);
  }
  const { deploy } = workflows.get('deploy-environment')!.jobs;
  expect(machines(deploy!).labels).toEqual(['{0}', 'ephemeral', '{1}']);
  expect(deploy!['runs-on']).toContain('vars.RUNNER_DEPLOY, inputs.environment)');
});

test("who may have a preview is not asked of the pull request's own code", () => {
  const { steps = [] } = workflows.get('preview')!.jobs.request!;
  const checkout = steps.find(({ uses }) => uses?.startsWith('actions/checkout@'))!;
  expect(checkout.with!.ref).toBe('${{ github.event.repository.default_branch }}');
});

describe("of a pull request the main branch's code judges", () => {
  const { synthesize, plan } = workflows.get('pull-request')!.jobs;
  const uses = (job: Job | undefined, action: string) =>
    (job!.steps ?? []).filter((step) => step.uses?.startsWith(`${action}@`));

  test('what runs is the main branch, and the change lies beside it', () => {
    const checkouts = uses(plan, 'actions/checkout').map(({ with: input }) => [input!.ref, input!.path]);
    expect(checkouts).toEqual([
      ['${{ github.event.repository.default_branch }}', undefined],
      [undefined, 'change'],
    ]);
    for (const { run = '', uses: action = '' } of plan!.steps!) {
      expect(run).not.toMatch(/\bcd\b|--prefix|change\//);
      expect(action).not.toMatch(/^\.\/change/);
    }
  });

  test("the change's own code runs where there is nothing to take, and only its stacks come from there", () => {
    expect(synthesize!.permissions).toEqual({ contents: 'read' });
    expect(synthesize!['runs-on']).toBe('ubuntu-24.04');
    expect(JSON.stringify(synthesize!.steps)).not.toMatch(/role|GH_TOKEN|secrets/);
    const [[up], [down]] = [
      uses(synthesize, 'actions/upload-artifact'),
      uses(plan, 'actions/download-artifact'),
    ];
    expect([up!.with!.name, up!.with!.path]).toEqual([down!.with!.name, 'cdktf.out']);
    expect(down!.with!.path).toBe('change/cdktf.out');
  });

  test('a change that does not synthesize fails the check that is required, which would pass if it were skipped', () => {
    expect(plan!.needs).toBe('synthesize');
    expect(plan!.if).toMatch(/^\$\{\{ !cancelled\(\) && /);
  });
});

test('a preview is of the commit that was judged, not of what is there by then', () => {
  const { steps = [], needs } = workflows.get('preview')!.jobs.up!;
  expect(needs).toBe('request');
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts.map(({ with: input }) => input!.ref)).toEqual(['${{ needs.request.outputs.commit }}']);
});

test.each(steps.filter(([, { uses }]) => uses?.startsWith('actions/checkout@')))(
  '%s leaves no token in the clone',
  (_, step) => {
    expect(step.with?.['persist-credentials']).toBe(false);
  },
);

test('the token of the forge is given to steps that talk to it, and to no other command', () => {
  for (const [where, { env = {}, run = '' }] of steps) {
    if (!('GH_TOKEN' in env)) continue;
    expect([where, run]).toEqual([where, expect.stringMatching(/forge -- |preview -- sweep|^gh /m)]);
  }
  const jobTokens = jobs.filter(([, { env = {} }]) => 'GH_TOKEN' in env).map(([name]) => name);
  expect(jobTokens).toEqual(['preview/request']);
});

test("no package's install script runs where a token can be had, and credentials come last", () => {
  const installs = steps.flatMap(([where, { run }]) =>
    /^npm (ci|install)/m.test(run ?? '') ? [[where, run]] : [],
  );
  expect(installs).toHaveLength(1);
  expect(installs[0]![1]).toMatch(/^npm ci --ignore-scripts /);
  const own = steps.filter(([where]) => where === './.github/actions/prepare').map(([, step]) => step);
  expect(own.at(-1)!.uses).toMatch(/^aws-actions\/configure-aws-credentials@/);
});
