import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Testing } from 'cdktf';
import { loadProject } from '../../environments/project';
import { Bootstrap } from '../../stacks/bootstrap';
import type { Json } from '../helpers';

const outdir = mkdtempSync(join(tmpdir(), 'bootstrap-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const stack: Json = JSON.parse(
  Testing.synth(
    new Bootstrap(new App({ stackTraces: false, outdir }), 'bootstrap', {
      project: loadProject('platform.json'),
    }),
  ),
);

test('the state is in a versioned bucket with a key of its own, and neither can be destroyed', () => {
  const { aws_s3_bucket, aws_kms_key, ...rest } = stack.resource;
  expect(aws_s3_bucket['state-bucket']).toMatchObject({
    bucket: 'acme-state-999999999999',
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
  expect(aws_kms_key.state).toMatchObject({
    enable_key_rotation: true,
    lifecycle: { prevent_destroy: true },
  });
  expect(rest.aws_s3_bucket_versioning['state-bucket_versions'].versioning_configuration.status).toBe(
    'Enabled',
  );
  const [rule] = rest.aws_s3_bucket_server_side_encryption_configuration['state-bucket_encryption'].rule;
  expect(rule.apply_server_side_encryption_by_default.kms_master_key_id).toBe('${aws_kms_key.state.arn}');
});

test("everything is in the tooling account, by its caller's own credentials", () => {
  expect(stack.provider.aws).toHaveLength(1);
  expect(stack.provider.aws[0]).toMatchObject({ allowed_account_ids: ['999999999999'] });
  expect(stack.provider.aws[0].assume_role).toBeUndefined();
});

test('its own state is a file, as there is no bucket yet', () => {
  expect(Object.keys(stack.terraform.backend)).toEqual(['local']);
});
