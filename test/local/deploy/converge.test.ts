import { spawnSync } from 'node:child_process';
import { converge } from '../../../local/deploy/converge';
import { LostState, type TerraformOutcome, type TerraformProcess } from '../../../local/deploy/terraform';
import type { Diagnostic } from '../../../terraform/events';
import { begun } from '../../../terraform/progress';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';

const stack = new SynthesizedStack({ name: 'dev', directory: '/out/stacks/dev', document: {} });
const started = Date.parse('2026-01-01T10:00:00Z');
const gone: TerraformProcess = { pid: spawnSync('true').pid, started, lastOutput: started + 60_000 };

const ended = (
  more: Partial<TerraformOutcome>,
  diagnostics: readonly Diagnostic[] = [],
): TerraformOutcome => ({
  code: 0,
  signal: null,
  log: '/runs/dev.apply.log',
  progress: { ...begun, diagnostics },
  ...more,
});
const done = ended({ progress: { ...begun, changes: { add: 2, change: 0, remove: 0, operation: 'apply' } } });
const failed = (summary: string, detail?: string) =>
  ended({ code: 1 }, [{ severity: 'error', summary, detail }]);
const locked = failed(
  'Error acquiring the state lock',
  'Lock Info:\n  ID:        f00\n  Operation: OperationTypeApply\n  Who:       me@laptop\n  Created:   2026-01-01 10:00:05.1 +0000 UTC',
);

/** Converges with a Terraform whose applies end in this way, one after the other. */
async function run(
  outcomes: TerraformOutcome[],
  {
    last,
    interrupted = false,
    takeOver,
    init = async () => {},
  }: {
    last?: TerraformProcess;
    interrupted?: boolean;
    takeOver?: () => Promise<boolean>;
    init?: () => Promise<void>;
  } = {},
) {
  const notes: string[] = [];
  const unlocked: string[] = [];
  const terraform = {
    lastRun: () => last,
    init,
    apply: async () => outcomes.shift()!,
    forceUnlock: async (_: unknown, id: string) => void unlocked.push(id),
  };
  const surroundings = {
    display: { set: () => {}, note: (text: string) => void notes.push(text) },
    interrupt: { requested: interrupted, check: () => {} },
  };
  const changes = await converge(terraform, stack, surroundings, { takeOver });
  return { changes, notes, unlocked, left: outcomes.length };
}

test('the lock of a killed Terraform is released, said so, and the apply done again', async () => {
  expect(await run([locked, done], { last: gone })).toEqual({
    changes: { add: 2, change: 0, remove: 0, operation: 'apply' },
    notes: ['dev: releasing the state lock that a killed Terraform left (force-unlock f00)'],
    unlocked: ['f00'],
    left: 0,
  });
});

test('a secret version that was half made is replaced in two applies: in the first its label moves on', async () => {
  const moved = failed(
    'deleting Secrets Manager Secret Version (arn:aws:secretsmanager:eu-central-1:1:secret:/acme/dev/shop|a1) stage (rotation-1): operation error Secrets Manager: UpdateSecretVersionStage, https response error StatusCode: 400, RequestID: b2, InvalidParameterException: Version stage rotation-1 not found in version a1',
  );
  expect(await run([moved, done])).toMatchObject({ changes: { add: 2 }, left: 0 });
  await expect(run([moved, moved])).rejects.toThrow('deleting Secrets Manager Secret Version');
});

test('what fails for another reason as well is not done again', async () => {
  const moved =
    'deleting Secrets Manager Secret Version (a|b): UpdateSecretVersionStage, InvalidParameterException: c';
  const both = ended({ code: 1 }, [
    { severity: 'error', summary: moved },
    { severity: 'error', summary: 'creating KMS Key: LimitExceeded' },
  ]);
  await expect(run([both, done])).rejects.toThrow('LimitExceeded');
});

test("fails on somebody else's lock, with who holds it and how to release it", async () => {
  await expect(run([locked])).rejects.toThrow(
    'dev: its state is locked since 2026-01-01T10:00:05.000Z by me@laptop (OperationTypeApply).\n' +
      '  When that Terraform has ended: eval "$(npm run --silent local -- env)"; cd /out/stacks/dev; terraform force-unlock f00',
  );
});

test('fails with the errors of Terraform', async () => {
  await expect(run([failed('creating KMS Key', 'no')])).rejects.toThrow(
    'dev: Terraform failed.\n  creating KMS Key\n  no',
  );
});

test('fails with where the output is when Terraform says nothing', async () => {
  await expect(run([ended({ code: 2 })])).rejects.toThrow('dev: Terraform failed.\n  /runs/dev.apply.log');
});

test('fails with where to look when a Job has failed', async () => {
  await expect(run([failed('job: shop/release is in failed state')])).rejects.toThrow(
    /^dev: Terraform failed\.\n {2}job: shop\/release is in failed state\ndev: the Job failed, .*kubectl --context dev -n shop logs job\/release$/,
  );
});

test('what an interrupted run has made is taken over, and the apply done again', async () => {
  const inTheWay = failed('creating: EntityAlreadyExists');
  const takeOver = async () => true;
  expect(await run([inTheWay, done], { takeOver })).toMatchObject({ changes: { add: 2 }, left: 0 });
  expect(await run([locked, inTheWay, done], { last: gone, takeOver })).toMatchObject({ left: 0 });
});

test('a stack without a state, of which something is there, is taken over before the apply', async () => {
  const init = () => Promise.reject(new LostState('dev has no state'));
  expect(await run([done], { init, takeOver: async () => true })).toMatchObject({ left: 0 });
  await expect(run([done], { init, takeOver: async () => false })).rejects.toThrow('dev has no state');
  await expect(run([done], { init })).rejects.toThrow('dev has no state');
});

test('an interrupted apply takes nothing over', async () => {
  const takeOver = () => Promise.reject(new Error('took over'));
  const inTheWay = failed('creating: EntityAlreadyExists');
  await expect(run([inTheWay], { takeOver, interrupted: true })).rejects.toMatchObject({ exitCode: 130 });
});

test('fails with how to take over what a killed run has left', async () => {
  await expect(run([failed('creating: EntityAlreadyExists')])).rejects.toThrow(
    'npm run recover -- dev. Then the same again. Or start over: npm run local -- stop',
  );
});

test('fails with the signal that killed Terraform', async () => {
  await expect(run([ended({ code: null, signal: 'SIGKILL' })])).rejects.toThrow(
    'Terraform was killed (SIGKILL)',
  );
});

test('an interrupted apply fails as that, with the exit code of Ctrl-C', async () => {
  await expect(run([failed('operation canceled')], { interrupted: true })).rejects.toMatchObject({
    message: 'dev: interrupted. Run the same command again to continue.',
    exitCode: 130,
  });
});
