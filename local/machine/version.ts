import { Failure } from '../../console/failure';

const HOLDS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '>=': (order) => order >= 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '<': (order) => order < 0,
};

/**
 * Whether a version fits a constraint of Terraform's, such as `5.100.0` or `>= 2.38.0, < 4.0.0`. Not npm's: there a
 * comma is an error, and `~>` means another range. As with Terraform, a pre-release only fits itself.
 */
export function fits(version: string, constraint: string): boolean {
  return constraint.split(',').every((part) => {
    const [, operator = '', wanted = ''] = part.trim().match(/^([^\d\s]*)\s*(.*)$/)!;
    const holds = HOLDS[operator || '='];
    if (!holds)
      throw new Failure(
        `Version "${constraint}": got ${operator}; allowed: ${Object.keys(HOLDS).join(', ')}`,
      );
    if (version.includes('-') && version !== wanted) return false;
    return holds(compare(version, wanted));
  });
}

/** Negative when the first is the older one. What is missing counts as 0. */
function compare(first: string, second: string): number {
  const [a, b] = [numbers(first), numbers(second)];
  const index = [...Array(Math.max(a.length, b.length)).keys()].find((at) => (a[at] ?? 0) !== (b[at] ?? 0));
  return index === undefined ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

function numbers(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}
