import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { files } from './files';

// A newcomer who follows the documents to a file that has moved stops there.

// The changelog names what is gone, and reports name what a change made.
const documents = files.filter(
  (file) => file.endsWith('.md') && file !== 'CHANGELOG.md' && !file.startsWith('docs/plans/'),
);
const folders = new Set(files.flatMap((file) => parents(file)));
const tops = new Set(files.map((file) => file.split('/')[0]!));

test.each(documents)('every file that %s names is there', (document) => {
  const text = readFileSync(document, 'utf8');
  expect([...links(text), ...quoted(text)].filter((path) => !isThere(path, document))).toEqual([]);
});

test.each(documents)('every section that %s links to is there', (document) => {
  const missing = sectionLinks(readFileSync(document, 'utf8')).filter(([path, section]) => {
    const target = path ? join(dirname(document), path) : document;
    return files.includes(target) && !sectionsOf(target).has(section);
  });
  expect(missing).toEqual([]);
});

test('a path that is not there is found', () => {
  expect(quoted('see `stacks/gone.ts`, `npx jest test/gone` and `dev/x`')).toEqual([
    'stacks/gone.ts',
    'test/gone',
  ]);
  expect(isThere('stacks/gone.ts', 'README.md')).toBe(false);
  expect(isThere('test/constructs/cache', 'README.md')).toBe(true);
  expect(isThere('services/<name>.ts', 'README.md')).toBe(true);
  expect(isThere('stacks/<name>.json', 'README.md')).toBe(false);
});

test('a section that is not there is found', () => {
  expect(sectionLinks('see [one](docs/local.md#gone) and [two](#here)')).toEqual([
    ['docs/local.md', 'gone'],
    ['', 'here'],
  ]);
  const sections = sectionsOf('README.md');
  expect([sections.has('gone'), sections.has('twelve-factors')]).toEqual([false, true]);
});

/** Targets of links within the project. */
function links(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^\w+:/.test(target));
}

/** Links to a section, as path and section. The path is empty within the same document. */
function sectionLinks(text: string): [path: string, section: string][] {
  return [...text.matchAll(/\]\((?!\w+:)([^)#]*)#([^)]+)\)/g)].map(([, path, section]) => [path!, section!]);
}

/** As GitHub names them: in lower case, without marks, with dashes for spaces. */
function sectionsOf(document: string): Set<string> {
  const headings = readFileSync(document, 'utf8').matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Paths from the root that stand in code: those whose first part is a file or a folder of the root. */
function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, code]) => code!.split(/\s+/))
    .map((word) => word.replace(/^['"]|['",:]+$/g, ''))
    .filter(
      (word) =>
        /^[\w.<>*/-]+$/.test(word) &&
        word.includes('/') &&
        !word.includes('node_modules') &&
        tops.has(word.split('/')[0]!),
    );
}

/** Whether there is such a file or folder, from the root or from the document; `<name>` and `*` stand for anything. */
function isThere(path: string, document: string): boolean {
  return [join(path), join(dirname(document), path)].some((candidate) => {
    const plain = candidate.replace(/\/$/, '');
    const pattern = new RegExp(
      `^${plain.replace(/[.+]/g, '\\$&').replace(/<[^>]*>|\*/g, '[^/]+')}(\\.test)?(\\.ts)?$`,
    );
    return [...files, ...folders].some((known) => pattern.test(known));
  });
}

function parents(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
