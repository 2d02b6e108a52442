import type { ResourceChange } from './change';
import { at, type Value, visible } from './value';

/**
 * What references of a stack's text stand for, as far as its plan knows it: a policy that names a resource of the stack
 * is the same policy whether it names it by a reference or by its ARN. What the resource is after the change counts, or
 * what it was, as it stays the same resource of the stack.
 */
export class PlannedValues {
  private index: Map<string, ResourceChange> | undefined;
  private readonly seen = new Map<string, { readonly before: Value; readonly after: Value }>();

  constructor(private readonly resources: readonly ResourceChange[]) {}

  /** A text with values in place of those references whose values are known, and can be shown. */
  resolve(text: string): string {
    if (!text.includes('${')) return text;
    return text.replace(/\$\{(\w+\.[\w-]+)\.([\w.[\]]+)\}/g, (whole, address: string, path: string) => {
      const value = this.value(address, path.replace(/\[(\d+)\]/g, '.$1'));
      // Anything else would be no part of a text.
      return typeof value === 'string' && !/["\\\n]/.test(value) ? value : whole;
    });
  }

  private value(address: string, path: string): Value {
    const values = this.values(address);
    if (!values) return undefined;
    const after = at(values.after, path);
    return typeof after === 'string' ? after : at(values.before, path);
  }

  private values(address: string) {
    this.index ??= new Map(this.resources.map((resource) => [resource.address, resource]));
    const resource = this.index.get(address);
    if (!resource) return undefined;
    if (!this.seen.has(address)) this.seen.set(address, visible(resource.change));
    return this.seen.get(address)!;
  }
}
