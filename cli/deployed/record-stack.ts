import { Aws } from '../../programs/aws';
import { readStack, type SynthesizedStack } from '../../terraform/synthesized-stack';
import { runUrl } from '../forge/body';
import { Records, readSource } from './record';
import { versionsOf } from './services';

// Run in the folder of a stack that was deployed, or, with `forget`, destroyed.

async function main(what: string | undefined, env: NodeJS.ProcessEnv): Promise<void> {
  const stack = readStack(process.cwd());
  const own = new Aws(stack.region ?? '');
  const records = new Records(await own.as(stack.roleArn ?? '', 'deployed'), stack.tags);
  if (what === 'forget') return records.forget(stack.name);
  await records.write(stack.name, await deployed(stack, own, env));
}

async function deployed(stack: SynthesizedStack, caller: Aws, env: NodeJS.ProcessEnv) {
  const { Arn } = await caller.json<{ Arn: string }>('sts', 'get-caller-identity');
  const { commit, changed } = readSource(env.PLATFORM_SOURCE || '{"changed":0}');
  const run = runUrl(env);
  return {
    ...(commit !== undefined && { commit }),
    changed,
    at: new Date().toISOString(),
    by: Arn,
    ...(env.GITHUB_ACTOR && { actor: env.GITHUB_ACTOR }),
    ...(run !== undefined && { run }),
    reviewed: Boolean(env.PLATFORM_REVIEWED),
    services: versionsOf(stack.document),
  };
}

main(process.argv[2], process.env).catch((error: Error) => {
  process.stderr.write(error.message);
  process.exitCode = 1;
});
