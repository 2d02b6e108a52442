import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logErrors, readFaults } from '../../terraform/error-log';

const folder = mkdtempSync(join(tmpdir(), 'terraform-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

test("Terraform's errors are found in its log, by resource or provider", () => {
  const file = join(folder, 'errors');
  writeFileSync(
    file,
    `2026-11-24T10:29:45.192Z [ERROR] Checkpoint error: Get "https://x"
2026-11-24T10:29:45.203Z [ERROR] vertex "kubernetes_job_v1.release" error: job: a/b is in failed state
2026-11-24T10:29:45.203Z [ERROR] vertex "kubernetes_service_v1.web (destroy)" error: 2 problems:

- one
- two
2026-11-24T10:29:45.204Z [ERROR] vertex "provider[\\"registry.terraform.io/hashicorp/aws\\"]" error: Cannot assume IAM Role
2026-11-24T10:29:45.212Z [ERROR] AttachSchemaTransformer: No provider
`,
  );
  expect(readFaults(file)).toEqual([
    { address: 'kubernetes_job_v1.release', text: 'job: a/b is in failed state' },
    { address: 'kubernetes_service_v1.web', text: '2 problems:\n\n- one\n- two' },
    { address: 'provider["registry.terraform.io/hashicorp/aws"]', text: 'Cannot assume IAM Role' },
  ]);
  expect(readFaults(join(folder, 'none'))).toEqual([]);
});

test('somebody who reads the log keeps it as it was', () => {
  expect(logErrors('/run/1.errors', { HOME: '/me' })).toEqual({
    HOME: '/me',
    TF_LOG_CORE: 'ERROR',
    TF_LOG_PATH: '/run/1.errors',
  });
  expect(logErrors('/run/1.errors', { TF_LOG: 'debug' })).toEqual({ TF_LOG: 'debug' });
});
