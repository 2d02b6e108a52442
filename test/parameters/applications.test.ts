import { checkApplications } from '../../parameters/applications';
import { projectSchema } from '../../parameters/project';
import { project } from '../fixture/fixture';
import { declared } from '../fixture/services/declared';

test('a repository that pushes belongs to a service', () => {
  expect(checkApplications({ applications: { report: 'repo:acme/report' } }, declared.services)).toEqual([]);
  expect(checkApplications({ applications: { reprt: 'repo:acme/report' } }, declared.services)).toEqual([
    {
      file: 'platform.json',
      path: 'applications.reprt',
      got: '"reprt", which is no service, did you mean "report"?',
      allowed: 'storefront, catalog, report',
    },
  ]);
});

test.each([
  ['report', 'acme/report'],
  ['report', 'repo:acme/*'],
  ['report', 'repo:acme/report:environment:push'],
  ['Report', 'repo:acme/report'],
])('fails on %s: %s', (name, repository) => {
  const given = { ...project, applications: { [name]: repository } };
  expect(projectSchema.safeParse(given).success).toBe(false);
});

test('nobody pushes unless somebody is named', () => {
  expect(projectSchema.parse(project).applications).toEqual({});
});
