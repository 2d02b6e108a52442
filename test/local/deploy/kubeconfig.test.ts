import { existsSync, readFileSync } from 'node:fs';
import { kubeconfig, removeContext, writeContext } from '../../../local/deploy/kubeconfig';
import { layout } from '../../../local/machine/layout';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';
import { folder } from '../temporary';

const platform = new SynthesizedStack({
  name: 'dev',
  directory: '',
  document: {
    provider: { aws: [{ assume_role: [{ role_arn: 'arn:aws:iam::111111111111:role/deploy' }] }] },
    resource: { aws_eks_cluster: { cluster: { name: 'dev-eks' } } },
  },
});
const environment = { name: 'dev', platform, stacks: [platform] };

/** A layout whose AWS CLI is this script. */
function withAws(script: string) {
  const venv = folder({ 'bin/aws': `#!/bin/sh\n${script}` });
  return { ...layout(folder()), venv };
}

test("kubectl gets a file for each environment, and never the user's own configuration", () => {
  expect(kubeconfig(layout('/project/.local'), ['dev', 'qa'])).toBe(
    '/project/.local/kubeconfig/dev.yaml:/project/.local/kubeconfig/qa.yaml',
  );
});

test("a context has the environment's name and the credentials that Terraform has there", async () => {
  // It writes the file that --kubeconfig names.
  const paths = withAws('echo "$@" > "$6"');
  await writeContext(paths, environment, process.env);
  const file = kubeconfig(paths, ['dev']);
  const { roleArn } = platform;
  expect(readFileSync(file, 'utf8')).toBe(
    `eks update-kubeconfig --name dev-eks --kubeconfig ${file} --alias dev --user-alias dev --role-arn ${roleArn} --assume-role-arn ${roleArn}\n`,
  );
  removeContext(paths, 'dev');
  expect(existsSync(file)).toBe(false);
});

test('fails with what the AWS CLI says', async () => {
  const paths = withAws('echo "An error occurred (ResourceNotFoundException)" >&2; exit 254');
  await expect(writeContext(paths, environment, process.env)).rejects.toThrow(
    'dev: no context for kubectl:\nAn error occurred (ResourceNotFoundException)',
  );
});

test('without a cluster there is no context', async () => {
  const paths = withAws('exit 1');
  const bare = new SynthesizedStack({ name: 'dev', directory: '', document: {} });
  await writeContext(paths, { ...environment, platform: bare }, process.env);
  expect(existsSync(kubeconfig(paths, ['dev']))).toBe(false);
});
