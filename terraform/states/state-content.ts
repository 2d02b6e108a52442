/** What is read of a state. Its attributes are private, and stay where they are. */
export interface StateContent {
  /** Goes up with each change. */
  readonly serial: number;
  /** The same for all states that one has grown from. */
  readonly lineage: string;
  /** Ids of its resources by their addresses, data sources left out. Undefined: an object without an id. */
  readonly resources: ReadonlyMap<string, string | undefined>;
}

interface StateFile {
  readonly version?: unknown;
  readonly serial?: unknown;
  readonly lineage?: unknown;
  readonly resources?: readonly Resource[];
}

interface Resource {
  readonly module?: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly Instance[];
}

interface Instance {
  readonly index_key?: string | number;
  readonly deposed?: string;
  readonly attributes?: { readonly id?: unknown };
}

/** @returns why nobody can read it, as the end of a sentence about it. */
export function readContent(text: string): StateContent | string {
  if (text.trim() === '') return 'is empty';
  let file: StateFile;
  try {
    file = JSON.parse(text) as StateFile;
  } catch {
    return text.trimStart().startsWith('{') ? 'is cut off or damaged: it is no JSON' : 'is no JSON';
  }
  const { version, serial, lineage, resources } = file ?? {};
  const isState =
    version === 4 && typeof serial === 'number' && typeof lineage === 'string' && Array.isArray(resources);
  if (!isState) return "is JSON, and not a state of Terraform's";
  return {
    serial,
    lineage,
    resources: new Map(resources.filter(({ mode }) => mode === 'managed').flatMap(instancesOf)),
  };
}

function instancesOf({ module, type, name, instances }: Resource): [string, string | undefined][] {
  const address = [module, type, name].filter(Boolean).join('.');
  return instances.map(({ index_key, deposed, attributes }) => {
    const index = index_key === undefined ? '' : `[${JSON.stringify(index_key)}]`;
    const old = deposed ? ` (deposed ${deposed})` : '';
    const id = attributes?.id;
    return [`${address}${index}${old}`, typeof id === 'string' ? id : undefined];
  });
}
