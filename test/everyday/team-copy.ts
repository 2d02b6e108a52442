import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployJob, rowStart } from '../../cli/new/environment-lines';
import { GitCopy } from '../e2e/git-copy';
import { root } from '../e2e/local-command';
import { environments, project } from '../fixture/fixture';
import { makeProject } from '../fixture/project';

const DEPLOY = '.github/workflows/deploy.yml';
const DOCS = 'docs/pull-requests.md';

/** The repository of a team that begins with the fixture's services and environments, whatever is in this one. */
export class TeamCopy extends GitCopy {
  constructor(name: string) {
    super(join(root, '.local', 'everyday', name));
    const fixture = join(this.directory, '.fixture');
    makeProject(fixture);
    for (const part of ['services', 'environments', 'platform.json']) {
      // The schemas for editors are made again below.
      if (part === 'services') rmSync(join(this.directory, part), { recursive: true });
      cpSync(join(fixture, part), join(this.directory, part), { recursive: true });
    }
    rmSync(fixture, { recursive: true });
    const platform = { $schema: './environments/platform.schema.json', ...project };
    this.write('platform.json', JSON.stringify(platform, null, 2));
    // Nothing that this project has made.
    this.remove('.local');
    const [head] = this.text(DEPLOY).split(/(?<=^jobs:\n)/m);
    this.write(DEPLOY, head!);
    for (const { name: one, parameters } of environments) this.addToWorkflows(one, parameters.promotedFrom);
    // As the changes write it, so that a difference shows them alone.
    for (const { name: one } of environments) this.parameters(one, () => {});
    this.command('npm', 'run', '--silent', 'generate');
    this.format();
    this.commit();
  }

  /** As `npm run fix`, of what a team edits. */
  format(): void {
    this.command(
      'npx',
      'biome',
      'check',
      '--write',
      'services',
      'environments',
      'parameters',
      'platform.json',
    );
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.directory, file), text);
  }

  remove(file: string): void {
    rmSync(join(this.directory, file));
  }

  json(file: string): ReturnType<typeof JSON.parse> {
    return JSON.parse(this.text(file));
  }

  /** What `npm test` says to add when an environment is new. */
  addToWorkflows(name: string, promotedFrom?: string): void {
    this.write(DEPLOY, `${this.text(DEPLOY).trimEnd()}\n\n${deployJob(name, promotedFrom)}\n`);
    const row = `${rowStart(project, name)} branch \`main\` alone |`;
    if (this.text(DOCS).includes(rowStart(project, name))) return;
    this.source(DOCS, '| `drift` | `DRIFT_ROLE`', `${row}\n| \`drift\` | \`DRIFT_ROLE\``);
  }

  /** Runs a program there. @throws with all that it printed when it fails. */
  command(program: string, ...args: string[]): void {
    // The tests of a copy are part of a file of this project.
    const env = { ...process.env, SECONDS_BY_FILE: '' };
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.directory,
      encoding: 'utf8',
      env,
    });
    if (status !== 0) throw new Error(`${[program, ...args].join(' ')}\n${stdout}${stderr}`);
  }

  /** What was changed, as `git diff --stat` shows it. */
  diffStat(): string {
    this.git('add', '--all', '--', ':!node_modules', ':!.local');
    return this.git('diff', '--cached', '--stat', 'HEAD');
  }
}
