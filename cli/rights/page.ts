import type { Actor } from './actors';
import { closureOf, type Reached } from './closure';
import { IN_CLUSTERS } from './cluster-matters';
import { EDGES } from './edges';
import { ASKED_ACTIONS, MATTERS } from './matters';
import { GLUE, namesOf } from './names';
import { rightsOf } from './rights-of';
import { type Start, startsOf } from './starts';
import type { ReadStack } from './world/references';
import { INDIRECT_ACTIONS, readWorld, type World } from './world/world';

const TITLES = [...MATTERS, ...IN_CLUSTERS].map(({ title }) => title);

const INTRODUCTION = `# Rights

Made from the stacks by \`npm run generate\`; \`npm run rights -- ROLE\` prints a part of it, and a test compares it. So a change that lets somebody reach more is seen in its pull request, in words.

A section says what a role, or the pods of a service account, can reach **at most**: in any number of steps, with whatever a caller may choose. Steps are to take a role, to write one or its trust, to hand one to a service, to run pods that get one, to write what a deploy goes by, and so on: [\`cli/rights/edges.ts\`](../cli/rights/edges.ts) lists them. What AWS or the network holds back in other ways is not counted.

What a section does not say is reached in no number of steps. Asked for are: ${TITLES.join(GLUE)}; changes roles.

`;

/**
 * @param role what the heading has in it. Default: all of them, with an introduction.
 * @returns undefined when there is no such role.
 */
export function rightsPage(world: World, role?: string): string | undefined {
  const starts = startsOf(world).filter(({ name }) => role === undefined || name.includes(role));
  if (starts.length === 0) return undefined;
  const sections = starts.map((start) => section(start, world)).join('\n');
  return role === undefined ? `${INTRODUCTION}${sections}` : sections;
}

/** All that is asked about, read from the stacks. */
export function worldOf(stacks: readonly ReadStack[]): Promise<World> {
  const actions = [...EDGES.flatMap((edge) => edge.actions), ...ASKED_ACTIONS, ...INDIRECT_ACTIONS];
  return readWorld(stacks, [...new Set(actions)]);
}

function section({ name, actor, by }: Start, world: World): string {
  const { reached, held } = closureOf(actor, world);
  const rights = rightsOf(reached, world);
  const becomes = stepLines(reached.slice(1), world);
  const kept = stepLines(held, world);
  const table = rights.map(({ title, of, as }) => `| ${title} | ${of} | ${as} |`);
  return [
    `## ${name}`,
    '',
    `Taken by ${by}.`,
    '',
    ...(becomes.length > 0 ? ['Becomes:', '', ...becomes, ''] : []),
    ...(kept.length > 0 ? ['One thing alone keeps it from becoming more:', '', ...kept, ''] : []),
    ...(table.length > 0
      ? ['| at most it | of | as |', '|---|---|---|', ...table]
      : ['It may do nothing of all this.']),
    '',
  ].join('\n');
}

/** One line for all that are reached from the same one in the same way. */
function stepLines(reached: readonly Reached[], world: World): string[] {
  const lines = new Map<string, { before: string; after: string; actors: Actor[] }>();
  for (const { actor, path } of reached) {
    const { how, heldBy } = path.at(-1)!;
    const before = `${subject(path.at(-2)?.to)}${how}`;
    const after = heldBy === undefined ? '' : `: kept from it by ${heldBy.join(' and ')}`;
    const line = lines.get(before + after) ?? { before, after, actors: [] };
    line.actors.push(actor);
    lines.set(before + after, line);
  }
  return [...lines.values()].map(
    ({ before, after, actors }) => `- ${before} ${namesOf(actors, world)}${after}`,
  );
}

/** Undefined: the start itself. */
function subject(actor: Actor | undefined): string {
  if (actor === undefined) return '';
  return actor.among?.kind === 'pods' ? 'as these pods, ' : `as ${actor.title}, `;
}
