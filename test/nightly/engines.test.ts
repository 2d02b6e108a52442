import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../../programs/capture';
import { folder } from '../local/temporary';

// The project on each Node that it is made for, and on the CDKTF that came before its successor.

jest.setTimeout(300_000);

const root = join(__dirname, '../..');
const cdktf = join(root, 'cli/safe-cdktf/cdktf');

/** The synthesized stacks as data: the two CDKTF indent differently, and each notes its own version. */
function stacksIn(outdir: string): Record<string, unknown> {
  const files = (readdirSync(outdir, { recursive: true }) as string[]).filter((file) =>
    file.endsWith('.json'),
  );
  return Object.fromEntries(
    files.map((file) => {
      const { version, ...content } = JSON.parse(readFileSync(join(outdir, file), 'utf8'));
      if (content['//']) delete content['//'].metadata.version;
      return [file, content];
    }),
  );
}

async function synthesize(
  node: string,
  options: string[],
  preview = false,
): Promise<Record<string, unknown>> {
  const outdir = folder();
  const env = {
    ...process.env,
    CDKTF_OUTDIR: outdir,
    ...(preview && { PREVIEW: 'pr-42', PREVIEW_OWNER: 'ada', PREVIEW_EXPIRES: '2026-12-01' }),
  };
  const { code, stderr } = await capture(node, [...options, 'app.js'], { cwd: root, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stacksIn(outdir);
}

const bySuccessor = (preview?: boolean) => synthesize(process.execPath, [], preview);

test.each([false, true])('HashiCorp’s CDKTF makes the same stacks (preview: %s)', async (preview) => {
  const made = await synthesize(
    process.execPath,
    ['--require', join(__dirname, 'hashicorp-cdktf.cjs')],
    preview,
  );
  expect(Object.keys(made).length).toBeGreaterThan(9);
  expect(made).toEqual(await bySuccessor(preview));
});

/** Has npm fetch a Node. @returns an environment in which it is the one that runs. */
async function withNode(version: string): Promise<NodeJS.ProcessEnv> {
  const directory = folder({ 'package.json': '{}' });
  const args = ['install', '--no-save', '--no-audit', '--no-fund', `node@${version}`];
  const { code, stderr } = await capture('npm', args, { cwd: directory, env: process.env });
  if (code !== 0) throw new Error(stderr);
  return { ...process.env, PATH: `${join(directory, 'node_modules/node/bin')}:${process.env.PATH}` };
}

const run = (env: NodeJS.ProcessEnv, ...args: string[]) => capture('node', args, { cwd: root, env });

// The oldest ones that are allowed, and the one that a newcomer has.
describe.each(['20.19.0', '22.12.0', '24.21.0'])('Node %s', (version) => {
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    env = await withNode(version);
    expect((await run(env, '--version')).stdout.trim()).toBe(`v${version}`);
  });

  test('makes the same stacks', async () => {
    const node = (await run(env, '--print', 'process.execPath')).stdout.trim();
    expect(await synthesize(node, [])).toEqual(await bySuccessor());
  });

  test('starts the cdktf command, which synthesizes', async () => {
    const output = folder();
    const { code, stderr } = await run(env, cdktf, 'synth', '--output', output);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stacksIn(output)).toEqual(await bySuccessor());
  });

  test('runs the commands and their tests', async () => {
    expect(await run(env, 'run.js', 'local/cli.ts', '--help')).toMatchObject({ code: 0, stderr: '' });
    const tests = ['test/parameters', 'test/declarations', 'test/terraform/progress'];
    const { code, stderr } = await run(env, 'node_modules/jest/bin/jest.js', '--maxWorkers=2', ...tests);
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });
});

test.each(['18.20.8', '25.9.0'])('Node %s is refused in one sentence by every way in', async (version) => {
  const env = await withNode(version);
  for (const args of [['app.js'], ['run.js', 'local/cli.ts'], [cdktf, 'diff', 'dev']]) {
    const { code, stdout, stderr } = await run(env, ...args);
    expect(stdout + stderr).toMatch(RegExp(`^This is Node ${version}, and the project runs on .*\\n$`));
    expect(code).toBe(1);
  }
});
