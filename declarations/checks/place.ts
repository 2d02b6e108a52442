import { existsSync, readFileSync } from 'node:fs';
import { position } from '../../problems/json';
import type { Problem } from '../../problems/problem';

/** The problems of declarations with line and column, as far as the files in the working directory tell. */
export function withPlaces(problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => {
    const { file, path, at } = problem;
    if (at || !/^services\/[\w-]+\.ts$/.test(file) || !existsSync(file)) return problem;
    return { ...problem, at: placeInSource(readFileSync(file, 'utf8'), path) };
  });
}

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|[\w$]+|[^\s\w$]/g;
const OPENING = '{[(';
const CLOSING = '}])';

interface Level {
  readonly path: string;
  readonly isList: boolean;
  index: number;
  /** The key whose value is being read. */
  key?: string;
  /** What may become a key, if a colon or a comma follows. */
  candidate?: { readonly name: string; readonly offset: number };
}

/**
 * Where a path such as `processes.web.port` stands in the object of a declaration; the nearest enclosing value where it
 * is written in another way, such as by a constant. Undefined: there is no object.
 */
export function placeInSource(source: string, path: string): Problem['at'] {
  const places = placesIn(source);
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const offset = places.get(at);
    if (offset !== undefined) return position(source, offset);
  }
  const whole = places.get('');
  return whole === undefined ? undefined : position(source, whole);
}

/** The offset of every key and of every entry of a list, by path. */
function placesIn(source: string): Map<string, number> {
  const start = source.search(/=\s*\{/);
  const places = new Map<string, number>();
  if (start < 0) return places;
  const levels: Level[] = [];
  const join = (path: string, key: string | number) => (path === '' ? `${key}` : `${path}.${key}`);
  for (const { 0: text, index } of source.slice(start + 1).matchAll(TOKEN)) {
    if (/^\/[/*]/.test(text)) continue;
    const offset = start + 1 + index;
    const level = levels.at(-1);
    const own = level && join(level.path, level.isList ? level.index : (level.key ?? '?'));
    if (level?.isList && text !== ',' && !CLOSING.includes(text) && !places.has(own!))
      places.set(own!, offset);
    if (OPENING.includes(text)) {
      if (!level) places.set('', offset);
      // What a call makes has no path.
      const path = text === '(' ? `${own ?? ''}()` : (own ?? '');
      levels.push({ path, isList: text === '[', index: 0 });
    } else if (CLOSING.includes(text)) {
      levels.pop();
      if (levels.length === 0) break;
    } else if (level && text === ',') {
      level.index += 1;
      level.key = undefined;
      level.candidate = undefined;
    } else if (level && !level.isList && level.key === undefined) {
      if (text === ':' && level.candidate) level.key = level.candidate.name;
      else {
        const name = text.replace(/^(['"])(.*)\1$/, '$2');
        level.candidate = { name, offset };
        if (!places.has(join(level.path, name))) places.set(join(level.path, name), offset);
      }
    }
  }
  return places;
}
