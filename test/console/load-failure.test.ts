import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeProject } from '../fixture/project';
import { folder } from '../local/temporary';

jest.setTimeout(60_000);

const project = folder();
makeProject(project);

/** What one who makes that mistake reads. */
function said(file: string, from: string, to: string, ...command: string[]) {
  const text = readFileSync(join(project, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(project, file), text.replace(from, to));
  try {
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      cwd: project,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  } finally {
    writeFileSync(join(project, file), text);
  }
}

const LISTED = 'satisfies Services;';
const UNLISTED = 'export const services = {';

describe.each([
  ['node app.js', ['app.js']],
  ['npm run drift', ['run.js', 'cli/drift/drift.ts']],
])('%s', (_name, command) => {
  test('a service that is listed and not imported is told with file and line', () => {
    const line = readFileSync(join(project, 'services/services.ts'), 'utf8')
      .split('\n')
      .findIndex((text) => text.startsWith(UNLISTED));
    const { status, stdout, stderr } = said(
      'services/services.ts',
      UNLISTED,
      `${UNLISTED} ledger,`,
      ...command,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(
      new RegExp(
        `^services/services\\.ts:${line + 1}:\\d+: ledger is not defined: import it at the top of the file\n$`,
      ),
    );
  });

  test('a bracket too few is told with file and line', () => {
    const { status, stdout, stderr } = said('services/services.ts', LISTED, `(${LISTED}`, ...command);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^services\/services\.ts:\d+:\d+: Expected "\)" but found "Services"\n$/);
  });

  test('a file that is imported and not there is told with the import', () => {
    const { status, stdout, stderr } = said(
      'services/services.ts',
      UNLISTED,
      `import { ledger } from './ledger';\n${UNLISTED} ledger,`,
      ...command,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^services\/services\.ts:\d+:\d+: .*\.\/ledger.*\n$/);
  });
});

test('a package that is not installed is told with the import', () => {
  const { status, stderr } = said(
    'services/services.ts',
    UNLISTED,
    `import { left } from 'left-pad-pad';\nleft();\n${UNLISTED}`,
    'app.js',
  );
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^services\/services\.ts:\d+:\d+: Cannot find module 'left-pad-pad': add it to package\.json, or run "npm ci"\n$/,
  );
});
