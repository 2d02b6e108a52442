import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../../console/failure';
import { build, type GoProgram, type GoSource, goProgram, isBuilt } from '../../../local/machine/go-build';
import { folder } from '../temporary';

/** A Go that has two packages to compile, and writes its settings into the program. */
const GO = `#!/bin/sh
case $1 in
list) printf 'build ID mismatch\\nnot installed but available in build cache\\nstale dependency: x\\n' ;;
build)
  echo 'go: downloading example.test/x v1.0.0' >&2
  echo example.test/x >&2
  echo example.test/x/y-z >&2
  while [ "$1" != -o ]; do case $1 in *-X*) ldflags=$1 ;; esac; shift; done
  echo "$CGO_ENABLED $GOFLAGS $ldflags" > "$2"
  ;;
esac
`;

const go = (text = GO) => ({ command: join(folder({ go: text }), 'go'), version: '1.26.4' });
const program = (changed: Partial<GoSource> = {}, directory = folder()): GoProgram =>
  goProgram(
    {
      name: 'tool',
      module: folder({ 'go.mod': 'module tool\n', 'data/list.yaml': 'a: 1\n' }),
      packages: ['.'],
      file: join('deep', 'tool'),
      variables: { 'example.test/version.number': 'v1' },
      ...changed,
    },
    directory,
  );
/** The same program as its sources are now. */
const anew = (tool: GoProgram, changed: Partial<GoSource> = {}) =>
  goProgram({ ...tool, ...changed }, tool.directory);

test('a program is built once, with the settings that need no C compiler and name no folder of the machine', async () => {
  const tool = program();
  expect(isBuilt(tool)).toBe(false);
  await build(tool, go(), () => {});
  expect(isBuilt(tool)).toBe(true);
  expect(readFileSync(tool.output, 'utf8')).toBe(
    '0 -trimpath -buildvcs=false -s -w -X example.test/version.number=v1\n',
  );
});

test('says how many packages are compiled, of those that are not in the cache', async () => {
  const told: string[] = [];
  await build(program(), go(), (done, total, step) => told.push(`${step} ${done}/${total}`));
  expect(told).toEqual(['fetching modules 0/0', 'compiling 0/2', 'compiling 1/2', 'compiling 2/2']);
});

test('any changed file makes it old, in whatever folder of the module', async () => {
  const tool = program();
  await build(tool, go(), () => {});
  writeFileSync(join(tool.module, 'data', 'list.yaml'), 'a: 2\n');
  expect(isBuilt(anew(tool))).toBe(false);
});

test('a changed test of the module does not make it old', async () => {
  const tool = program();
  await build(tool, go(), () => {});
  writeFileSync(join(tool.module, 'data', 'list_test.go'), 'package data\n');
  expect(isBuilt(anew(tool))).toBe(true);
});

test('checkouts with the same sources share a program, and those with others do not take it from them', async () => {
  const directory = folder();
  const [mine, same] = [program({}, directory), program({}, directory)];
  const other = program({ module: folder({ 'go.mod': 'module other\n' }) }, directory);
  await build(mine, go(), () => {});
  expect(isBuilt(same)).toBe(true);
  expect(isBuilt(other)).toBe(false);
  await build(other, go(), () => {});
  expect([isBuilt(mine), isBuilt(other)]).toEqual([true, true]);
});

test('two checkouts that build the same at once build it once', async () => {
  const directory = folder();
  const built: string[] = [];
  const tell = (_done: number, _total: number, step: string) => built.push(step);
  await Promise.all([program({}, directory), program({}, directory)].map((one) => build(one, go(), tell)));
  expect(built.filter((step) => step === 'fetching modules')).toHaveLength(1);
});

test('what was not used for the longest time is removed, and nothing of another program', async () => {
  const directory = folder();
  const version = (number: number) => ({ variables: { 'example.test/version.number': `v${number}` } });
  const longer = program({ name: 'tool-box', file: 'tool-box' }, directory);
  await build(longer, go(), () => {});
  const tool = program(version(0), directory);
  for (let number = 0; number < 6; number++) {
    // The first one is in use all the time.
    isBuilt(tool);
    await build(anew(tool, version(number)), go(), () => {});
  }
  const left = [0, 1, 2, 3, 4, 5].filter((number) => isBuilt(anew(tool, version(number))));
  expect(left).toEqual([0, 2, 3, 4, 5]);
  expect(isBuilt(longer)).toBe(true);
});

test('another version to be written into it makes it old', async () => {
  const tool = program();
  await build(tool, go(), () => {});
  expect(isBuilt(anew(tool, { variables: { 'example.test/version.number': 'v2' } }))).toBe(false);
});

test('fails with what Go says, without the packages that went well', async () => {
  const broken = GO.replace('echo "$CGO_ENABLED', 'echo "./main.go:3:1: syntax error" >&2; exit 1\n  echo "');
  const tool = program();
  await expect(build(tool, go(broken), () => {})).rejects.toThrow(
    new Failure(
      [
        `go build failed in ${tool.module}:`,
        '  go: downloading example.test/x v1.0.0',
        '  ./main.go:3:1: syntax error',
      ].join('\n'),
    ),
  );
});

test('fails with what Go says when a module cannot be fetched', async () => {
  const offline = '#!/bin/sh\necho "dial tcp: no route to host" >&2\nexit 1\n';
  await expect(build(program(), go(offline), () => {})).rejects.toThrow(
    /could not be fetched:\n {2}dial tcp: no route to host$/,
  );
});

test('a build that is broken off leaves nothing where the program belongs, and is done again', async () => {
  const brokenOff = GO.replace('> "$2"', '> "$2"; exit 1');
  const tool = program();
  await expect(build(tool, go(brokenOff), () => {})).rejects.toThrow(Failure);
  expect(existsSync(tool.folder)).toBe(false);
  expect(isBuilt(tool)).toBe(false);
  await build(tool, go(), () => {});
  expect(readdirSync(join(tool.folder, 'deep'))).toEqual(['tool']);
});
