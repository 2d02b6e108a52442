import { DefaultTokenResolver, StringConcat, Token, Tokenization } from 'cdktf';
import type { IConstruct } from 'constructs';

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** What CDKTF looks into in a string: the mark of a token, and anything that could be the number of one. */
const TOKEN = /TfToken\[|[-|\d.+]e[-|\d.eE+]/;

/** A list that is a token is an array of one string with this mark. */
const LIST = '#{TfToken[';

/** They stand for the values of a map that is a token. CDKTF refuses them anywhere else. */
const MAP_VALUES = [Token.STRING_MAP_TOKEN_VALUE, Token.ANY_MAP_TOKEN_VALUE];

/**
 * Puts values in place of CDKTF's tokens, as CDKTF does, and leaves out what is undefined. CDKTF takes as long over
 * plain data, which is most of a stack, so it is handed only the rest, and the same string once.
 */
export class Resolver {
  private readonly strings = new Map<string, string>();

  constructor(private readonly scope: IConstruct) {}

  resolve<T>(value: T): T {
    try {
      return this.resolveParts(value) as T;
    } catch {
      // As a whole, so that the error says where in the value.
      return this.resolveByCdktf(value) as T;
    }
  }

  private resolveParts(value: unknown): unknown {
    if (typeof value === 'string') return isPlainString(value) ? value : this.resolveString(value);
    if (isPlainScalar(value)) return value;
    if (isPlainArray(value)) {
      return value.map((item) => this.resolveParts(item)).filter((item) => item !== undefined);
    }
    if (isPlainObject(value)) {
      const resolved: Record<string, unknown> = {};
      for (const key of Object.keys(value)) {
        const part = this.resolveParts(value[key]);
        if (part !== undefined) resolved[key] = part;
      }
      return resolved;
    }
    return this.resolveByCdktf(value);
  }

  private resolveString(value: string): unknown {
    const known = this.strings.get(value);
    if (known !== undefined) return known;
    const resolved = this.resolveByCdktf(value);
    // An object would be one and the same in two places, and an override of one change the other.
    if (typeof resolved === 'string') this.strings.set(value, resolved);
    return resolved;
  }

  private resolveByCdktf(value: unknown): unknown {
    return Tokenization.resolve(value, { scope: this.scope, resolver: RESOLVER, preparing: false });
  }
}

function isPlainString(value: string): boolean {
  return !TOKEN.test(value) && !MAP_VALUES.includes(value);
}

function isPlainScalar(value: unknown): boolean {
  return value === null || value === undefined || typeof value === 'boolean' || isPlainNumber(value);
}

/** The number of a token is far outside. */
function isPlainNumber(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPlainArray(value: unknown): value is readonly unknown[] {
  return (
    Array.isArray(value) &&
    value.every(
      (item) =>
        !(typeof item === 'string' && item.includes(LIST)) &&
        !(typeof item === 'number' && !isPlainNumber(item)),
    )
  );
}

/** Whether it is neither a token nor a map with one among its keys. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    typeof (value as { resolve?: unknown }).resolve !== 'function' &&
    Object.keys(value).every((key) => !TOKEN.test(key))
  );
}
