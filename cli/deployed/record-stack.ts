import { readFileSync } from 'node:fs';
import { Aws } from '../../programs/aws';
import { readStack } from '../../terraform/synthesized-stack';
import { runUrl } from '../forge/body';
import { Records } from './record';
import { type Attempt, readBegun, readSource } from './schema';
import { versionsOf } from './services';

// Run in the folder of a stack. `begin` and `begin-destroy` print what they record, which `failed` and `withdraw` read
// from stdin; `deployed` and `forget` end what succeeded.

async function main(what: string | undefined, env: NodeJS.ProcessEnv): Promise<void> {
  const stack = readStack(process.cwd());
  const { name } = stack;
  const own = new Aws(stack.region ?? '');
  const opened = async () => new Records(await own.as(stack.roleArn ?? '', 'deployed'), stack.tags);
  const begun = () => readBegun(readFileSync(0, 'utf8'));
  switch (what) {
    case 'begin':
    case 'begin-destroy': {
      const [records, run] = await Promise.all([opened(), thisRun(own, env)]);
      const attempt = { ...run, ...(what === 'begin-destroy' && { destroys: true as const }) };
      process.stdout.write(JSON.stringify(await records.begin(name, attempt)));
      return;
    }
    case 'failed':
      return (await opened()).fail(name, begun(), new Date().toISOString());
    case 'withdraw':
      return (await opened()).withdraw(name, begun());
    case 'deployed': {
      const [records, run] = await Promise.all([opened(), thisRun(own, env)]);
      return records.write(name, { ...run, services: versionsOf(stack.document) });
    }
    case 'forget':
      return (await opened()).forget(name);
    default:
      throw new Error(`record-stack: got "${what}"`);
  }
}

async function thisRun(caller: Aws, env: NodeJS.ProcessEnv): Promise<Attempt> {
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
  };
}

main(process.argv[2], process.env).catch((error: Error) => {
  process.stderr.write(error.message);
  process.exitCode = 1;
});
