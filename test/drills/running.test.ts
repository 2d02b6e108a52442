import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { folder } from '../local/temporary';
import { isZombie, PROVIDER, Running } from './running';

/** A command of a project, as npm knows it. */
async function toy(script: string): Promise<Running> {
  const directory = folder();
  writeFileSync(join(directory, 'toy.sh'), script);
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ scripts: { toy: 'sh toy.sh' } }));
  const running = new Running('npm run toy -- dev', directory, process.env);
  while (!running.output.includes('begun')) await sleep(20);
  running.look();
  return running;
}

test('a command that is killed has ended when what it has started has, which goes on working', async () => {
  const running = await toy('(sleep 1; echo late) & echo begun; wait');
  running.child.kill('SIGKILL');
  expect(await running.ended).toEqual({ code: null, output: 'begun\nlate\n' });
});

test('a provider without its Terraform, which never ends by itself, is no reason to wait, and is ended', async () => {
  const provider = join(folder(), 'terraform-provider-aws_v1');
  symlinkSync('/bin/sleep', provider);
  const running = await toy(`${provider} 600 & echo begun; wait`);
  const [pid] = running.pids(PROVIDER);
  running.child.kill('SIGKILL');
  await running.ended;
  while (!isZombie(pid!)) await sleep(20);
});

test('what takes too long is ended with all that it has started, before the next drill begins', async () => {
  const running = await toy('sleep 600 & echo begun; wait');
  const [pid] = running.pids(/^sleep$/);
  running.kill();
  await running.ended;
  while (!isZombie(pid!)) await sleep(20);
});

test('a Ctrl-C reaches all of a command, as at a terminal', async () => {
  const running = await toy('trap "exit 130" INT; echo begun; sleep 5');
  running.interrupt();
  expect((await running.ended).code).toBe(130);
});

test('a process of it is found by its program, and one that is not there is no reason to go on', async () => {
  const running = await toy('echo begun; sleep 1');
  expect(running.pids(/^sleep$/)).toHaveLength(1);
  expect(() => running.pids(/^terraform$/)).toThrow('no process of it runs /^terraform$/');
  await running.ended;
});
