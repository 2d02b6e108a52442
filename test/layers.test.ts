import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The layers, from the ground up: each may import itself and those above it in this list. CONTRIBUTING.md draws them. */
const LAYERS = [
  'problems',
  'declarations',
  'declarations/checks',
  'services',
  'parameters',
  'constructs/core',
  'constructs/encryption',
  'constructs/storage',
  'constructs/alarms',
  'constructs/preview',
  'constructs/logs',
  'constructs/alerts',
  'constructs/network',
  'constructs/cluster',
  'constructs/database',
  'constructs/cache',
  'constructs/queue',
  'constructs/entrance',
  'constructs/contract',
  'constructs/backup',
  'constructs/account',
  'constructs/tooling',
  'constructs/services/runtime',
  'constructs/services/pods',
  'constructs/services/bindings',
  'constructs/services/routes',
  'constructs/services/flags',
  'constructs/services/scaling',
  'constructs/services/alarms',
  'constructs/services',
  'stacks/synthesis',
  'stacks',
  'console',
  'programs',
  'terraform',
  'plan',
  'cli',
  'local/machine',
  'local/emulated-aws',
  'local/images',
  'local/deploy',
  'local/commands',
  'local',
  'bench',
  '.',
];

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
  encoding: 'utf8',
})
  .split('\n')
  // The examples are projects of their own.
  .filter((file) => file && !/^(test|examples)\//.test(file) && existsSync(file));

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import\(|require\()\s*'(\.{1,2}\/[^']+)'/g)]
    .map(([, path]) => `${join(dirname(file), path!)}.ts`)
    .filter((path) => files.includes(path));

const imports = new Map(files.map((file) => [file, importsOf(file)]));

/** The layer of a file: the nearest folder above it that is listed. */
function layerOf(file: string): number {
  let folder = dirname(file);
  while (!LAYERS.includes(folder)) folder = dirname(folder);
  return LAYERS.indexOf(folder);
}

/** The files along a circle of imports, or undefined. */
function circle(): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const imported of imports.get(file)!) {
      const found = visit(imported, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of files) {
    const found = visit(file, []);
    if (found) return found;
  }
  return undefined;
}

test('a file imports only its own layer and those above it in the list', () => {
  const against = files.flatMap((file) =>
    imports
      .get(file)!
      .filter((imported) => layerOf(imported) > layerOf(file))
      .map((imported) => `${file} imports ${imported}, which is a layer below it`),
  );
  expect(against).toEqual([]);
});

test('what rules of plans are made of imports no rule', () => {
  const isRule = (file: string) => file.startsWith('plan/rules/');
  const parts = files.filter((file) => /^plan\/[^/]+\//.test(file) && !isRule(file));
  expect(parts.length).toBeGreaterThan(50);
  expect(parts.filter((file) => imports.get(file)!.some(isRule))).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(circle()?.join(' -> ')).toBeUndefined();
});

test('no two files export a type of the same name, so that a name means one thing', () => {
  const files = new Map<string, string[]>();
  for (const file of imports.keys()) {
    const exported = readFileSync(file, 'utf8').matchAll(
      /^export (?:abstract )?(?:class|interface|type) (\w+)/gm,
    );
    for (const [, name] of exported) files.set(name!, [...(files.get(name!) ?? []), file]);
  }
  expect([...files].filter(([, places]) => places.length > 1)).toEqual([]);
});

test('CONTRIBUTING.md draws these layers', () => {
  const [, picture] = /^## Layers$.*?```\n(.*?)```/ms.exec(readFileSync('CONTRIBUTING.md', 'utf8'))!;
  expect(
    picture!
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(LAYERS);
});

test('no example imports the project, nor the project an example', () => {
  const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file && existsSync(file));
  const project = (file: string) => /^examples\/[^/]+/.exec(file)?.[0];
  const across = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import\(|require\()\s*'(\.{1,2}\/[^']+)'/g)]
      .map(([, path]) => join(dirname(file), path!))
      .filter((path) => project(path) !== project(file))
      .map((path) => `${file} imports ${path}`),
  );
  expect(across).toEqual([]);
});
