import { actionOf, Change, PlannedResource, type ResourceChange } from './change';
import { malformed } from './malformed';
import { PlannedValues } from './planned-values';
import { fingerprint, identities, settings } from './successor';
import { at, canonical, isObject, list, type Value, type Values, visible } from './value';

/** What is read of a plan, as `terraform show -json` writes it. */
export interface PlanJson {
  readonly format_version: string;
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, OutputJson>>;
  /** What a refresh found to be another than in the state. Without a refresh: nothing. */
  readonly resource_drift?: readonly ResourceChange[];
}

type OutputJson = Parameters<typeof visible>[0] & { readonly actions: readonly string[] };

/** What is read of a stack as it was synthesized. */
export interface Written {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly terraform?: Readonly<Record<string, unknown>>;
}

/** What a plan does not tell of its stack. */
export interface PlanContext {
  /** Whether the environment is protected (`protected` in its parameters). One that nobody knows counts as protected. */
  readonly isProtected?: boolean;
  /** Whether the plan looked at what exists, so that what is gone is known. Default: it did. */
  readonly isRefreshed?: boolean;
  /** Numbers of the accounts that the platform is in, those of other environments too. Default: nobody knows. */
  readonly accounts?: readonly string[];
}

export interface OutputChange {
  readonly name: string;
  readonly before: Value;
  readonly after: Value;
}

/** What makes a server bigger or smaller, in whatever type. */
const SIZES = ['instance_class', 'instance_type', 'node_type', 'allocated_storage', 'memory_size'];
/** What a server is called in its metrics, where that is neither its name nor its id. */
const OWN_NAMES = ['identifier', 'cluster_identifier', 'replication_group_id', 'cluster_id', 'function_name'];

/** Attributes with the ARN of a role that a service gets. */
const ROLES = ['role_arn', 'execution_role_arn', 'task_role_arn', 'service_role_arn'];

/** A stack, and what would happen to it. */
export class Plan {
  /** In the order of their addresses. What would not change is not here. */
  readonly changes: readonly Change[];
  readonly outputs: readonly OutputChange[];
  /** Whether an outage takes an approval. */
  readonly isProtected: boolean;
  /** Whether it looked at what exists. */
  readonly isRefreshed: boolean;
  private readonly platform: readonly string[];
  private readonly references: PlannedValues;
  /** Of every managed resource, what would not change too. */
  private readonly resources: readonly ResourceChange[];
  /** What was there at the last deploy and is not any more, by its address. */
  private readonly gone: ReadonlyMap<string, Change>;

  /** @throws Error that says what is wrong, when it is not what Terraform writes. */
  constructor(
    readonly stack: string,
    json: PlanJson,
    private readonly written: Written = {},
    { isProtected = true, isRefreshed = true, accounts = [] }: PlanContext = {},
  ) {
    this.isProtected = isProtected;
    this.isRefreshed = isRefreshed;
    this.platform = accounts;
    const fault = malformed(stack, json);
    if (fault !== undefined) throw new Error(fault);
    this.resources = (json.resource_changes ?? []).filter(({ mode }) => mode === 'managed');
    this.references = new PlannedValues(this.resources);
    const resolve = (text: string) => this.references.resolve(text);
    this.changes = this.resources
      .filter(({ change }) => actionOf(change.actions))
      .map((change) => new Change(stack, change, written.resource?.[change.type]?.[change.name], resolve))
      .sort((a, b) => order(a.address, b.address));
    this.gone = new Map(
      (json.resource_drift ?? [])
        .filter(
          ({ mode, change, deposed }) =>
            mode === 'managed' && !deposed && actionOf(change.actions) === 'delete',
        )
        .map((change) => [change.address, new Change(stack, change)]),
    );
    this.outputs = Object.entries(json.output_changes ?? {})
      .filter(([, { actions }]) => actionOf(actions))
      .map(([name, output]) => ({ name, ...visible(output) }))
      .sort((a, b) => order(a.name, b.name));
  }

  /** How many resources only leave the state, come into it, or get another address in it. */
  get stateOnly(): { readonly left: number; readonly moved: number; readonly imported: number } {
    const number = (is: (resource: ResourceChange) => boolean) => this.resources.filter(is).length;
    return {
      left: number(({ change }) => actionOf(change.actions) === 'forget'),
      moved: number(({ address, previous_address: was }) => Boolean(was) && was !== address),
      imported: number(({ change }) => Boolean(change.importing)),
    };
  }

  get isEmpty(): boolean {
    return this.changes.length === 0 && this.outputs.length === 0;
  }

  /** Whether nothing of the stack is there yet. */
  get isFirst(): boolean {
    return this.once('isFirst', () => isFirst({ format_version: '', resource_changes: this.resources }));
  }

  /**
   * Numbers of the account that the stack is in, and of those that the platform is in: of the parameters, or of the
   * bucket in which the stack keeps its state.
   */
  get accounts(): { readonly own: readonly string[]; readonly platform: readonly string[] } {
    return this.once('accounts', () => {
      // Before the change: some ARNs, such as that of a policy's topic, are what the stack writes.
      const arns = this.resources.flatMap(({ change }) => {
        const { before, after } = visible(change);
        // Who hands a role to a service has to be in the account of the role.
        return [at(before, 'arn'), ...ROLES.flatMap((path) => [at(before, path), at(after, path)])];
      });
      const own = [...accountsIn(this.written), ...numbers(arns.filter((arn) => typeof arn === 'string'))];
      return { own, platform: [...own, ...this.platform, ...numbers(this.written.terraform?.backend)] };
    });
  }

  /** Every resource of some types, what would not change too. */
  all(...types: readonly string[]): PlannedResource[] {
    const all = this.once('planned', () => {
      const staying = this.resources
        .filter(({ change }) => !actionOf(change.actions))
        .map((one) => new PlannedResource(this.stack, one, this.written.resource?.[one.type]?.[one.name]));
      return grouped<PlannedResource>([...this.changes, ...staying]);
    });
    return types.flatMap((type) => all.get(type) ?? []);
  }

  /** The types of all resources, what would not change too. */
  get types(): string[] {
    return [...this.byType.resources.keys()];
  }

  of(...types: readonly string[]): Change[] {
    const some = new Set(types.flatMap((type) => this.byType.changes.get(type) ?? []));
    return types.length === 1 ? [...some] : this.changes.filter((change) => some.has(change));
  }

  /** What the plan deletes of a type. */
  deletedLike(type: string): readonly Change[] {
    return this.byType.deleted.get(type) ?? [];
  }

  /** The same by what they are about. */
  deletedBy(
    type: string,
    subject: (before: Value) => string | undefined,
  ): ReadonlyMap<string | undefined, Change> {
    return this.once(`deleted ${type} ${subject.name}`, () => {
      const all = this.deletedLike(type).map((change) => [subject(change.before), change] as const);
      return new Map(all.reverse());
    });
  }

  /** Types of which the plan deletes something. */
  get deletedTypes(): readonly string[] {
    return this.once('deletedTypes', () => [...this.byType.deleted.keys()]);
  }

  /** What was there at the last deploy, and is not any more. */
  goneAt(address: string): Change | undefined {
    return this.gone.get(address);
  }

  /** What the plan makes of the same type under the same name or address: it comes where the other one goes. */
  successorOf(change: Change): Change | undefined {
    const made = this.once(`successors ${change.type}`, () => {
      const some = this.of(change.type).filter(({ action }) => action === 'create');
      return new Map(some.flatMap((one) => identities(one, one.after).map((name) => [name, one] as const)));
    });
    return identities(change, change.before).flatMap((name) => made.get(name) ?? [])[0];
  }

  /** Whether the plan makes another one of the same type that does the same, whatever it is called. */
  makesAlike({ type, before }: Change): boolean {
    const made = this.once(`alike ${type}`, () => {
      const byKeys = new Map<string, { keys: readonly string[]; prints: Set<string> }>();
      for (const { action, after } of this.of(type)) {
        if (action !== 'create') continue;
        const keys = settings(after);
        if (keys.every((key) => at(after, [key]) === null)) continue;
        const alike = byKeys.get(keys.join()) ?? { keys, prints: new Set() };
        byKeys.set(keys.join(), alike);
        alike.prints.add(fingerprint(after, keys));
      }
      return [...byKeys.values()];
    });
    return made.some(({ keys, prints }) => prints.has(fingerprint(before, keys)));
  }

  /** Whether the plan makes the resource at an address: what refers to it can't be what was there. */
  makes(address: string): boolean {
    return this.once(
      'made',
      () => new Set(this.changes.filter(({ action }) => action === 'create').map((one) => one.address)),
    ).has(address);
  }

  /** Whether a resource of one of the types that an attribute names is made by the same plan: it is nobody's yet. */
  creates(named: Value, ...types: readonly string[]): boolean {
    return types.some((type) => this.named('create', type).has(named));
  }

  /**
   * Whether the same plan deletes the resource that an attribute refers to, if it has one of the types. Then the
   * settings of that resource no longer protect anything.
   */
  deletes(named: Value, ...types: readonly string[]): boolean {
    return types.some((type) => this.named('delete', type).has(named));
  }

  /** Whether the plan deletes or replaces what has that name, id or ARN, of whatever type. */
  ends(named: Value): boolean {
    const ended = this.once('ended', () => {
      const some = this.changes.filter(({ ends }) => ends);
      const own = ['alarm_name', ...OWN_NAMES];
      return new Set(
        some.flatMap(({ before }) => [...names(before), ...own.map((path) => at(before, path))]),
      );
    });
    return typeof named === 'string' && ended.has(named);
  }

  /** Whether the plan makes what has that name, id or ARN bigger or smaller. */
  resizes(named: Value): boolean {
    const resized = this.once('resized', () => {
      const some = this.changes.filter(
        (change) => change.stays && SIZES.some((path) => change.changes(path)),
      );
      return new Set(
        some.flatMap(({ before }) => [...names(before), ...OWN_NAMES.map((path) => at(before, path))]),
      );
    });
    return typeof named === 'string' && resized.has(named);
  }

  /** Values of the resources of a type, changed or not, as they are afterwards. */
  remaining(type: string): readonly Value[] {
    return this.once(`remaining ${type}`, () =>
      (this.byType.resources.get(type) ?? [])
        .map(({ change }) => visible(change).after)
        .filter((after) => isObject(after)),
    );
  }

  /** Values of the resource of a type, changed or not, as they were, by an attribute that names it. */
  before(type: string, path: string, named: Value): Value {
    const byName = this.once(`before ${type} ${path}`, () => {
      const all = (this.byType.resources.get(type) ?? []).map(({ change }) => visible(change).before);
      return new Map(all.map((values) => [at(values, path), values]));
    });
    return named === undefined || named === null ? undefined : byName.get(named);
  }

  /** Whether a resource of a type is there afterwards, changed or not, that has what another one had at these paths. */
  keepsAnother({ type, before }: Change, paths: readonly string[]): boolean {
    const key = (values: Value) => canonical(paths.map((path) => at(values, path) ?? null));
    const kept = this.once(`kept ${type} ${paths.join()}`, () => new Set(this.remaining(type).map(key)));
    return kept.has(key(before));
  }

  private readonly made = new Map<string, unknown>();

  /** Of a big plan, each index is made once. */
  private once<Made>(key: string, make: () => Made): Made {
    if (!this.made.has(key)) this.made.set(key, make());
    return this.made.get(key) as Made;
  }

  private get byType() {
    return this.once('byType', () => ({
      changes: grouped(this.changes),
      deleted: grouped(this.changes.filter(({ action }) => action === 'delete')),
      resources: grouped(this.resources),
    }));
  }

  private named(action: 'create' | 'delete', type: string): ReadonlySet<Value> {
    return this.once(`${action} ${type}`, () => {
      const some = this.of(type).filter((change) => change.action === action);
      return new Set(some.flatMap(({ before, after }) => names(action === 'create' ? after : before)));
    });
  }
}

function grouped<Item extends { readonly type: string }>(items: readonly Item[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.type);
    if (group) group.push(item);
    else groups.set(item.type, [item]);
  }
  return groups;
}

/** Numbers of the accounts that a stack is deployed to. What else a provider is told, such as tags, names none. */
export function accountsIn(written: Written): string[] {
  const providers = list(written.provider?.aws as Value);
  return numbers(providers.map((one) => [at(one, 'allowed_account_ids'), at(one, 'assume_role')]));
}

function numbers(values: unknown): string[] {
  return [...new Set((JSON.stringify(values ?? null) ?? '').match(/(?<!\d)\d{12}(?!\d)/g))];
}

/** Whether nothing of the stack is there yet. What would not change counts as well: it is there. */
export function isFirst({ resource_changes = [] }: PlanJson): boolean {
  return resource_changes
    .filter(({ mode }) => mode === 'managed')
    .every(({ change }) => actionOf(change.actions) === 'create');
}

/** By id, name or ARN, or by the name in the metadata of Kubernetes. */
function names(resource: Value): Value[] {
  return ['id', 'name', 'arn', 'bucket', 'metadata.0.name']
    .map((path) => at(resource, path))
    .filter((name) => typeof name === 'string');
}

/** By code units: the same on every machine. */
export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
