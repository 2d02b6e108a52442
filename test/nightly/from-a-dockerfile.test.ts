import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whySimulated } from '../../local/machine/real-node';
import { hasDebian } from '../../local/machine/servers/apt';
import { capture } from '../../programs/capture';
import { blocksOf } from '../e2e/documented-blocks';
import { LocalCommand, root } from '../e2e/local-command';
import { ProjectCopy } from '../e2e/project-copy';
import type { Json } from '../helpers';

// As somebody who comes with an app of their own, in no language of the examples. In the order of the file.
jest.setTimeout(30 * 60_000);

const PAGE = 'docs/from-a-dockerfile.md';
const NAME = 'e2e-from-a-dockerfile';
const REAL = { PLATFORM_NODE: 'real', PLATFORM_SERVERS: '' };
const why = whySimulated({ ...process.env, ...REAL }) ?? (hasDebian() ? undefined : 'servers need Debian');
const suite = why ? describe.skip : describe;
const run = promisify(execFile);

suite(`an app with a Dockerfile${why ? ` (not here: ${why})` : ''}`, () => {
  const home = join(root, '.local', `${NAME}-home`);
  const copy = new ProjectCopy(join(home, 'platform'));
  const local = new LocalCommand(NAME, 6640, copy.directory);
  const [page] = blocksOf(PAGE, 'prod');
  const commands = page!.text.trim().split('\n');
  let url: string;

  beforeAll(() => {
    cpSync(join(root, 'test/e2e/dockerfile/hello'), join(home, 'hello'), { recursive: true });
  });
  afterAll(async () => {
    await local.run(['stop']);
    rmSync(home, { recursive: true, force: true });
  });

  test('takes at most three commands, which end with its address', async () => {
    expect(commands.length).toBeLessThanOrEqual(3);
    const env = { ...process.env, ...REAL, PLATFORM_LOCAL: local.folder };
    let output = '';
    for (const line of commands) {
      const ended = await capture('bash', ['-ec', line], { cwd: copy.directory, env });
      output = ended.stdout + ended.stderr;
      expect([line, ended.code, output]).toEqual([line, 0, output]);
    }
    expect(output).toContain('dev hello api-key: nobody has put this secret, so it has a made-up value.');
    url = /^ {2}(http:\/\/hello\.dev\.localhost:\d+) /m.exec(output)![1]!;
  });

  test('answers there, out of its database, its queue and its secret', async () => {
    const [first, second] = [await answer(), await answer()];
    expect(second.visits).toBe(first.visits + 1);
    const variables = await local.variables();
    const aws = async (...args: string[]): Promise<Json> => {
      // As nobody else may read what is sent to a service.
      const env = { ...variables, AWS_PROFILE: undefined, ...local.asRoot('dev') };
      const { stdout } = await run('aws', [...args, '--output', 'json'], { env });
      return JSON.parse(stdout);
    };
    const { QueueUrl } = await aws('sqs', 'get-queue-url', '--queue-name', 'dev-jobs');
    const received = await aws(
      ...['sqs', 'receive-message', '--queue-url', QueueUrl, '--max-number-of-messages', '10'],
    );
    expect(received.Messages.map(({ MessageId }: Json) => MessageId).sort()).toEqual(
      [first.message, second.message].sort(),
    );
    const secret = '/acme/dev/hello/api-key/secret';
    const { SecretString } = await aws('secretsmanager', 'get-secret-value', '--secret-id', secret);
    expect(first.key).toBe(createHash('sha256').update(SecretString).digest('hex'));
  });

  test('took as many commands and lines as the page says, at most three and twenty to write', async () => {
    const { stdout } = await capture('git', [
      ...['diff', '--no-index', '--numstat', join(root, 'services'), join(copy.directory, 'services')],
    ]);
    const sizes = await Promise.all(
      ['dev', 'qa', 'prod'].map((name) =>
        capture('git', [
          ...['diff', '--no-index', '--numstat'],
          ...[root, copy.directory].map((folder) => join(folder, 'environments', `${name}.json`)),
        ]),
      ),
    );
    const counts = [stdout, ...sizes.map((one) => one.stdout)].join('').matchAll(/^(\d+)\t/gm);
    const written = [...counts].reduce((sum, [, lines]) => sum + Number(lines), 0);
    const says = /^That is (\d+) commands, and (\d+) lines to write\. .*, in (\d+) lines,/m.exec(
      readFileSync(join(root, PAGE), 'utf8'),
    );
    expect(says!.slice(1).map(Number)).toEqual([commands.length, 0, written]);
  });

  async function answer(): Promise<Json> {
    const { stdout } = await run('curl', ['--silent', '--show-error', '--fail', url]);
    return JSON.parse(stdout);
  }
});
