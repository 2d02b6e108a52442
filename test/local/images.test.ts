import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import { IMAGES } from '../../constructs/services/bindings/setup-images';
import { FLAG_AGENT_IMAGE } from '../../constructs/services/flags/flag-agent-image';
import { archiveOf, keep, madeOf } from '../../local/images/archive';
import { basesOf } from '../../local/images/dockerfile';
import { canMake } from '../../local/images/made-base';
import { platformImages } from '../../local/images/platform-images';
import { digestOf } from '../../local/images/sources';
import type { Builder } from '../../programs/images/image-builder';
import { must } from '../../programs/must';
import { folder } from './temporary';

test('an image is made from the base of its last stage, and built in that of the stage `build`', () => {
  const text =
    '# syntax=docker/dockerfile:1\nFROM golang:1.26 AS build\nRUN go build\n\nFROM scratch\nCMD ["a"]\n';
  expect(basesOf(text)).toEqual({ build: 'golang:1.26', final: 'scratch' });
  expect(basesOf('FROM --platform=$BUILDPLATFORM python:3.11-slim-bookworm AS base\nFROM base\n').final).toBe(
    'python:3.11-slim-bookworm',
  );
  expect(basesOf('FROM python:3.11-slim-bookworm\n')).toEqual({ final: 'python:3.11-slim-bookworm' });
});

test('code that is not among the examples counts with every file, but for what git and package managers keep', () => {
  const made = folder({ Dockerfile: '', 'lib/a.rb': '1', '.git/HEAD': '1', 'node_modules/a': '1' });
  const first = digestOf(made, '', false);
  for (const file of ['.git/HEAD', 'node_modules/a']) writeFileSync(join(made, file), '2');
  expect(digestOf(made, '', false)).toBe(first);
  writeFileSync(join(made, 'lib/a.rb'), '2');
  expect(digestOf(made, '', false)).not.toBe(first);
});

test('an image is made anew when its code changes, and not when a test or a text does', () => {
  const example = folder({
    'src/a.ts': '1',
    'src/b.ts': '2',
    'test/a.test.ts': '',
    'README.md': '',
    Dockerfile: '',
  });
  const first = digestOf(example, '', true);
  for (const file of ['test/a.test.ts', 'README.md']) writeFileSync(join(example, file), 'changed');
  expect(digestOf(example, '', true)).toBe(first);
  writeFileSync(join(example, 'src/a.ts'), '12');
  const second = digestOf(example, '', true);
  expect(second).not.toBe(first);
  writeFileSync(join(example, 'Dockerfile'), 'changed');
  expect(digestOf(example, '', true)).not.toBe(second);
  expect(digestOf(example, 'made otherwise', true)).not.toBe(digestOf(example, '', true));
});

test.each([
  ['node:24.21.0-bookworm-slim', true],
  ['python:3.11-slim-bookworm', true],
  ['public.ecr.aws/docker/library/postgres:17.10-alpine', true],
  ['public.ecr.aws/docker/library/mysql:8.4.10', true],
  ['public.ecr.aws/aws-cli/aws-cli:2.37.4', true],
  ['golang:1.26.6-bookworm', false],
  ['node:24.21.0-alpine3.22', false],
])('a base image is made of Debian packages where they have it: %s, %p', (image, made) => {
  expect(canMake(image)).toBe(made);
});

test('what sets up the databases and caches that are declared, and serves flags, has its images', () => {
  const catalog = { description: 'All that is for sale', group: 'shop', processes: {}, bind: [] };
  expect(platformImages({ backing: {}, services: { catalog } })).toEqual([]);
  const backing = { databases: { a: { engine: 'mysql' } }, caches: { b: { engine: 'memcached' } } } as const;
  expect(platformImages({ backing, services: { catalog } })).toEqual([IMAGES.mysql]);
  const flags = { 'new-checkout': 'Another one' };
  expect(platformImages({ backing: {}, services: { catalog: { ...catalog, flags } } })).toEqual([
    FLAG_AGENT_IMAGE,
  ]);
});

// All images that the platform's own pods name, whichever those will be.
test.each([...Object.values(IMAGES), FLAG_AGENT_IMAGE])('%s has a stand-in', (image) => {
  expect(canMake(image.split('@')[0]!)).toBe(true);
});

describe('an archive', () => {
  const image = 'registry.test/app:1@sha256:0000';

  beforeEach(() => {
    process.env.PLATFORM_CACHE = folder({});
  });
  afterEach(() => {
    delete process.env.PLATFORM_CACHE;
  });

  test('carries a name with a digest, which nobody who builds an image can give it', async () => {
    const content = folder({ 'layer.tar': 'x'.repeat(20_000), 'manifest.json': '' });
    const manifest = [{ Config: 'a.json', RepoTags: ['registry.test/app:1'], Layers: ['layer.tar'] }];
    writeFileSync(join(content, 'manifest.json'), JSON.stringify(manifest));
    const save = async (_: string, file: string) => {
      await must('tar', ['--create', '--file', file, '--directory', content, 'manifest.json', 'layer.tar']);
    };
    await keep(image, { save } as unknown as Builder, 'registry.test/app:1', 'this recipe');
    const read = folder({});
    await must('tar', ['--extract', '--file', archiveOf(image), '--directory', read]);
    // What comes last counts, as for whoever reads the archive from its beginning to its end.
    const last = JSON.parse(readFileSync(join(read, 'manifest.json'), 'utf8'));
    expect(last).toEqual([{ ...manifest[0], RepoTags: [image] }]);
    expect(readFileSync(join(read, 'layer.tar'), 'utf8')).toHaveLength(20_000);
    expect(madeOf(image)).toBe('this recipe');
  });

  test('that was not saved whole is none', async () => {
    const save = async () => {
      throw new Failure('no room is left');
    };
    await expect(keep(image, { save } as unknown as Builder, image, 'x')).rejects.toThrow('no room');
    expect(madeOf(image)).toBeUndefined();
  });
});
