import { spawnSync } from 'node:child_process';
import { parseCompletionArguments, SHELLS } from '../../cli/completion/arguments';
import { complete } from '../../cli/completion/complete';
import { script } from '../../cli/completion/scripts';
import { readUsage } from '../../cli/list/usage';
import { loadEnvironments } from '../../parameters/load';
import { declared } from '../../services/declared';

const project = process.cwd();
const environments = loadEnvironments('environments', declared).map(({ name }) => name);
const [environment = ''] = environments;
const services = Object.keys(declared.services);
/** The last word is the one that is being written. */
const words = (line: string) => complete(project, line.split(' '));

test.each([
  ['stat', ['state', 'status']],
  ['logs ', ['--']],
  ['logs -- ', environments],
  [`logs -- ${environment} `, services],
  [`logs -- ${environment} ${services[0]} `, []],
  [`logs -- ${environment} --er`, ['--errors']],
  ['logs -- --since ', []],
  ['ps -- --json --', ['--help']],
  ['secret -- ', ['list', 'set', 'rotate', 'unset']],
  ['secret -- set ', environments],
  [`secret -- set ${environment} `, services],
  ['completion -- ', [...SHELLS]],
  ['new -- environment x --from ', environments],
  ['new -- database x --for ', services],
  ['new -- env', ['environment']],
  ['plan -- ', environments.flatMap((name) => [name, `${name}-services`])],
  ['drift -- a ', environments],
  ['local -- imag', ['images']],
  ['local -- images ', services],
  ['no-such-command -- ', []],
  ['bench -- ', []],
])('npm run %s', (line, found) => {
  expect(words(line)).toEqual(found);
});

test('every command has its options', () => {
  for (const line of ['admin', 'ps', 'logs', 'open', 'shell', 'new', 'list', 'status', 'preview', 'local'])
    expect(words(`${line} -- --`)).toContain('--help');
});

test('a usage is read', () => {
  expect(
    readUsage(`npm run x -- ENVIRONMENT [SERVICE] [--last N]
npm run x -- all

Does one thing. And another.

  -f, --follow   goes on
  --last N       how many

Examples:
  npm run x -- dev`),
  ).toEqual({
    about: 'Does one thing.',
    forms: [['ENVIRONMENT', '[SERVICE]'], ['all']],
    options: [{ name: '--follow' }, { name: '--last', value: 'N' }],
    examples: ['npm run x -- dev'],
  });
});

test.each([
  [[], 'got nothing; allowed: bash, zsh, fish'],
  [['bsh'], 'got "bsh", did you mean "bash"?; allowed: bash, zsh, fish'],
  [['bash', 'zsh'], 'got "bash zsh"; allowed: bash, zsh, fish'],
])('%j is refused: %s', (args, message) => {
  expect(() => parseCompletionArguments(args)).toThrow(message);
});

const installed = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** What a shell proposes behind `npm run logs -- `, by the words of its own completion. */
const ASKS = {
  bash: `COMP_WORDS=(npm run logs -- ''); COMP_CWORD=4; _platform_npm; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: `compadd() { shift; print -l -- "$@" }; words=(npm run logs -- ''); CURRENT=5; _platform_npm`,
  fish: `complete -C 'npm run logs -- '`,
} as const;

test.each(SHELLS)(
  '%s completes by its script, in the project alone',
  (shell) => {
    if (!installed(shell)) return;
    const flags = { bash: ['--norc'], zsh: ['-f'], fish: ['--no-config'] }[shell];
    const run = (cwd: string) =>
      spawnSync(shell, [...flags, '-c', `${script(shell, project)}\n${ASKS[shell]}`], {
        cwd,
        encoding: 'utf8',
      }).stdout;
    expect(run(project).trim().split('\n').sort()).toEqual([...environments].sort());
    expect(run('/')).not.toContain(environment);
  },
  60_000,
);
