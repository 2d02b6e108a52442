import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Toy } from '../cli/toy';
import { folder } from '../local/temporary';

jest.setTimeout(60_000);

const MISSING = 'Terraform >= 1.11, < 2 is missing: https://developer.hashicorp.com/terraform/install';

/** A PATH without Terraform. */
function bare(): NodeJS.ProcessEnv {
  const PATH = folder({});
  symlinkSync(process.execPath, join(PATH, 'node'));
  return { ...process.env, PATH, PLATFORM_TERRAFORM: '', TERRAFORM_BINARY_NAME: '' };
}

test.each([
  ['cli/plan/plan.ts', ['dev']],
  ['cli/drift/drift.ts', ['dev']],
])('%s says in one sentence that Terraform is missing', (file, args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file, ...args], {
    env: bare(),
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: `${MISSING}\n` });
});

test('so does cdktf, before it starts the CLI', async () => {
  const toy = new Toy();
  toy.cli('console.log("started")');
  const env = bare();
  expect(await toy.cdktfWith(env, 'deploy', 'dev', '--auto-approve').ended).toEqual({
    code: 1,
    output: `cdktf: ${MISSING}\n`,
  });
  // Help needs no Terraform.
  expect(await toy.cdktfWith(env, '--help').ended).toEqual({ code: 0, output: 'started\n' });
  toy.remove();
});
