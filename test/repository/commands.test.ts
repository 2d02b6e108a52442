import { readFileSync } from 'node:fs';
import util from 'node:util';
import { argumentsFile, listedCommands, readmeRows, scriptsOf } from '../../cli/list/commands';
import { readUsage } from '../../cli/list/usage';
import { services } from '../../services/services';

const project = process.cwd();
const scripts = scriptsOf(project);
const rows = readmeRows(readFileSync('README.md', 'utf8'));
const own = scripts.flatMap(([name]) => {
  const file = argumentsFile(project, name);
  return file === undefined ? [] : [[name, file] as const];
});

/** What an arguments.ts exports beside its usage: the function that reads the command line. */
type Parser = (args: readonly string[], services?: readonly string[]) => unknown;

function parserOf(file: string): Parser {
  const exported = require(file) as Record<string, unknown>;
  const [, parser] = Object.entries(exported).find(([name]) => /^parse\w*Arguments$/.test(name)) ?? [];
  return parser as Parser;
}

const usageOf = (file: string) => (require(file) as { usage: string }).usage;

function parse(file: string, args: readonly string[]): unknown {
  const parser = parserOf(file);
  // Compose reads the names of services at once.
  return parser.length > 1 ? parser(args, Object.keys(services)) : parser(args);
}

/** As a shell parts words. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}

test.each(scripts.map(([name]) => name))('npm run %s is in the table of the README, with a text', (name) => {
  expect(rows.get(name) ?? 'README.md, Commands: no row').toMatch(/^[\w*`].{10}/);
});

test('every program of cli/ that is a script has a usage', () => {
  const programs = scripts.filter(([, script]) => /^node run\.js (cli|local\/cli)/.test(script));
  expect(programs.length).toBeGreaterThan(20);
  const lacking = programs.map(([name]) => name).filter((name) => !own.some(([one]) => one === name));
  expect(lacking.map((name) => `${name}: cli/${name}/arguments.ts, with its usage`)).toEqual([]);
});

describe.each(own)('npm run %s', (name, file) => {
  const usage = readUsage(usageOf(file));

  test('says how it is called, and what it does in a sentence', () => {
    expect(usageOf(file)).toMatch(new RegExp(`^npm run ${name}( |$)`, 'm'));
    expect(usage.about).toMatch(/^[A-Z[].{15,}[.:]$/);
  });

  test('names the options that it takes, and no others', () => {
    const spy = jest.spyOn(util, 'parseArgs');
    try {
      expect(() => parse(file, ['--no-such-option'])).toThrow(/no-such-option/);
      const taken = Object.keys(spy.mock.calls[0]![0]!.options!).map((option) => `--${option}`);
      expect(usage.options.map((option) => option.name).sort()).toEqual(taken.sort());
    } finally {
      spy.mockRestore();
    }
  });

  test('has examples, which it takes', () => {
    const examples = usage.examples.filter(
      (line) => line.includes(`npm run ${name}`) || line.includes(` ${name} `),
    );
    expect(examples.length).toBeGreaterThan(0);
    const plain = examples.filter((line) => line.startsWith('npm run '));
    for (const line of plain.filter((line) => !line.includes(' | '))) {
      const [, , script, separator, ...args] = wordsOf(line).filter((word) => word !== '--silent');
      expect([script, separator ?? '--']).toEqual([name, '--']);
      expect(() => parse(file, args)).not.toThrow();
    }
  });

  test('refuses what it does not know with all that is allowed', () => {
    expect(() => parse(file, ['--no-such-option'])).toThrow(/Unknown option '--no-such-option'/);
  });
});

test('the list has every script once, with what it does', () => {
  const all = listedCommands(project);
  expect(all.map(({ name }) => name).sort()).toEqual(scripts.map(([name]) => name).sort());
  expect(all.filter(({ about }) => about === '')).toEqual([]);
  expect(all.find(({ name }) => name === 'ps')!.about).toBe(
    'Shows what runs of a service, or of all: processes with their versions, pods that are ready and wanted, restarts and why, and the last jobs.',
  );
});
