import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findTerraformProgram, terraform } from '../../terraform/program';
import { folder } from '../local/temporary';

test('a program that somebody chose is named where it is not there', async () => {
  const env = { PATH: '/nowhere', TERRAFORM_BINARY_NAME: 'tofu' };
  expect(() => findTerraformProgram(env)).toThrow('(looked for "tofu")');
  await expect(terraform(['version'], '.', { PLATFORM_TERRAFORM: '/nowhere/terraform' })).rejects.toThrow(
    '(looked for "/nowhere/terraform")',
  );
});

test('a folder or a file that nobody may run is no Terraform', () => {
  const PATH = [folder({ terraform: '' }), folder({ 'terraform/bin': '' })].join(':');
  expect(() => findTerraformProgram({ PATH })).toThrow('Terraform >= 1.11, < 2 is missing');
});

test('no command starts Terraform by its name: plan and deploy could be two programs on one state', () => {
  const files = execFileSync('git', ['ls-files', 'cli', 'terraform', 'local', 'bench'], { encoding: 'utf8' });
  const byName = files
    .split('\n')
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /\b(spawn|spawnSync|capture|exec\w*)\(\s*'terraform'/.test(readFileSync(file, 'utf8')));
  expect(byName).toEqual([]);
});
