import { Failure } from '../console/failure';
import type { Project } from '../parameters/project';
import { capture } from './capture';

/**
 * Checks that the shell's credentials belong to the tooling account, before anything else uses them.
 * @throws Failure that says what is wrong with them.
 */
export async function checkCaller(
  { toolingAccount }: Pick<Project, 'toolingAccount'>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const wanted = `wanted: credentials of the tooling account ${toolingAccount}, which platform.json names; for local environments: eval "$(npm run --silent local -- env)"`;
  const { code, stdout, stderr } = await capture(
    'aws',
    ['sts', 'get-caller-identity', '--query', 'Account', '--output', 'text'],
    { env },
  );
  if (code !== 0) throw new Failure(`AWS does not know who calls: ${reason(stderr)}; ${wanted}`);
  const account = stdout.trim();
  if (account !== toolingAccount) throw new Failure(`AWS account: got ${account}; ${wanted}`);
}

/** What the AWS CLI says that was wrong, in one line. */
export function reason(stderr: string): string {
  return (
    stderr
      .trim()
      .split(/\s*\n\s*/)
      .join(' ') || 'the AWS CLI did not start'
  );
}
