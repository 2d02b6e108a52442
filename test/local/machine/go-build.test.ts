import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../../console/failure';
import { build, type GoProgram, isBuilt } from '../../../local/machine/go-build';
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
const program = (): GoProgram => {
  const directory = folder();
  return {
    name: 'tool',
    module: folder({ 'go.mod': 'module tool\n', 'data/list.yaml': 'a: 1\n' }),
    package: '.',
    directory,
    output: join(directory, 'deep', 'tool'),
    variables: { 'example.test/version.number': 'v1' },
  };
};

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
  expect(isBuilt(tool)).toBe(false);
});

test('another version to be written into it makes it old', async () => {
  const tool = program();
  await build(tool, go(), () => {});
  expect(isBuilt({ ...tool, variables: { 'example.test/version.number': 'v2' } })).toBe(false);
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
  expect(existsSync(join(tool.directory, 'deep'))).toBe(false);
  expect(isBuilt(tool)).toBe(false);
  await build(tool, go(), () => {});
  expect(readdirSync(join(tool.directory, 'deep'))).toEqual(['tool']);
});
