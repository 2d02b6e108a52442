import { join } from 'node:path';
import { loadProject } from '../../environments/project';
import { withFiles } from './files';

test('fails on every fault of platform.json at once', () => {
  const project = { name: 'Acme Inc', region: 'Frankfurt', toolingAccount: '1', domain: 'acme' };
  withFiles({ 'platform.json': project }, (directory) => {
    expect(() => loadProject(join(directory, 'platform.json'))).toThrow(
      /4 problems:(\n {2}\d+:\d+ {2}\w+: got ".*"; allowed: .+){4}$/,
    );
  });
});

test('the deploy role is the one that AWS Organizations makes, unless another is named', () => {
  const project = {
    name: 'acme',
    region: 'eu-central-1',
    toolingAccount: '999999999999',
    domain: 'acme.example',
  };
  withFiles({ 'platform.json': project }, (directory) => {
    expect(loadProject(join(directory, 'platform.json')).deployRole).toBe('OrganizationAccountAccessRole');
  });
});
