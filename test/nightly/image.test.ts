import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { assumeForgeRole } from '../../local/emulated-aws/assume-role';
import { archiveOf } from '../../local/images/archive';
import { fetchPinned } from '../../local/images/pinned';
import { ensureSyft } from '../../local/machine/syft';
import { Aws } from '../../programs/aws';
import { capture } from '../../programs/capture';
import { FakePrograms } from '../cli/fake-program';
import { BareEmulator } from '../e2e/bare-emulator';
import { project, root } from '../e2e/local-command';
import { ProjectCopy } from '../e2e/project-copy';
import { WorkflowRun } from '../e2e/workflow-run';
import { holds } from '../workflows/expression';
import { workflows } from '../workflows/workflows';

// An image of an application, from its repository to prod, in the order of the file.
jest.setTimeout(10 * 60_000);

const SERVICE = 'report';
const copy = new ProjectCopy(join(root, '.local', 'e2e-image-project'));
const application = join(copy.directory, 'application');
const programs = new FakePrograms();
const contexts = (event = 'push') => ({
  inputs: { service: SERVICE, folder: '.', 'fail-at': 'high' },
  vars: { PLATFORM_REPOSITORY: 'platform', PLATFORM_APP_ID: '1' },
  github: {
    event_name: event,
    ref_name: 'main',
    repository: 'acme/report',
    repository_owner: 'acme',
    run_id: '7',
    event: { repository: { default_branch: 'main' } },
  },
});

let aws: BareEmulator;
let env: NodeJS.ProcessEnv;
let version: string;
const digest = () => version.split('@')[1]!;

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@acme.example', ...args], {
    cwd: application,
    encoding: 'utf8',
  });
const npm = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  capture('npm', ['run', '--silent', ...args], { cwd: copy.directory, env: { ...env, ...more } });
const ask = async (...args: string[]) =>
  JSON.parse((await capture('aws', [...args, '--output', 'json'], { env })).stdout);
const stored = async () =>
  (await ask('ecr', 'describe-images', '--repository-name', `acme/${SERVICE}`)).imageDetails as {
    imageDigest: string;
    imageTags?: string[];
  }[];

function commit(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(application, file, '..'), { recursive: true });
    writeFileSync(join(application, file), text);
  }
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Change');
}

/** With the credentials that its own tokens get, and no others. */
async function signIn(role: string, context: string, repository = 'repo:acme/report') {
  const place = { endpoint: env.AWS_ENDPOINT_URL!, region: project.region };
  const keys = await assumeForgeRole(place, role, `${repository}:${context}`);
  return {
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
  };
}

function run(): WorkflowRun {
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, AWS_SESSION_TOKEN: _token, ...bare } = env;
  const runner = {
    GITHUB_SERVER_URL: 'https://forge.example',
    GITHUB_REPOSITORY: 'acme/report',
    GITHUB_RUN_ID: '7',
    GITHUB_SHA: git('rev-parse', 'HEAD').trim(),
    GITHUB_ACTOR: 'ann',
  };
  const folder = join(root, '.local', 'e2e-image-runner');
  return new WorkflowRun(copy.directory, folder, { ...bare, ...runner }, signIn);
}

const hasBuilder = ['/usr/bin/buildah', '/usr/local/bin/buildah'].some((file) => existsSync(file));
const withBuilder = hasBuilder ? describe : describe.skip;

withBuilder('an image of an application', () => {
  beforeAll(async () => {
    aws = await BareEmulator.start('e2e-image', 6390);
    symlinkSync(await ensureSyft(), join(programs.folder, 'syft'));
    env = { ...aws.env, CI: '1', PATH: `${programs.folder}:${aws.env.PATH}` };
    const file = join(copy.directory, 'platform.json');
    const platform = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...platform, applications: { [SERVICE]: 'repo:acme/report' } }));
    const { code, stdout, stderr } = await npm(['bootstrap', '--', '--auto-approve']);
    if (code !== 0) throw new Error(stdout + stderr);
    rmSync(application, { recursive: true, force: true });
    mkdirSync(application);
    git('init', '--quiet', '--initial-branch', 'main');
    commit({
      Dockerfile: 'FROM scratch\nCOPY . /\nCMD ["/hello"]\n',
      '.dockerignore': '.git\n',
      hello: '#!/bin/true\n',
      'etc/os-release': 'ID=debian\nVERSION_ID=13\n',
      'node_modules/left-pad/package.json': JSON.stringify({ name: 'left-pad', version: '1.3.0' }),
    });
  });
  afterAll(async () => {
    await aws.stop();
    programs.remove();
  });

  test('is built without credentials, and pushed by a role of its repository, by the steps of the workflow', async () => {
    const job = run();
    expect([await job.job('image', 'push', contexts()), job.log]).toEqual([true, expect.any(String)]);
    const outputs = job.outputs();
    version = outputs.version!;
    expect(version).toMatch(/^main-[0-9a-f]{12}@sha256:[0-9a-f]{64}$/);
    expect(outputs).toMatchObject({ digest: digest(), repository: expect.stringMatching(/acme\/report$/) });
    expect(await stored()).toMatchObject([{ imageDigest: digest(), imageTags: [version.split('@')[0]] }]);
    expect(job.summary).toContain('| high | 0 |');
  });

  test('what is in it is written down as CycloneDX says', () => {
    const schema = (name: string) =>
      JSON.parse(readFileSync(join(root, 'test/cli/image/schemas', name), 'utf8'));
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const name of ['spdx.schema.json', 'jsf-0.82.schema.json']) ajv.addSchema(schema(name));
    const valid = ajv.compile(schema('bom-1.6.schema.json'));
    const sbom = JSON.parse(readFileSync(join(copy.directory, 'sbom.json'), 'utf8'));
    expect([valid(sbom), valid.errors]).toEqual([true, null]);
    expect(sbom.metadata.component).toMatchObject({ name: SERVICE, type: 'container' });
    expect(sbom.components).toContainEqual(expect.objectContaining({ name: 'left-pad', version: '1.3.0' }));
    expect(valid({ ...sbom, specVersion: 16 })).toBe(false);
  });

  test('the same commit once more is told, and nothing is pushed', async () => {
    const job = run();
    expect(await job.job('image', 'push', contexts())).toBe(true);
    expect(job.log).toContain(`report: is in the registry already: ${version}`);
    expect(await stored()).toHaveLength(1);
  });

  test('its role pushes no other image, and no other repository takes it', async () => {
    const { stdout: role } = await npm(['forge', '--', 'push-role', SERVICE]);
    const keys = await signIn(role.trim(), 'environment:push');
    const other = await npm(['image', '--', 'push', 'catalog=application'], keys);
    expect(other.stderr).toContain('not authorized to perform: ecr:DescribeImages');
    const stranger = signIn(role.trim(), 'environment:push', 'repo:acme/other');
    await expect(stranger).rejects.toThrow('sts:AssumeRoleWithWebIdentity');
    await expect(signIn(role.trim(), 'pull_request')).rejects.toThrow('sts:AssumeRoleWithWebIdentity');
    const forks = {
      ...contexts('pull_request').github.event,
      pull_request: { head: { repo: { full_name: 'eve/report' } } },
    };
    const github = { ...contexts('pull_request').github, event: forks };
    expect(holds(workflows.get('image')!.jobs.push!.if, { ...contexts(), github })).toBe(false);
  });

  test('a pull request here raises the version in dev, and from there it goes to prod with one digest', async () => {
    programs.add('gh', [
      { to: '--jq .default_branch', says: 'main' },
      { to: 'git/ref/heads/main', says: 'a'.repeat(40) },
      { to: 'matching-refs', says: '' },
      { to: '--method POST' },
      { to: '--jq .sha', says: 'b'.repeat(40) },
      { to: '--method PUT' },
      { to: 'pr list', says: [] },
      { to: 'pr create', says: 'https://forge.example/acme/platform/pull/9' },
    ]);
    const job = run();
    const needs = { push: { outputs: { version } } };
    const succeeded = await job.job('image', 'raise', { ...contexts(), needs });
    expect([succeeded, job.log]).toEqual([true, expect.stringContaining('/pull/9')]);
    const put = programs.calls().find(({ args }) => args.includes('PUT'))!;
    const content = put.args.find((arg) => arg.startsWith('content='))!.slice('content='.length);
    const create = programs.calls().find(({ args }) => args.join(' ').startsWith('pr create'))!;
    expect(create.file).toContain(`\`report\` goes from \`2.1.0\` to \`${version}\``);
    expect(create.file).toContain('https://forge.example/acme/report/commit/');
    // As somebody merges it.
    writeFileSync(join(copy.directory, 'environments/dev.json'), Buffer.from(content, 'base64'));
    for (const [from, to] of [
      ['dev', 'qa'],
      ['qa', 'prod'],
    ]) {
      const { code, stderr } = await npm(['promote', '--', SERVICE, from!, to!]);
      expect([code, stderr]).toEqual([0, '']);
    }
    const versions = ['dev', 'qa', 'prod'].map(
      (name) =>
        JSON.parse(readFileSync(join(copy.directory, 'environments', `${name}.json`), 'utf8')).services[
          SERVICE
        ].version,
    );
    expect(versions).toEqual([version, version, version]);
    const { stdout } = await npm(['image', '--', 'list', SERVICE]);
    expect(stdout).toContain(`${version}\n`);
    expect(stdout).toContain('runs in dev, prod, qa');
  });

  test('a node on this machine gets what was pushed, byte for byte', async () => {
    const image = { service: SERVICE, digest: digest(), name: `registry.test/report:${version}` };
    process.env.PLATFORM_CACHE = join(root, '.local', 'e2e-image-cache');
    try {
      const caller = new Aws(project.region, env);
      const none = { ...image, digest: `sha256:${'0'.repeat(64)}` };
      expect(await fetchPinned([image, none], caller, project)).toEqual([image.name]);
      const archive = archiveOf(image.name);
      const read = (file: string) => execFileSync('tar', ['-xOf', archive, file], { encoding: 'utf8' });
      const [{ Config, RepoTags }] = JSON.parse(read('manifest.json').replace(/^.*\]\s*(?=\[)/s, ''));
      expect(RepoTags).toEqual([image.name]);
      const { images } = await ask(
        ...['ecr', 'batch-get-image', '--repository-name', `acme/${SERVICE}`],
        ...['--image-ids', `imageDigest=${digest()}`],
      );
      const { config } = JSON.parse(images[0].imageManifest);
      expect(`sha256:${createHash('sha256').update(read(Config)).digest('hex')}`).toBe(config.digest);
    } finally {
      delete process.env.PLATFORM_CACHE;
    }
  });

  test('a pull request of the application asks for a preview with its image', async () => {
    programs.add('gh', [{ to: 'workflow run' }]);
    const event = { action: 'labeled', pull_request: { number: 12, labels: [{ name: 'preview' }] } };
    const github = { ...contexts('pull_request').github, event };
    const needs = { push: { outputs: { version } } };
    const all = { ...contexts(), github, needs };
    expect(holds(workflows.get('image')!.jobs.preview!.if, all)).toBe(true);
    const job = run();
    expect(await job.job('image', 'preview', all)).toBe(true);
    const asked = programs.calls().at(-1)!.args.join(' ');
    expect(asked).toBe(
      `workflow run application-preview.yml --repo acme/platform --field service=report --field version=${version} --field number=12 --field owner=ann`,
    );
  });

  test('findings are told by severity, and stop the workflow before the version is raised', async () => {
    commit({ hello: '#!/bin/false\n' });
    const counts = { CRITICAL: 1, HIGH: 2, LOW: 3 };
    const result = {
      imageScanFindings: { findings: [], findingSeverityCounts: counts },
      imageScanStatus: { status: 'COMPLETE', description: '' },
      registryId: project.toolingAccount,
      repositoryName: `acme/${SERVICE}`,
      imageId: {},
    };
    await fetch(`${env.AWS_ENDPOINT_URL}/moto-api/static/ecr/scan-finding-results`, {
      method: 'POST',
      body: JSON.stringify({ results: [result], region: project.region, account_id: project.toolingAccount }),
    });
    const job = run();
    expect(await job.job('image', 'push', contexts())).toBe(false);
    expect(job.log).toContain('Findings: 1 critical, 2 high, 3 low');
    expect(job.log).toContain('3 findings are high or worse');
    expect(job.summary).toContain('| critical | 1 |');
  });

  test('a tag that exists with another content is refused', async () => {
    git('tag', 'v3.0.0');
    const first = await npm(['image', '--', 'push', `${SERVICE}=application`]);
    expect([first.code, first.stderr]).toEqual([0, expect.any(String)]);
    commit({ hello: '#!/bin/sh\n' });
    git('tag', '--force', 'v3.0.0');
    const job = run();
    expect(await job.job('image', 'push', contexts())).toBe(false);
    expect(job.log).toMatch(/report:3\.0\.0 exists with another content since .*Was the git tag moved\?/);
    expect((await stored()).filter(({ imageTags = [] }) => imageTags.includes('3.0.0'))).toHaveLength(1);
  });
});
