/** GiB of memory in an instance of size `large`, by the first letter of the family. */
const LARGE: Readonly<Record<string, number>> = { c: 4, m: 8, r: 16, t: 8, x: 32, z: 16 };

const SHARE_OF_LARGE: Readonly<Record<string, number>> = {
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
  xlarge: 2,
};

/**
 * GiB of memory of an RDS instance class such as `db.m7g.large`, for limits and alarms that are a share of it:
 * CloudWatch reports free memory in bytes only. A few families have more memory than their letter says; for those the
 * result is too low.
 * Source: Amazon RDS User Guide, "Hardware specifications for DB instance classes".
 * @throws when the class is of a family or size that is not listed here.
 */
export function instanceMemoryGiB(instanceClass: string): number {
  const [, letter = '', times, size = ''] =
    /^db\.([a-z])\d[a-z]*\.(\d+(?=xlarge))?([a-z]+)$/.exec(instanceClass) ?? [];
  const memory = (LARGE[letter] ?? 0) * (SHARE_OF_LARGE[size] ?? 0) * Number(times ?? 1);
  if (memory === 0) {
    const allowed = `db.<${Object.keys(LARGE).join('|')}>….<${Object.keys(SHARE_OF_LARGE).join('|')}|Nxlarge>`;
    throw new Error(`memory of an instance class: got "${instanceClass}", allowed ${allowed}`);
  }
  return memory;
}
