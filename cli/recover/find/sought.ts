import type { ResourceChange } from '../../../plan/change';
import type { SynthesizedDocument } from '../../../terraform/synthesized-stack';

/** What is known of a resource besides its id, by which others refer to it: `key_id`, `arn`. */
export type Known = Readonly<Record<string, string>>;

/** An attribute is not known before something else is found, which may not be there. */
export class NotKnown extends Error {}

/** A resource that a plan would make, and what the plan knows of it. */
export class Sought {
  readonly address: string;
  readonly type: string;

  /**
   * @param found what was found of others, by address, and is not in the state yet.
   */
  constructor(
    private readonly change: ResourceChange,
    private readonly document: SynthesizedDocument,
    private readonly found: ReadonlyMap<string, Known>,
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

  /** An attribute, whatever it is. @throws NotKnown when the plan does not tell. */
  value(path: string): unknown {
    const keys = path.split('.');
    const isUnknown = at(this.change.change.after_unknown, keys) === true;
    if (!isUnknown) return at(this.change.change.after, keys);
    const known = this.reference(path);
    if (known === undefined) throw new NotKnown(`${this.address}.${path}`);
    return known;
  }

  /** What the stack writes for an attribute of all its resources of a type. */
  written(type: string, attribute: string): Set<unknown> {
    const all = Object.values(this.document.resource?.[type] ?? {});
    return new Set(all.map((resource) => resource[attribute]));
  }

  /** The value of `${aws_vpc.network.id}`, when that was found meanwhile. */
  private reference(path: string): string | undefined {
    const text = this.own?.[path];
    const [, address, attribute] =
      (typeof text === 'string' && text.match(/^\$\{([\w]+\.[\w-]+)\.(\w+)\}$/)) || [];
    return address && attribute ? this.found.get(address)?.[attribute] : undefined;
  }

  private get own() {
    return this.document.resource?.[this.type]?.[this.change.name];
  }
}

function at(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || value === true || value === undefined || value === null) return value;
  return at((value as Record<string, unknown>)[key], rest);
}
