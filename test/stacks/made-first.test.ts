import { environments, preview, synthesizer } from '../fixture/fixture';
import type { Json } from '../helpers';

// Terraform passes create_before_destroy on to all that a resource needs, and nothing in our files says so. Where the
// name stays, the deletion of the old one then takes the new one: the plan looks right, and the resource is gone.

test.each([...synthesizer.all(environments, [preview('pr-42')])])(
  '$name: what a trigger replaces, deleted first, is needed by nothing that is made first',
  ({ document }) => {
    const resources = new Map<string, Json>(
      Object.entries<Json>(document.resource).flatMap(([type, ofType]) =>
        Object.entries<Json>(ofType).map(([id, resource]) => [`${type}.${id}`, resource]),
      ),
    );
    const neededBy = (address: string) =>
      [...JSON.stringify(resources.get(address)).matchAll(/\b[a-z]\w+\.[\w-]+/g)]
        .map(([found]) => found)
        .filter((found) => resources.has(found));
    const isFirst = (address: string) => resources.get(address)!.lifecycle?.create_before_destroy === true;
    const first = new Set([...resources.keys()].filter(isFirst));
    // A set goes on to what is added while it is gone through.
    for (const address of first) for (const needed of neededBy(address)) first.add(needed);
    const replaced = [...first].filter((address) => resources.get(address)!.lifecycle?.replace_triggered_by);
    expect(replaced.filter((address) => !isFirst(address))).toEqual([]);
  },
);
