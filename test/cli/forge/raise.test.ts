import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from '../command';
import { FakePrograms } from '../fake-program';

jest.setTimeout(60_000);

const VERSION = `main-4b825dc@sha256:${'0123456789abcdef'.repeat(4)}`;
const command = new Command('forge');
const platform = () => join(command.project, 'platform.json');
const before = { text: '' };

let fake: FakePrograms;
beforeAll(() => {
  before.text = readFileSync(platform(), 'utf8');
});
beforeEach(() => {
  fake = new FakePrograms();
});
afterEach(() => {
  fake.remove();
  writeFileSync(platform(), before.text);
});

const forge = (...args: string[]) =>
  command.run(args, {
    PATH: `${fake.folder}:${process.env.PATH}`,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/report',
    GITHUB_SHA: '4b825dc',
    GITHUB_RUN_ID: '7',
  });
const words = () => fake.calls().map(({ args }) => args.join(' '));
const answers = (refs: string, open: object[]) =>
  fake.add('gh', [
    { to: '--jq .default_branch', says: 'main' },
    { to: 'git/ref/heads/main', says: 'aaaa' },
    { to: 'matching-refs', says: refs },
    { to: '--method POST' },
    { to: '--method PATCH' },
    { to: '--jq .sha', says: 'bbbb' },
    { to: '--method PUT' },
    { to: 'pr list', says: open },
    { to: 'pr create', says: 'https://github.com/acme/platform/pull/9' },
    { to: 'pr edit' },
  ]);

test('a version is raised by a pull request of its own, whose commit changes one line', async () => {
  answers('', []);
  const { code, stdout, stderr } = await forge('raise', 'report', VERSION);
  expect([code, stdout, stderr]).toEqual([0, 'https://github.com/acme/platform/pull/9\n', '']);
  expect(words()).toContainEqual(
    'api --method POST repos/{owner}/{repo}/git/refs --field ref=refs/heads/image/report --field sha=aaaa --silent',
  );
  const put = fake.calls().find(({ args }) => args.includes('PUT'))!.args;
  expect(put).toEqual(
    expect.arrayContaining([
      'repos/{owner}/{repo}/contents/environments/dev.json',
      'branch=image/report',
      'sha=bbbb',
      'message=Raise report to main-4b825dc in dev',
    ]),
  );
  const content = put.find((arg) => arg.startsWith('content='))!.slice('content='.length);
  const file = readFileSync(join(command.project, 'environments/dev.json'), 'utf8');
  expect(Buffer.from(content, 'base64').toString('utf8')).toBe(
    file.replace('"report": { "version": "2.1.0"', `"report": { "version": "${VERSION}"`),
  );
  const create = fake.calls().find(({ args }) => args[1] === 'create')!;
  expect(create.file).toBe(
    `\`report\` goes from \`2.1.0\` to \`${VERSION}\`.\nBuilt from https://github.com/acme/report/commit/4b825dc.\n[The run](https://github.com/acme/report/actions/runs/7) has what is in the image, and what its scan has found.\n`,
  );
});

test('of a service there is one pull request, which goes on with the newest version', async () => {
  answers('refs/heads/image/report\nrefs/heads/image/report-2', [{ number: 8 }]);
  const { code, stdout } = await forge('raise', 'report', VERSION);
  expect([code, stdout]).toEqual([0, '#8: Raise report to main-4b825dc in dev\n']);
  expect(words()).toContainEqual(expect.stringMatching(/^api --method PATCH .*image\/report .*force=true/));
  expect(words().filter((line) => line.startsWith('pr create'))).toEqual([]);
});

test('what runs there already needs none', async () => {
  const file = join(command.project, 'environments/dev.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('"report": { "version": "2.1.0"', `"report": { "version": "${VERSION}"`));
  const { stdout } = await forge('raise', 'report', VERSION);
  writeFileSync(file, text);
  expect(stdout).toBe(`environments/dev.json: report is ${VERSION} already\n`);
  expect(fake.calls()).toEqual([]);
});

test.each([
  [['raise', 'report', '2.2.0'], 'raise: got "2.2.0"; allowed: a version with the digest of its image'],
  [['raise', 'reprt', VERSION], 'service: got "reprt", did you mean "report"?'],
  [['raise', 'report'], 'raise: got report; allowed: SERVICE VERSION'],
  [['push-role', 'report'], 'platform.json: applications: got nobody; allowed: "report" with the repository'],
  [['push-role', 'reprt'], 'service: got "reprt", did you mean "report"?'],
])('fails for %j', async (args, message) => {
  const { code, stderr } = await forge(...args);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});

test('the role that pushes the images of a service is told', async () => {
  const project = JSON.parse(before.text);
  writeFileSync(platform(), JSON.stringify({ ...project, applications: { report: 'repo:acme/report' } }));
  const { stdout } = await forge('push-role', 'report');
  expect(stdout).toBe('arn:aws:iam::999999999999:role/acme-push-report\n');
});
