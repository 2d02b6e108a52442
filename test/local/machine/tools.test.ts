import { findPython, findTerraform, findTools } from '../../../local/machine/tools';
import { folder } from '../temporary';

const terraform = (version: string) => `#!/bin/sh\necho '{"terraform_version":"${version}"}'\n`;
const python = (version: string, exit = 0) => `#!/bin/sh\necho ${version}\nexit ${exit}\n`;
/** A PATH with these programs and no others. */
const path = (files: Record<string, string>) => ({ PATH: folder(files) });

const TERRAFORM_HELP = 'https://developer.hashicorp.com/terraform/install';
const PYTHON_HELP = 'https://www.python.org/downloads/ (Debian, Ubuntu: apt install python3-venv)';

test('fails with one line for each tool that is missing', async () => {
  await expect(findTools(path({}))).rejects.toThrow(
    `Terraform >= 1.11, < 2 is missing: ${TERRAFORM_HELP}\nPython >= 3.10 with venv is missing: ${PYTHON_HELP}`,
  );
});

test.each(['1.11.0', '1.14.3'])('Terraform %s will do', async (version) => {
  expect(await findTerraform(path({ terraform: terraform(version) }))).toEqual({
    command: 'terraform',
    version,
  });
});

test.each(['1.5.7', '1.10.5', '2.0.0'])('Terraform %s will not do', async (version) => {
  expect(await findTerraform(path({ terraform: terraform(version) }))).toBe(
    `Terraform is ${version}, and >= 1.11, < 2 is needed: ${TERRAFORM_HELP}`,
  );
});

test('another program is taken for Terraform when the user names one', async () => {
  const env = { ...path({ tofu: terraform('1.12.6') }), TERRAFORM_BINARY_NAME: 'tofu' };
  expect(await findTerraform(env)).toEqual({ command: 'tofu', version: '1.12.6' });
});

test('the version is found behind a warning, which OpenTofu prints first', async () => {
  const warns = `#!/bin/sh\necho 'Warning: Unable to open CLI configuration file'\necho '{"terraform_version":"1.12.6"}'\n`;
  const env = { ...path({ tofu: warns }), TERRAFORM_BINARY_NAME: 'tofu' };
  expect(await findTerraform(env)).toEqual({ command: 'tofu', version: '1.12.6' });
});

test('a newer Python is taken when python3 is too old', async () => {
  const env = path({ python3: python('3.9.2'), 'python3.12': python('3.12.1') });
  expect(await findPython(env)).toEqual({ command: 'python3.12', version: '3.12.1' });
});

test('says which Pythons will not do, and why', async () => {
  const env = path({ python3: python('3.11.2', 1), python: python('2.7.18') });
  expect(await findPython(env)).toBe(
    `Python >= 3.10 with venv is missing (found 3.11.2 without venv, 2.7.18): ${PYTHON_HELP}`,
  );
});
