import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Guest } from '../../../constructs/services/runtime/runtime';
import { capture } from '../../../programs/capture';
import { bound } from '../../constructs/bound';
import { cleaned } from '../../constructs/cleaned';
import type { Json } from '../../helpers';
import type { Engine } from './engine';
import { HOST, type Server, type SignIn } from './server';

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
  const database = guest ? databaseOf(engine.name, guest.id) : engine.name;
  await run(target, job, database, { username: username!, password });
  return { user: username!, password, database };
}

/** Runs the cleanup of the host for a preview. @throws with what it says. */
export async function drop(target: Target, ...args: readonly string[]): Promise<void> {
  const { engine } = target;
  const { spec } = cleaned(engine.name).resource.kubernetes_cron_job_v1!.cleanup;
  await run(target, spec.job_template, engine.name, {}, args);
}

/** What the contract of a preview calls its database on its host's server. */
export function databaseOf(name: string, preview: string): string {
  return `${name}_${preview.replaceAll('-', '_')}`;
}

async function run(
  { engine, server, masterPassword }: Target,
  job: Json,
  database: string,
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<void> {
  const { command, env } = job.spec.template.spec.container[0];
  const secrets = mkdtempSync(join(tmpdir(), 'secrets-'));
  const all = { ...files, 'master-username': server.master, 'master-password': masterPassword };
  for (const [file, content] of Object.entries(all)) writeFileSync(join(secrets, file), content);
  const where: Record<string, string> = {
    [engine.variables.host]: HOST,
    [engine.variables.port]: `${server.port}`,
    [engine.variables.database]: database,
    SECRETS: secrets,
  };
  const names = (env as { name: string }[]).map(({ name }) => name);
  expect(names.toSorted()).toEqual(Object.keys(where).toSorted());
  // Terraform and Kubernetes have their own signs for what they fill in.
  const [shell, ...rest] = (command as string[]).map((word) => word.replaceAll('$${', () => '${'));
  const ended = await capture(shell!, [...rest, ...args], {
    env: { PATH: `${server.programs}:${process.env.PATH}`, ...where },
  });
  rmSync(secrets, { recursive: true });
  if (ended.code !== 0) throw new Error(`exit ${ended.code}: ${ended.stderr}`);
}
