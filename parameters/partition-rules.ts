import { type Document, problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import { CATALOGUE } from './catalogue/catalogue';

/**
 * ARNs of another partition than the region's, which name nothing there. What a service is told is its own affair.
 * Source: AWS General Reference, "Amazon Resource Names (ARNs)".
 * @param region where everything runs.
 */
export function checkPartition(document: Document<object>, region: string): Problem[] {
  const { partition } = CATALOGUE.regions.regions[region]!;
  const { services: _, ...own } = document.value as Record<string, unknown>;
  return arnsIn(own).flatMap(([path, arn]) => {
    const named = arn.split(':')[1]!;
    if (named === partition) return [];
    const got = `"${arn}", an ARN of the partition ${named}`;
    return [problemAt(document, path, got, `an ARN of ${region}, which begins with arn:${partition}:`)];
  });
}

type Path = readonly (string | number)[];

function arnsIn(value: unknown, path: Path = []): [Path, string][] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    arnsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
