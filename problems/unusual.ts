/** A character that can't be seen, or that is easily taken for another one. */
export interface Unusual {
  readonly character: string;
  /** Where it is in the text, in UTF-16 units. */
  readonly offset: number;
  /** Such as `a zero-width space (U+200B)`. */
  readonly name: string;
  /** What was probably meant. */
  readonly plain: string;
}

const INVISIBLE: Readonly<Record<string, string>> = {
  '\u00a0': 'a no-break space',
  '\u00ad': 'a soft hyphen',
  '\u200b': 'a zero-width space',
  '\u200c': 'a zero-width non-joiner',
  '\u200d': 'a zero-width joiner',
  '\u2028': 'a line separator',
  '\u202f': 'a narrow no-break space',
  '\u2060': 'a word joiner',
  '\u3000': 'an ideographic space',
  '\ufeff': 'a byte order mark',
};

const QUOTES = /[\u00ab\u00bb\u2018-\u201f\u2032\u2033\u2039\u203a\u301d\u301e\uff02\uff07]/u;
const DASHES = /[\u2010-\u2015\u2212\uff0d]/u;

/** Letters that look like the Latin ones below them. Source: Unicode Technical Standard 39, confusables.txt. */
const LOOK_LIKE = new Map(
  Object.entries({
    Cyrillic: ['аеорсухіјѕһԁкАВЕКМНОРСТУХІЈЅ', 'aeopcyxijshdkABEKMHOPCTYXIJS'],
    Greek: ['αορνικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'aopvikABEZHIKMNOPTYX'],
  }).flatMap(([script, [letters, latin]]) =>
    [...letters!].map((letter, index) => [letter, { script, latin: latin![index]! }] as const),
  ),
);

const UNUSUAL =
  /[\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}|\p{Script=Cyrillic}|\p{Script=Greek}|[\uff01-\uff5e]|[\u00ab\u00bb\u2010-\u2015\u2018-\u201f\u2032\u2033\u2039\u203a\u2212\u301d\u301e]/gu;

/** What looks like something else in a text, or like nothing. */
export function unusualIn(text: string): Unusual[] {
  return [...text.matchAll(UNUSUAL)].map(({ 0: character, index }) => ({
    character,
    offset: index,
    name: `${nameOf(character)} (${codePoint(character)})`,
    plain: plainOf(character),
  }));
}

/** The text with what was probably meant, without what can't be seen. */
export function plainText(text: string): string {
  return text.replace(UNUSUAL, plainOf);
}

/** A text in which what can't be seen is written as JSON escapes it. */
export function showInvisible(text: string): string {
  return text.replace(UNUSUAL, (character) =>
    isInvisible(character)
      ? [...Array(character.length).keys()]
          .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
          .join('')
      : character,
  );
}

export function isInvisible(character: string): boolean {
  return /[\p{Cf}\p{Z}]/u.test(character);
}

export function isQuote(character: string): boolean {
  return QUOTES.test(character);
}

function nameOf(character: string): string {
  if (isInvisible(character)) return INVISIBLE[character] ?? 'an invisible character';
  if (isQuote(character)) return `the typographic quote ${character}`;
  if (DASHES.test(character)) return `the dash ${character}`;
  if (/\p{Script=Cyrillic}/u.test(character)) return `the Cyrillic letter ${character}`;
  if (/\p{Script=Greek}/u.test(character)) return `the Greek letter ${character}`;
  return `the wide character ${character}`;
}

function plainOf(character: string): string {
  if (isInvisible(character)) return '';
  if (isQuote(character)) return '"';
  if (DASHES.test(character)) return '-';
  return LOOK_LIKE.get(character)?.latin ?? character.normalize('NFKC');
}

function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
