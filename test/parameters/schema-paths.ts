import { z } from 'zod';

/** All leaves, found in the JSON schema rather than by the code under test. */
export function paths(root: z.ZodType): string[] {
  type Node = { properties?: Record<string, Node>; items?: Node };
  const walk = (node: Node, path: string[]): string[] =>
    node.items?.properties
      ? walk(node.items, [...path.slice(0, -1), `${path.at(-1)}[]`])
      : node.properties
        ? Object.entries(node.properties).flatMap(([key, below]) =>
            key === '$schema' ? [] : walk(below, [...path, key]),
          )
        : [path.join('.')];
  return walk(z.toJSONSchema(root, { io: 'input' }) as Node, []);
}
