import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { hasDebian } from '../machine/servers/apt';
import { areSimulated } from '../machine/servers/choice';
import { fetchProgram, isFetched } from '../machine/servers/fetch';
import { type ProgramName, programFor } from '../machine/servers/programs';
import { duration } from './display';
import { type LocalContext, waitingFor } from './local-context';
import { allStacks } from './stacks';

/** Servers that AWS runs, by the type of their resource. */
const TYPES = ['aws_db_instance', 'aws_elasticache_replication_group', 'aws_elasticache_cluster'];

/**
 * Fetches the programs of the servers that stand behind the stacks' databases and caches, unless they are there. What
 * can't be had is told, and is simulated.
 */
export async function prepareServers(context: LocalContext): Promise<void> {
  if (areSimulated()) return;
  const missing = wantedPrograms(allStacks(context.stacks)).filter((name) => !isFetched(name));
  if (missing.length === 0 || !hasDebian()) return;
  const { display } = context;
  const since = Date.now();
  const failed: string[] = [];
  for (const name of missing) {
    display.set('servers', { step: `fetching ${name}`, since });
    await fetchProgram(name, waitingFor(context)).catch((error: Error) =>
      failed.push(`${name}: ${firstLine(error)}`),
    );
  }
  display.set('servers', undefined);
  for (const reason of failed) display.note(`A server's program cannot be fetched: ${reason}`);
  const fetched = missing.length - failed.length;
  if (fetched > 0) display.note(`Fetched ${fetched} servers in ${duration(Date.now() - since)}`);
}

/** The programs for what stacks ask for, once each. */
export function wantedPrograms(stacks: readonly SynthesizedStack[]): ProgramName[] {
  const names = stacks.flatMap(({ document }) =>
    TYPES.flatMap((type) => Object.values(document.resource?.[type] ?? {})).map(
      ({ engine, engine_version }) => programFor({ engine: String(engine), version: String(engine_version) }),
    ),
  );
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}

function firstLine({ message }: Error): string {
  return message.split('\n').find((line) => /^E: /.test(line)) ?? message.split('\n')[0]!;
}
