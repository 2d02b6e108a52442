import { spawnSync } from 'node:child_process';
import { converge } from '../../../local/deploy/converge';
import type { TerraformOutcome, TerraformProcess } from '../../../local/deploy/terraform';
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
  { last, interrupted = false }: { last?: TerraformProcess; interrupted?: boolean } = {},
) {
  const notes: string[] = [];
  const unlocked: string[] = [];
  const terraform = {
    lastRun: () => last,
    init: async () => {},
    apply: async () => outcomes.shift()!,
    forceUnlock: async (_: unknown, id: string) => void unlocked.push(id),
  };
  const surroundings = {
    display: { set: () => {}, note: (text: string) => void notes.push(text) },
    interrupt: { requested: interrupted, check: () => {} },
  };
  const changes = await converge(terraform, stack, surroundings);
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
