import { changes } from './changes';
import { TeamCopy } from './team-copy';

jest.setTimeout(15 * 60_000);

/**
 * Tests that can mind what a team writes: those of its files, and those of what is made from the schemas. All others read
 * test/fixture/ alone, which test/sample-apart.test.ts holds. Without Terraform's own look at the stacks, which takes longer
 * than all of these and knows neither services nor environments.
 */
const MINDING = [
  'test/sample/(?!validate)',
  'test/parameters/',
  'test/workflows/',
  'test/repository/',
  'test/declarations/docs',
  'test/main',
  'test/layers',
  'test/readme',
];

test.each(Object.keys(changes))('%s fails no test of the project', (name) => {
  const team = new TeamCopy(name.replaceAll(/\W+/g, '-'));
  changes[name]!(team);
  team.command('npx', 'biome', 'check', '--write', 'services', 'environments', 'parameters', 'platform.json');
  console.log(`${name}\n${team.diffStat()}`);
  team.command('npx', 'tsc', '--noEmit');
  team.command('npx', 'jest', ...MINDING);
});
