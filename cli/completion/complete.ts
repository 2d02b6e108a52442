import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parameterFiles } from '../../parameters/parameter-file';
import { scriptsOf, usageOf } from '../list/commands';
import type { CommandUsage } from '../list/usage';

/** What stands for the names of which things. */
const ENVIRONMENT = /^(ENVIRONMENT|FROM|TO)$/;

/** @param words behind `npm run`, the last of which is not whole yet. */
export function complete(project: string, words: readonly string[]): string[] {
  const [current = ''] = words.slice(-1);
  return candidates(project, words.slice(0, -1), current).filter((word) => word.startsWith(current));
}

function candidates(
  project: string,
  [name, separator, ...given]: readonly string[],
  current: string,
): string[] {
  if (name === undefined) return scriptsOf(project).map(([script]) => script);
  const usage = usageOf(project, name);
  if (usage === undefined) return [];
  // What npm takes itself comes before it.
  if (separator !== '--') return separator === undefined ? ['--'] : [];
  const { options } = usage;
  const last = options.find((option) => option.name === given.at(-1));
  if (last?.value !== undefined) return valuesOf(project, last.value);
  if (current.startsWith('-'))
    return options.map((option) => option.name).filter((one) => !given.includes(one));
  return nextWords(usage, positionalsOf(given, usage)).flatMap((word) => valuesOf(project, word));
}

function positionalsOf(given: readonly string[], { options }: CommandUsage): string[] {
  const takesValue = (word: string | undefined) => options.some(({ name, value }) => name === word && value);
  return given.filter((word, index) => !word.startsWith('-') && !takesValue(given[index - 1]));
}

/** What may come behind those that are there, of each way to call it. */
function nextWords({ forms }: CommandUsage, given: readonly string[]): string[] {
  const at = (form: readonly string[], index: number) =>
    form[index] ?? (form.at(-1)?.includes('...') ? form.at(-1) : undefined);
  const fits = (form: readonly string[]) =>
    given.every((word, index) => {
      const wanted = at(form, index);
      return wanted !== undefined && (isPlaceholder(wanted) || alternatives(wanted).includes(word));
    });
  return forms.filter(fits).flatMap((form) => at(form, given.length) ?? []);
}

const isPlaceholder = (word: string) => /[A-Z]/.test(word);
const alternatives = (word: string) => word.replaceAll(/[[\]]|\.\.\./g, '').split('|');

function valuesOf(project: string, word: string): string[] {
  const [first = ''] = alternatives(word);
  if (!isPlaceholder(first)) return alternatives(word);
  const name = first.replace(/=.*/, '');
  const environments = parameterFiles(join(project, 'environments')).map((file) =>
    file.replace(/\.json$/, ''),
  );
  if (ENVIRONMENT.test(name)) return environments;
  if (name === 'STACK') return environments.flatMap((one) => [one, `${one}-services`]);
  if (name === 'SERVICE') return servicesOf(project, environments);
  return [];
}

/** By the parameters of an environment, which has all: declarations take longer to load. */
function servicesOf(project: string, [environment]: readonly string[]): string[] {
  const text = readFileSync(join(project, 'environments', `${environment}.json`), 'utf8');
  const { services = {} } = JSON.parse(text) as { services?: object };
  return Object.keys(services);
}
