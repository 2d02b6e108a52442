import { changes } from './changes';
import { TeamCopy } from './team-copy';

jest.setTimeout(15 * 60_000);

/**
 * Tests that can mind what a team writes in services/, environments/ and platform.json. All others read test/fixture/
 * alone, to which test/sample-apart.test.ts holds them. Without Terraform's own look at the stacks: it takes longer than
 * all of these, and knows neither services nor environments.
 */
const OF_FILES = [
  'test/sample/(?!validate)',
  'test/workflows/',
  'test/repository/',
  'test/declarations/docs',
  'test/readme',
];

/** Those that can mind a change of the schemas as well. */
const OF_SCHEMAS = [...OF_FILES, 'test/parameters/', 'test/declarations/', 'test/stacks/', 'test/main'];

test.each(Object.keys(changes))('%s fails no test of the project', (name) => {
  const team = new TeamCopy(name.replaceAll(/\W+/g, '-'));
  changes[name]!(team);
  team.format();
  console.log(`${name}\n${team.diffStat()}`);
  team.command('npx', 'tsc', '--noEmit');
  const isOfSchemas = team
    .git('diff', '--cached', '--name-only', 'HEAD')
    .includes('parameters/parameters.ts');
  team.command('npx', 'jest', ...(isOfSchemas ? OF_SCHEMAS : OF_FILES));
});
