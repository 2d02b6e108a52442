import { KEY_FORMS } from './key-forms';

/** The least characters of a key that nothing but chance has made. */
const SHORTEST = 20;
/** Hexadecimal, it says less with each character. A commit has forty. */
const SHORTEST_HEX = 32;
const COMMIT = 40;
/**
 * Of a text that people made, at most so many characters begin with a change between letters and digits, or from small
 * letters to capitals: `myVeryLongName2`. Of 62 letters and digits chosen by chance, it is 4 in 10.
 */
const MOST_CHANGES = 0.2;
/** A name has a number at its end, or two. */
const LEAST = 3;
const CAPITALS = /(?<=[a-z])(?=[A-Z])/g;

/** What is long and mixed, and yet public. */
const PUBLIC = [
  // Source: RFC 7468.
  /-----BEGIN (PUBLIC KEY|CERTIFICATE|RSA PUBLIC KEY)-----[\s\S]*?-----END \1-----/g,
  // Source: OpenSSH, PROTOCOL and sshd(8), "AUTHORIZED_KEYS FILE FORMAT".
  /\b(ssh-(rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-\S+@openssh\.com) [A-Za-z0-9+/=]+/g,
  /\barn:aws[a-z-]*:\S+/g,
  /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
  // A digest of an image, or of a script: Subresource Integrity.
  /\bsha(256|384|512)[:-][A-Za-z0-9+/=]+/g,
];

/**
 * What kind of key a text is, or has in it, by all that its form tells: `a token of GitHub`. Undefined: it looks like
 * none.
 */
export function looksLikeKey(text: string): string | undefined {
  const form = KEY_FORMS.find(({ pattern }) => pattern.test(text));
  if (form) return form.name;
  const rest = PUBLIC.reduce((left, pattern) => left.replaceAll(pattern, ' '), text);
  return rest.split(/[^\w+/=-]+/).some(isRandom) ? 'a long text that looks random' : undefined;
}

/** Whether the text, or what stands in it between dashes and the like, is made by chance. */
function isRandom(text: string): boolean {
  const parts = text.split(/[+/=_-]+/);
  // Dashes are in keys as well, and in names, which are in small letters then.
  const isName = /[_-]/.test(text) && count(text, CAPITALS) < LEAST;
  return [...(isName ? [] : [text.replaceAll(/[+/=_-]/g, '')]), ...parts].some(
    (part) => isHexKey(part) || isMixed(part),
  );
}

function isHexKey(text: string): boolean {
  return /^([0-9a-f]+|[0-9A-F]+)$/.test(text) && text.length >= SHORTEST_HEX && text.length !== COMMIT;
}

function isMixed(text: string): boolean {
  if (text.length < SHORTEST || /^[0-9a-f]+$/i.test(text)) return false;
  const digits = count(text, /(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])/g);
  return digits >= LEAST && digits + count(text, CAPITALS) >= MOST_CHANGES * text.length;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
