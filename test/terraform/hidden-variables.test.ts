import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Planner } from '../../cli/plan/terraform';
import { lockLeft } from '../../terraform/lock';
import { readStack } from '../../terraform/synthesized-stack';
import { folder } from '../local/temporary';

const HIDDEN = {
  TF_WORKSPACE: 'dev',
  TF_DATA_DIR: '/me/.terraform',
  TF_VAR_region: 'us-east-1',
  TF_AWS_DEFAULT_TAGS_team: 'mine',
  TF_AWS_IGNORE_TAGS_KEYS: 'team',
  KUBE_TOKEN: 'mine',
  KUBE_CONFIG_PATH: '/me/.kube/config',
};
describe('what a shell sets for Terraform is hidden from it', () => {
  const programs = folder({
    // Notes down what it gets.
    terraform: `#!/bin/sh\nenv >> "$(dirname "$0")/seen"\nexit 1\n`,
  });
  const env = { ...HIDDEN, PATH: `${programs}:${process.env.PATH}`, AWS_PROFILE: 'work' };
  const seen = () =>
    readFileSync(join(programs, 'seen'), 'utf8')
      .split('\n')
      .map((line) => line.split('=')[0]!);
  beforeEach(() => writeFileSync(join(programs, 'seen'), ''));
  afterEach(() => {
    expect(seen()).toContain('AWS_PROFILE');
    expect(seen().filter((name) => name in HIDDEN)).toEqual([]);
  });

  test('in plan and drift, which would describe the empty state of a workspace', async () => {
    const directory = folder({ 'cdk.tf.json': '{"terraform":{}}' });
    await new Planner({ cache: directory }, env).plan(readStack(directory));
  });

  test('where a lock is looked at, and released', () => {
    const before = process.env;
    process.env = { ...before, ...env };
    try {
      lockLeft('terraform', 'dev');
    } finally {
      process.env = before;
    }
  });
});
