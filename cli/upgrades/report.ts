import { code, table } from '../../plan/report/markdown';
import type { EnvironmentUpgrades } from './environment-upgrades';
import type { Shared } from './shared';
import type { UpgradeStep, Versioned } from './versioned';

/**
 * What the environments run and where they can go, in Markdown, in the order of promotion.
 * @param old lists that are too old to go by, a sentence each.
 */
export function report(
  environments: readonly EnvironmentUpgrades[],
  shared: readonly Shared[],
  old: readonly string[],
): string {
  return [
    ...old.map((text) => `> ${text}`),
    ...environments.map(section),
    [
      '## All environments',
      table(
        ['what', 'version', 'where it changes'],
        shared.map((one) => [one.what, one.version, one.how]),
        3,
      ),
    ].join('\n\n'),
  ].join('\n\n');
}

function section({ environment, source, things }: EnvironmentUpgrades): string {
  const steps = things.flatMap(({ steps }) => steps);
  return [
    `## ${environment}`,
    `By ${source}. What loses its support first comes first.`,
    table(
      ['what', 'runs', 'support ends', 'then', 'next steps'],
      things.map((thing) => [
        `${code(thing.id)}${thing.id === 'kubernetes' ? '' : ` (${thing.what})`}`,
        runs(thing),
        thing.ends ?? 'no end announced',
        thing.ends === null ? '' : thing.afterwards,
        thing.steps.map(({ id }) => code(id)).join(', ') || 'none',
      ]),
      5,
    ),
    ...(steps.length > 0 ? [steps.map((step) => stepItem(environment, step)).join('\n')] : []),
  ].join('\n\n');
}

function runs({ runs, inAws }: Versioned): string {
  return inAws === undefined || inAws === runs ? runs : `${runs} in the file, ${inAws} in AWS`;
}

function stepItem(environment: string, { id, before, does, takes, back, waitsFor }: UpgradeStep): string {
  const lines = [
    `- ${code(id)}${waitsFor ? `, once ${waitsFor} runs it` : ''}: ${does}.`,
    ...(before ? [`  Before it: ${code(before)}`] : []),
    `  Takes ${takes}. Back: ${back}.`,
    ...(waitsFor ? [] : [`  ${code(`npm run upgrades -- ${environment} --write ${id}`)}`]),
  ];
  return lines.join('\n');
}
