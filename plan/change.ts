import { at, isObject, list, Mark, same, type Value, type Values, visible } from './value';

/** `forget`: it leaves the state and stays where it is. */
export type Action = 'create' | 'update' | 'replace' | 'delete' | 'forget';

/** An entry of `resource_changes`, as `terraform show -json` writes it (format 1.x). */
export interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly deposed?: string;
  /** Such as `replace_because_tainted`. */
  readonly action_reason?: string;
  readonly previous_address?: string;
  readonly change: Parameters<typeof visible>[0] & {
    readonly actions: readonly string[];
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: { readonly id?: string };
  };
}

/** A resource of a plan, whether it changes or not. Nothing sensitive is in it. */
export class PlannedResource {
  readonly address: string;
  readonly type: string;
  /** What its type is followed by in its address, without an index. */
  readonly name: string;
  readonly before: Value;
  readonly after: Value;

  /**
   * @param stack name of the stack.
   * @param written the resource as the stack has it, with references in place of values.
   * @param resolve puts values in place of references in a text, as far as they are known.
   */
  constructor(
    readonly stack: string,
    { address, type, name, deposed, change }: ResourceChange,
    private readonly written: Values = {},
    private readonly resolve: (text: string) => string = (text) => text,
  ) {
    this.address = deposed ? `${address} (deposed ${deposed})` : address;
    this.type = type;
    this.name = name;
    const { before, after } = visible(change);
    this.before = before;
    this.after = after;
  }

  was(path: string): Value {
    return at(this.before, path);
  }

  /** What only the apply tells is `Mark.unknown`, or, where the stack writes a text with references in it, that text. */
  will(path: string): Value {
    const value = at(this.after, path);
    if (value !== Mark.unknown) return value;
    const text = writtenAt(this.written, path.split('.'));
    return typeof text === 'string' && !/^\$\{[^{}]*\}$/.test(text) ? this.resolve(text) : value;
  }

  /** The same, and a reference that stands alone as text too. */
  text(path: string): Value {
    const value = this.will(path);
    if (value !== Mark.unknown) return value;
    const text = writtenAt(this.written, path.split('.'));
    return typeof text === 'string' ? this.resolve(text) : value;
  }

  /** Paths of all values, as they are, will be or are written, that are what is looked for. */
  paths(isWanted: (value: Value, path: string) => boolean): string[] {
    const found = new Set<string>();
    for (const side of [this.before, this.after, this.written]) walk(side, '', isWanted, found);
    return [...found].sort();
  }

  /** Whether the stack sets an attribute, rather than AWS or a default of the provider. */
  writes(path: string): boolean {
    return writtenAt(this.written, path.split('.')) !== undefined;
  }

  /** Whether the text of the stack is known, so that what it does not set is known as well. */
  get isWritten(): boolean {
    return Object.keys(this.written).length > 0;
  }

  /** The address of the resource that the stack refers to for an attribute: `aws_vpc.main` for `${aws_vpc.main.id}`. */
  refersTo(path: string): string | undefined {
    const text = writtenAt(this.written, path.split('.'));
    return typeof text === 'string' ? text.match(/^\$\{(\w+\.[\w-]+)\.[\w.[\]]+\}$/)?.[1] : undefined;
  }

  changes(path: string): boolean {
    return !same(this.was(path), this.will(path));
  }
}

/** What a plan would do with one resource. */
export class Change extends PlannedResource {
  readonly action: Action;
  /** Paths of the attributes that can't change in place, such as `storage_encrypted`. */
  readonly replacedFor: readonly string[];
  /** Such as `replace_because_tainted`. */
  readonly reason?: string;
  /** An earlier object of the same address, which is still there as its replacement did not end. */
  readonly isDeposed: boolean;
  /** It stays as it is, without Terraform. */
  readonly isKept: boolean;
  /** Whether it is replaced, and the new one is there before the old one goes. */
  readonly overlaps: boolean;

  constructor(stack: string, planned: ResourceChange, written?: Values, resolve?: (text: string) => string) {
    super(stack, planned, written, resolve);
    this.action = actionOf(planned.change.actions)!;
    this.reason = planned.action_reason;
    this.isDeposed = Boolean(planned.deposed);
    this.isKept = planned.change.actions.includes('forget');
    this.overlaps = planned.change.actions.join() === 'create,delete';
    this.replacedFor = (planned.change.replace_paths ?? []).map((path) => path.join('.'));
  }

  /** What an approval names. */
  get resource(): string {
    return `${this.stack}:${this.address}`;
  }

  /** It is there now, and is gone or another one afterwards. */
  get ends(): boolean {
    return this.action === 'delete' || this.action === 'replace';
  }

  /** Afterwards it is not there, or not in the state any more. */
  get goes(): boolean {
    return this.action === 'delete' || this.action === 'forget';
  }

  /** It is there now and afterwards. */
  get stays(): boolean {
    return this.action === 'update' || this.action === 'replace';
  }

  /** Whether it belongs to a preview, and is there to be thrown away. */
  get isPreview(): boolean {
    // Before the change: a tag that the change brings makes nothing a preview.
    const known = this.action === 'create' ? this.after : this.before;
    const marks = [
      at(known, 'tags_all'),
      at(known, 'tags'),
      ...list(at(known, 'metadata')).map((item) => at(item, 'labels')),
      at(known, 'manifest.metadata.labels'),
    ];
    return marks.some((tags) => isObject(tags) && typeof tags.preview === 'string' && tags.preview !== '');
  }
}

/** A block that stands alone is a list in a plan, and may be none where it is written. */
function writtenAt(own: Value, [key, ...rest]: readonly string[]): Value {
  if (key === undefined) return own;
  if (key === '0' && isObject(own)) return writtenAt(own, rest);
  const part = at(own, [key]);
  // A key with dots in it, such as a label.
  return part === undefined || rest.length === 0 ? (part ?? at(own, [key, ...rest])) : writtenAt(part, rest);
}

/** Undefined when nothing would happen, or something is only read. */
export function actionOf(actions: readonly string[]): Action | undefined {
  if (actions.length > 1) return 'replace';
  const [action] = actions;
  return action === 'create' || action === 'update' || action === 'delete' || action === 'forget'
    ? action
    : undefined;
}

function walk(
  value: Value,
  path: string,
  isWanted: (value: Value, path: string) => boolean,
  found: Set<string>,
): void {
  if (isWanted(value, path)) found.add(path);
  if (typeof value !== 'object' || value === null || value instanceof Mark) return;
  for (const [key, part] of Object.entries(value)) walk(part, path ? `${path}.${key}` : key, isWanted, found);
}
