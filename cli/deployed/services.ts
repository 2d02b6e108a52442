import type { SynthesizedDocument } from '../../terraform/synthesized-stack';

const NAME = 'app.kubernetes.io/name';
const VERSION = 'app.kubernetes.io/version';

/** Versions of the services of a stack, by the labels of its pods. */
export function versionsOf({ resource = {} }: SynthesizedDocument): Record<string, string[]> {
  const found = new Map<string, Set<string>>();
  visit(resource, ({ [NAME]: name, [VERSION]: version }) => {
    if (typeof name !== 'string' || typeof version !== 'string') return;
    found.set(name, (found.get(name) ?? new Set()).add(version));
  });
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, versions]) => [name, [...versions].sort()]));
}

function visit(value: unknown, look: (object: Readonly<Record<string, unknown>>) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) look(value as Record<string, unknown>);
  for (const part of Object.values(value)) visit(part, look);
}
