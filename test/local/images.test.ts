import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { basesOf } from '../../local/images/dockerfile';
import { canMake } from '../../local/images/made-base';
import { digestOf } from '../../local/images/sources';
import { folder } from './temporary';

test('an image is made from the base of its last stage, and built in that of the stage `build`', () => {
  const text =
    '# syntax=docker/dockerfile:1\nFROM golang:1.26 AS build\nRUN go build\n\nFROM scratch\nCMD ["a"]\n';
  expect(basesOf(text)).toEqual({ build: 'golang:1.26', final: 'scratch' });
  expect(basesOf('FROM python:3.11-slim-bookworm\n')).toEqual({ final: 'python:3.11-slim-bookworm' });
});

test('an image is made anew when its code changes, and not when a test or a text does', () => {
  const example = folder({
    'src/a.ts': '1',
    'src/b.ts': '2',
    'test/a.test.ts': '',
    'README.md': '',
    Dockerfile: '',
  });
  const first = digestOf(example);
  for (const file of ['test/a.test.ts', 'README.md']) writeFileSync(join(example, file), 'changed');
  expect(digestOf(example)).toBe(first);
  writeFileSync(join(example, 'src/a.ts'), '12');
  const second = digestOf(example);
  expect(second).not.toBe(first);
  writeFileSync(join(example, 'Dockerfile'), 'changed');
  expect(digestOf(example)).not.toBe(second);
  expect(digestOf(example, 'made otherwise')).not.toBe(digestOf(example));
});

test.each([
  ['node:24.21.0-bookworm-slim', true],
  ['python:3.11-slim-bookworm', true],
  ['golang:1.26.6-bookworm', false],
  ['node:24.21.0-alpine3.22', false],
])('a base image is made of Debian packages where they have it: %s, %p', (image, made) => {
  expect(canMake(image)).toBe(made);
});
