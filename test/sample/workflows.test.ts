import { readFileSync } from 'node:fs';
import { deployJob, rowStart } from '../../cli/new/environment-lines';
import { toolingNames } from '../../constructs/core/role-names';
import { contexts, jobs, workflows } from '../workflows/workflows';
import { environments, project } from './sample';
import { expectNoFaults, type Fault } from './to-add';

const DEPLOY = '.github/workflows/deploy.yml';
const DOCS = 'docs/pull-requests.md';
const { jobs: deploys } = workflows.get('deploy')!;
const names = toolingNames(project);

test('every environment is deployed, each after the one that it is promoted from', () => {
  const missing = environments.flatMap(({ name, parameters: { promotedFrom } }): Fault[] => {
    const found = deploys[name];
    if (found?.with?.environment === name && found.needs === promotedFrom) return [];
    const says = found
      ? `deploys ${name} in another order than environments/${name}.json says; its job should be`
      : `does not deploy ${name}; add at its end`;
    return [{ file: DEPLOY, says, lines: deployJob(name, promotedFrom) }];
  });
  const tooMany = Object.entries(deploys).flatMap(([id, { needs }]): Fault[] =>
    environments.some(({ name }) => name === id)
      ? []
      : [
          {
            file: DEPLOY,
            says: `deploys ${id}, which has no file in environments/; remove`,
            lines: deployJob(id, needs as string | undefined),
          },
        ],
  );
  expectNoFaults([...missing, ...tooMany]);
});

test('a job that names an environment names one that has a parameter file, or is of the forge alone', () => {
  const named = jobs.flatMap(([, { environment = '' }]) =>
    environment.startsWith('$') ? [] : [environment],
  );
  const known = ['', 'preview', 'drift', 'push', ...environments.map(({ name }) => name)];
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

test('the documents name every role, variable and environment that has to be set in the forge', () => {
  const text = readFileSync(DOCS, 'utf8');
  const variables = new Set(
    [...workflows.keys()].flatMap((name) =>
      [...readFileSync(`.github/workflows/${name}.yml`, 'utf8').matchAll(/\bvars\.(\w+)/g)].map(
        ([, found]) => found!,
      ),
    ),
  );
  expect(variables.size).toBeGreaterThan(4);
  const unnamed = [
    ...[...variables].map((variable) => `\`${variable}\``),
    ...[names.plan, names.drift, names.preview],
    ...contexts.flatMap(([, context]) => (/[_{]/.test(context) ? [] : [`\`${context}\``])),
  ].filter((word) => !text.includes(word));
  expect(unnamed).toEqual([]);
  expectNoFaults(
    environments.flatMap(({ name }): Fault[] => {
      const start = rowStart(project, name);
      if (text.includes(start)) return [];
      const says = 'does not say what to set in the forge; add to the table of environments';
      const lines = `${start} branch \`main\` alone |`;
      return [{ file: DOCS, says, lines }];
    }),
  );
});
