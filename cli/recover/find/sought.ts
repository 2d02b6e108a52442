import type { ResourceChange } from '../../../plan/change';
import type { SynthesizedDocument } from '../../../terraform/synthesized-stack';

/** What is known of a resource besides its id, by which others refer to it: `key_id`, `arn`. */
export type Known = Readonly<Record<string, string>>;

type Values = Readonly<Record<string, unknown>>;

/** An attribute is not known before something else is found, which may not be there. */
export class NotKnown extends Error {}

/** A resource that a plan would make, and what the plan knows of it. */
export class Sought {
  readonly address: string;
  readonly type: string;

  /**
   * @param found what was found of others, by address, and is not in the state yet.
   * @param missing addresses of all that is looked for, found or not.
   */
  constructor(
    private readonly change: ResourceChange,
    private readonly document: SynthesizedDocument,
    private readonly found: ReadonlyMap<string, Known>,
    private readonly missing: ReadonlySet<string> = new Set(),
  ) {
    this.address = change.address;
    this.type = change.type;
  }

  /** The alias of its provider. Undefined: the stack's own. */
  get alias(): string | undefined {
    const provider = this.own?.provider;
    return typeof provider === 'string' ? provider.split('.')[1] : undefined;
  }

  /**
   * An attribute as a text. Undefined: it has none.
   * @param path such as `cidr_block` or `tags_all.Name`.
   * @throws NotKnown when the plan does not tell.
   */
  text(path: string): string | undefined {
    const value = this.value(path);
    return value === undefined || value === null ? undefined : String(value);
  }

  /** The same of what it has for certain. */
  must(path: string): string {
    const text = this.text(path);
    if (text === undefined) throw new NotKnown(`${this.address}.${path}`);
    return text;
  }

  /** Its id, where the state has it. */
  get id(): string | undefined {
    const before = this.change.change.before as { readonly id?: string } | null | undefined;
    return before?.id;
  }

  /**
   * The same of what it is within: nothing is in a thing that is not there.
   * @throws NotKnown also while that was not found.
   */
  within(path: string): string {
    const [address] = this.referred(path) ?? [];
    if (address && this.missing.has(address) && !this.found.has(address)) throw new NotKnown(address);
    return this.must(path);
  }

  /** An attribute, whatever it is. @throws NotKnown when the plan does not tell. */
  value(path: string): unknown {
    const keys = path.split('.');
    const isUnknown = at(this.change.change.after_unknown, keys) === true;
    if (!isUnknown) return at(this.change.change.after, keys);
    const known = this.reference(path);
    if (known === undefined) throw new NotKnown(`${this.address}.${path}`);
    return known;
  }

  /** What the stack writes for all its resources of a type. */
  written(type: string): Values[] {
    return Object.values(this.document.resource?.[type] ?? {});
  }

  /** Those of a type that refer to this one by an attribute. */
  referring(type: string, attribute: string): Values[] {
    return this.written(type).filter((other) => reference(other[attribute])?.[0] === this.address);
  }

  /** The value of `${aws_vpc.network.id}`, when that was found meanwhile. */
  private reference(path: string): string | undefined {
    const [address, attribute] = this.referred(path) ?? [];
    return address && attribute ? this.found.get(address)?.[attribute] : undefined;
  }

  private referred(path: string): readonly string[] | undefined {
    return reference(this.own?.[path]);
  }

  private get own() {
    return this.document.resource?.[this.type]?.[this.change.name];
  }
}

/** Address and attribute of `${aws_vpc.network.id}`. */
function reference(text: unknown): readonly string[] | undefined {
  return typeof text === 'string' ? text.match(/^\$\{([\w]+\.[\w-]+)\.(\w+)\}$/)?.slice(1) : undefined;
}

function at(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || value === true || value === undefined || value === null) return value;
  return at((value as Record<string, unknown>)[key], rest);
}
