import {
  createScanner,
  findNodeAtLocation,
  getNodeValue,
  type ParseError,
  parseTree,
  printParseErrorCode,
  SyntaxKind,
} from 'jsonc-parser';
import { type Path, quote, type Source } from './check-value';
import type { Problem } from './problem';
import { isInvisible, isQuote, type Unusual, unusualIn } from './unusual';

/** JSON that was read, with what is wrong with its form. */
export interface ParsedJson extends Source {
  /** What it holds. Undefined: it breaks off, and what follows is anybody's guess. */
  readonly value?: unknown;
  readonly isReadable: boolean;
  readonly problems: Problem[];
}

/**
 * Reads JSON. What is wrong and can be read nevertheless, such as a comment, hides no other fault of the file: the
 * value is there as well.
 */
export function parseJson(file: string, original: string): ParsedJson {
  const { text, replaced } = plainJson(original);
  const refuse = (offset: number, got: string, allowed: string, path = ''): Problem => ({
    file,
    path,
    got,
    allowed,
    at: position(text, offset),
  });
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: false });
  const form = [...unusualProblems(replaced, refuse), ...strictProblems(text, refuse)];
  const at = (path: Path) => locate(text, path);
  const [first] = errors;
  if (first || !tree) return { problems: [...form, broken(text, first, refuse)], isReadable: false, at };
  const repeated = repeatedKeys(tree).map(({ path, offset }) =>
    refuse(offset, 'the same key twice', 'each key once', path.join('.')),
  );
  const problems = [...form, ...repeated];
  const source = (path: Path) => {
    const node = findNodeAtLocation(tree, [...path]);
    return node && text.slice(node.offset, node.offset + node.length);
  };
  return { value: getNodeValue(tree), problems, isReadable: true, at, source };
}

/** Where the value at `path` stands; the nearest enclosing value when it is missing. */
export function locate(text: string, path: Path): Problem['at'] {
  const root = parseTree(text);
  for (let length = path.length; root && length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return position(text, (node.parent?.type === 'property' ? node.parent : node).offset);
  }
  return undefined;
}

export function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

type Refuse = (offset: number, got: string, allowed: string, path?: string) => Problem;

/** The text with plain spaces, quotes and dashes outside of texts, each where the unusual one was. */
function plainJson(original: string): { text: string; replaced: Unusual[] } {
  const replaced: Unusual[] = [];
  let text = original;
  for (let next = firstUnusual(text); next; next = firstUnusual(text)) {
    for (const one of [next, ...partner(text, next)]) {
      replaced.push(one);
      const { offset, character } = one;
      const plain = one.plain.padEnd(character.length);
      text = text.slice(0, offset) + plain + text.slice(offset + character.length);
    }
  }
  return { text, replaced };
}

/** The typographic quote that ends the text that another one begins. */
function partner(text: string, { character, offset }: Unusual): Unusual[] {
  if (!isQuote(character)) return [];
  const rest = text.slice(offset + 1).split('\n')[0]!;
  const closing = unusualIn(rest).find((one) => isQuote(one.character));
  const straight = rest.indexOf('"');
  if (!closing || (straight >= 0 && straight < closing.offset)) return [];
  return [{ ...closing, offset: offset + 1 + closing.offset }];
}

/** The first outside of texts that has a plain one in its place. The letters of a word without quotes have none. */
function firstUnusual(text: string): Unusual | undefined {
  for (const { kind, offset, content } of tokens(text)) {
    if (kind !== SyntaxKind.Unknown) continue;
    const found = unusualIn(content).find(({ character }) => !/\p{L}/u.test(character));
    if (found) return { ...found, offset: offset + found.offset };
  }
  return undefined;
}

/** One problem for each kind of character, as there may be hundreds. */
function unusualProblems(replaced: readonly Unusual[], refuse: Refuse): Problem[] {
  const kinds = new Map<string, Unusual[]>();
  for (const one of replaced) kinds.set(one.name, [...(kinds.get(one.name) ?? []), one]);
  return [...kinds].map(([name, all]) => {
    const { character, offset } = all[0]!;
    const got = `${name}${all.length > 1 ? `, ${all.length} times` : ''}`;
    if (isQuote(character)) return refuse(offset, got, 'plain double quotes, "');
    return isInvisible(character)
      ? refuse(offset, `${got}, which can't be seen`, 'plain spaces, and UTF-8 without a byte order mark')
      : refuse(offset, got, 'plain characters outside of texts');
  });
}

/** What JSON does not have, and its relatives do. */
function strictProblems(text: string, refuse: Refuse): Problem[] {
  const all = tokens(text).filter(({ kind }) => !BLANK.includes(kind));
  const isComment = ({ kind }: Token) => COMMENT.includes(kind);
  const words = all.filter((token) => !isComment(token));
  const last = words.filter(({ kind }, index) => {
    const [before, next] = [words[index - 1]?.kind, words[index + 1]?.kind];
    const isSeparator = kind === SyntaxKind.CommaToken && before !== SyntaxKind.CommaToken;
    return isSeparator && next !== undefined && CLOSING.includes(next);
  });
  const refuseAll = (found: readonly Token[], say: (token: Token) => string) =>
    found.map((token) => refuse(token.offset, say(token), STRICT));
  return [
    ...refuseAll(all.filter(isComment), ({ content }) => `the comment ${quote(content)}`),
    ...refuseAll(last, () => 'a comma after the last entry'),
  ];
}

const STRICT = 'JSON without comments or trailing commas';
const BLANK: readonly SyntaxKind[] = [SyntaxKind.Trivia, SyntaxKind.LineBreakTrivia];
const COMMENT: readonly SyntaxKind[] = [SyntaxKind.LineCommentTrivia, SyntaxKind.BlockCommentTrivia];
const CLOSING: readonly SyntaxKind[] = [SyntaxKind.CloseBraceToken, SyntaxKind.CloseBracketToken];

interface Repeated {
  readonly path: Path;
  readonly offset: number;
}
type JsonNode = NonNullable<ReturnType<typeof parseTree>>;

function repeatedKeys(node: JsonNode | undefined, path: Path = []): Repeated[] {
  const seen = new Set<string>();
  return (node?.children ?? []).flatMap((child, index) => {
    if (child.type !== 'property') return repeatedKeys(child, [...path, index]);
    const [key, value] = child.children!;
    const name = String(key?.value);
    const at = [...path, name];
    const own = seen.has(name) ? [{ path: at, offset: child.offset }] : [];
    seen.add(name);
    return [...own, ...repeatedKeys(value, at)];
  });
}

/** Where the text breaks off from JSON. Only the first place: the others may follow from it. */
function broken(text: string, error: ParseError | undefined, refuse: Refuse): Problem {
  if (text.trim() === '') return refuse(0, 'an empty file', 'a JSON object, { "key": value }');
  const conflict = /^(<{7}|={7}|>{7})/m.exec(text);
  if (conflict) {
    return refuse(conflict.index, `the mark of a merge conflict, ${conflict[0]}`, 'one side of the conflict');
  }
  const { offset, error: code } = error!;
  const words = wordsOf(printParseErrorCode(code));
  if (offset >= text.trimEnd().length) {
    const missing = { 'close brace expected': 'a } before it', 'close bracket expected': 'a ] before it' };
    const allowed = missing[words as keyof typeof missing] ?? 'JSON that is complete';
    return refuse(text.trimEnd().length, `the end of the file (${words})`, allowed);
  }
  const bare = words === 'end of file expected' ? undefined : bareWord(text, offset);
  if (bare) return bareFault(bare, refuse);
  const allowed: Readonly<Record<string, string>> = {
    'comma expected': 'a comma before it',
    'colon expected': 'a colon before it',
    'unexpected end of string': 'a text that ends with a double quote in the same line',
    'invalid escape character': 'a text in which \\ is written as \\\\',
    'invalid character': 'a text in one line, without tabs',
    'end of file expected': 'nothing after the last } or ]',
  };
  return refuse(
    offset,
    `${quote(text.slice(offset, offset + 12).split('\n')[0])} (${words})`,
    allowed[words] ?? STRICT,
  );
}

interface BareWord {
  readonly word: string;
  readonly offset: number;
}

/** A word or a number around an offset that JSON does not know as it stands. */
function bareWord(text: string, offset: number): BareWord | undefined {
  const single = /^'[^'\n]*'/.exec(text.slice(offset));
  if (single) return { word: single[0], offset };
  const before = /[^\s,{}[\]":]*$/.exec(text.slice(0, offset))![0];
  const after = /^[^\s,{}[\]":]*/.exec(text.slice(offset))![0];
  const word = before + after;
  return after === '' || /^(-?(0|[1-9]\d*)(\.\d+)?|true|false|null)$/.test(word)
    ? undefined
    : { word, offset: offset - before.length };
}

function bareFault({ word, offset }: BareWord, refuse: Refuse): Problem {
  const known = ['true', 'false', 'null'].find((one) => one === word.toLowerCase());
  if (known && known !== word) return refuse(offset, word, known);
  const unusual = unusualIn(word).map(({ name }) => name)[0];
  const got = unusual ? `${word} with ${unusual}` : word;
  const inner = word.replace(/^'|'$/g, '');
  const quotes = word.startsWith("'") ? 'in single quotes' : 'without quotes';
  return refuse(
    offset,
    `${got} ${quotes}`,
    `"${inner}" in double quotes; only numbers, true, false and null have none`,
  );
}

interface Token {
  readonly kind: SyntaxKind;
  readonly offset: number;
  readonly content: string;
}

function tokens(text: string): Token[] {
  const scanner = createScanner(text);
  const found: Token[] = [];
  for (let kind = scanner.scan(); kind !== SyntaxKind.EOF; kind = scanner.scan()) {
    const offset = scanner.getTokenOffset();
    found.push({ kind, offset, content: text.slice(offset, offset + scanner.getTokenLength()) });
  }
  return found;
}

/** `CommaExpected` becomes `comma expected`. */
function wordsOf(code: string): string {
  return code.replace(/(?<=[a-z])([A-Z])/g, ' $1').toLowerCase();
}
