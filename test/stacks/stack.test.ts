import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { App } from 'cdktf';
import { Construct } from 'constructs';
import { OWN_TAGS } from '../../parameters/own-tags';
import { definePreview } from '../../parameters/preview';
import type { Project } from '../../parameters/project';
import { BaseStack } from '../../stacks/stack';
import { declared, environments, previewSettings, project, synthesizer } from '../fixture/fixture';
import { type Json, synth } from '../helpers';
import { folder } from '../local/temporary';
import { environment, valid } from '../parameters/files';
import { Synthesizer } from '../synthesizer';

test('an address says where a resource comes from', () => {
  const { resource } = synth((stack) => {
    const archive = new Construct(stack, 'archive');
    new S3Bucket(archive, 'Default', {});
    new S3Bucket(archive, 'copy', {});
  });
  expect(Object.keys(resource.aws_s3_bucket!)).toEqual(['archive', 'archive_copy']);
});

test('fails on an id with "_", as two paths could meet in one address', () => {
  expect(() => synth((stack) => new S3Bucket(stack, 'a_b', {}))).toThrow('got id "a_b", allowed: no "_"');
});

describe('an environment', () => {
  const stack = (file: unknown = valid()): Json => synthesizer.platform(environment('dev', file));

  test("is applied in its own account alone, whatever the caller's credentials", () => {
    const [provider] = stack().provider.aws;
    expect(provider.allowed_account_ids).toEqual(['111111111111']);
    expect(provider.assume_role[0].role_arn).toBe('arn:aws:iam::111111111111:role/acme-deploy');
  });

  test('keeps its state encrypted and locked, apart from every other', () => {
    expect(stack().terraform.backend.s3).toEqual({
      bucket: 'acme-state-999999999999',
      key: 'dev.tfstate',
      region: 'eu-central-1',
      encrypt: true,
      kms_key_id: 'arn:aws:kms:eu-central-1:999999999999:alias/acme-state',
      use_lockfile: true,
      skip_credentials_validation: true,
      skip_requesting_account_id: true,
    });
  });

  test('tags everything with whose it is', () => {
    expect(stack().provider.aws[0].default_tags[0].tags).toEqual({
      platform: 'acme',
      environment: 'dev',
      owner: 'team@acme.example',
      'managed-by': 'terraform',
    });
  });

  test('goes from Redis to Valkey before the others do, with a parameter group of its own and the users that it has', () => {
    const { caches } = valid();
    const ahead = stack(
      valid({ caches: { ...caches, sessions: { ...caches.sessions, engine: 'valkey', version: '8.2' } } }),
    ).resource;
    const { engine, engine_version, ...others } = ahead.aws_elasticache_replication_group['cache-sessions'];
    const {
      engine: was,
      engine_version: _,
      ...before
    } = stack().resource.aws_elasticache_replication_group['cache-sessions'];
    expect([was, engine, engine_version]).toEqual(['redis', 'valkey', '8.2']);
    expect(others).toEqual(before);
    expect(ahead.aws_elasticache_parameter_group['cache-sessions_parameter-group']).toMatchObject({
      family: 'valkey8',
      name: expect.stringContaining('valkey8'),
      lifecycle: { create_before_destroy: true },
    });
    expect(ahead.aws_elasticache_user_group['cache-sessions_user-group'].engine).toBe('redis');
  });

  test('says what to do before a protected one is destroyed, and nothing otherwise', () => {
    expect(stack(valid({ protected: true })).locals.protection).toMatch(
      /^dev is protected\. To destroy it, set "protected": false in .*dev\.json, deploy account-dev, deploy dev, then destroy\.$/,
    );
    expect(stack(valid({ protected: false })).locals).toBeUndefined();
  });
});

describe('tags that others write', () => {
  const ignored = { keys: ['CostCenter'], keyPrefixes: ['tagger:'] };
  const all = (ignoreTags?: Project['ignoreTags']): Json[] => {
    const { platform, services, account, bootstrap, preview } = new Synthesizer(
      { ...project, ignoreTags },
      declared,
    );
    const [first] = environments;
    const { host } = previewSettings;
    const guest = preview(definePreview(previewSettings, { name: 'pr-1' }, declared));
    const hosts = [platform(host), services(host), account(host), bootstrap(environments)];
    return [...hosts, ...[platform, services].map((make) => make(first!)), ...Object.values(guest)];
  };

  test('are left alone by every stack, where platform.json names them', () => {
    for (const { provider } of all(ignored))
      expect(provider.aws[0].ignore_tags).toEqual([{ keys: ['CostCenter'], key_prefixes: ['tagger:'] }]);
    for (const { provider } of all()) expect(provider.aws[0]).not.toHaveProperty('ignore_tags');
  });

  test('are none that a stack writes itself', () => {
    const written = all().flatMap(keysOf);
    expect([...new Set(written)].sort()).toEqual([...OWN_TAGS].sort());
  });
});

/** The keys of all tags that are written anywhere in a stack's JSON. */
function keysOf(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as object).flatMap(([key, part]) =>
    key === 'tags' && !Array.isArray(part) ? Object.keys(part) : keysOf(part),
  );
}

test("fails on a reference to another stack's resource, whose value would land in this one's state", () => {
  // As main.ts makes stacks: CDKTF's `Testing.synth` looks for such references by itself, and makes outputs of them.
  const app = new App({ outdir: folder(), stackTraces: false });
  const props = { project: { region: 'eu-central-1' }, account: '1', tags: {} };
  const bucket = new S3Bucket(new BaseStack(app, 'other', props), 'bucket', {});
  new S3Bucket(new BaseStack(app, 'test', props), 'copy', { bucket: bucket.bucketDomainName });
  expect(() => app.synth()).toThrow(
    'test refers to aws_s3_bucket.bucket, which is no resource of its own: read the other stack',
  );
});
