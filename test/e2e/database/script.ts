import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeedProps } from '../../../constructs/services/bindings/seeds/seed';
import type { Guest } from '../../../constructs/services/runtime/runtime';
import { capture } from '../../../programs/capture';
import { bound } from '../../constructs/bound';
import { cleaned, prepared, seeded } from '../../constructs/cleaned';
import type { Json } from '../../helpers';
import { SERVER_NAME } from './authority';
import { linkClientTools } from './client-tools';
import type { Engine } from './engine';
import type { Server, SignIn } from './server';

/** A server of an engine, and how to run on it what pods would run. */
export interface Target {
  readonly engine: Engine;
  readonly server: Server;
  readonly masterPassword: string;
}

export interface User {
  readonly service: string;
  readonly password: string;
  /** Default 1. */
  readonly rotation?: number;
  /** Default: of the environment itself. */
  readonly guest?: Guest;
}

/** Runs the setup job of a service. @returns how its pods sign in. @throws with what the job says. */
export async function setUp(target: Target, user: User): Promise<SignIn> {
  const { engine } = target;
  const { service, password, rotation = 1, guest } = user;
  const { synthesized, grants } = bound(
    { [service]: { bind: [engine.name], rotations: { [engine.name]: rotation } } },
    { guest },
  );
  const job = synthesized.resource.kubernetes_job_v1![`${service}_bind-${engine.name}_setup`];
  const url = grants[service]!.variables.find(({ name }) => name === 'DATABASE_URL') as { value: string };
  const [, username] = new RegExp(`^${engine.scheme}//([^:]+):`).exec(url.value)!;
  if (!guest) {
    await run(target, job, { SECRETS: { ...master(target), username: username!, password } });
    return { user: username!, password, database: engine.name };
  }
  const { spec } = prepared(engine.name).resource.kubernetes_cron_job_v1!.guest;
  // As setup/guest-user.sh leaves them (local/emulator/tests/test_guest_user.py).
  const files = { suffix: guest.id.replaceAll('-', '_'), username: username!, password };
  await run(target, spec.job_template, { MASTER: master(target), GUEST: files });
  return { user: username!, password, database: databaseOf(engine.name, guest.id) };
}

/** Runs the cleanup of the host for a preview. @throws with what it says. */
export async function drop(target: Target, ...args: readonly string[]): Promise<void> {
  const { spec } = cleaned(target.engine.name).resource.kubernetes_cron_job_v1!.cleanup;
  await run(target, spec.job_template, { SECRETS: master(target) }, args);
}

/** Fills the database of a preview from that of the host. @returns what it says. @throws with what it says. */
export async function seed(
  target: Target,
  tables: SeedProps['tables'],
  ...args: readonly string[]
): Promise<string> {
  const { spec } = seeded(target.engine.name, tables).resource.kubernetes_cron_job_v1!.seed;
  return run(target, spec.job_template, { SECRETS: master(target) }, args);
}

/** What the contract of a preview calls its database on its host's server. */
export function databaseOf(name: string, preview: string): string {
  return `${name}_${preview.replaceAll('-', '_')}`;
}

function master({ server, masterPassword }: Target): Record<string, string> {
  return { 'master-username': server.master, 'master-password': masterPassword };
}

/** Variables of the job that are no place on this machine. */
const AS_GIVEN = ['RULES', 'MASKS'];

/** @param folders files with their contents, by the variable that names their folder. */
async function run(
  { engine, server }: Target,
  job: Json,
  folders: Readonly<Record<string, Readonly<Record<string, string>>>>,
  args: readonly string[] = [],
): Promise<string> {
  const { image, command, env } = job.spec.template.spec.container[0];
  const scratch = mkdtempSync(join(tmpdir(), 'setup-'));
  const where: Record<string, string> = {
    CA_FILE: server.authorities,
    [engine.variables.host]: SERVER_NAME,
    [engine.variables.port]: `${server.port}`,
    [engine.variables.database]: engine.name,
  };
  for (const [variable, files] of Object.entries(folders)) {
    where[variable] = join(scratch, variable);
    mkdirSync(where[variable]);
    for (const [file, content] of Object.entries(files)) writeFileSync(join(where[variable], file), content);
  }
  const given = env as { name: string; value: string }[];
  for (const { name, value } of given) if (AS_GIVEN.includes(name)) where[name] = asWritten(value);
  const names = given.map(({ name }) => name);
  expect(names.toSorted()).toEqual(Object.keys(where).toSorted());
  const [shell, ...rest] = (command as string[]).map(asWritten);
  const ended = await capture(shell!, [...rest, ...args], {
    env: {
      PATH: `${server.programs}:${linkClientTools(image, join(scratch, 'tools'))}`,
      TMPDIR: scratch,
      ...where,
    },
  });
  rmSync(scratch, { recursive: true });
  if (ended.code !== 0) throw new Error(`exit ${ended.code}: ${ended.stderr}`);
  return ended.stdout + ended.stderr;
}

/** Terraform has its own signs for what it fills in. */
function asWritten(text: string): string {
  return text.replaceAll(/([$%])\1\{/g, '$1{');
}
