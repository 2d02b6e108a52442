interface Resource {
  readonly mode?: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly { status?: string }[];
}

/** What of a state says that something was half made. */
export interface Tainted {
  readonly serial?: number;
  readonly resources?: readonly Resource[];
}

/**
 * Takes the mark of what was half made from a state, as `terraform untaint` does: the next deploy goes on with it.
 * @param isKept of which.
 * @returns their addresses.
 */
export function untaint(
  { resources = [] }: Tainted,
  isKept: (address: string, type: string) => boolean,
): string[] {
  return resources.flatMap(({ mode = 'managed', type, name, instances }) => {
    const address = `${type}.${name}`;
    const marked = instances.filter(({ status }) => status === 'tainted');
    if (mode !== 'managed' || marked.length === 0 || !isKept(address, type)) return [];
    for (const instance of marked) delete instance.status;
    return [address];
  });
}

/** A state as text, as the one that follows it. */
export function nextState<S extends Tainted>(state: S): string {
  return JSON.stringify({ ...state, serial: (state.serial ?? 0) + 1 });
}
