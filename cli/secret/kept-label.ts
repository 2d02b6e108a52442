// A version without a label may be removed by AWS at any time, and pods that run keep theirs until the next deploy. So each
// version has one of a few labels of its own, which a later version takes over. Source: AWS Secrets Manager User Guide,
// "What's in a Secrets Manager secret?".

/** How many versions keep a label: of as many rotations in a row, no deploy between them, the first loses it. */
export const KEPT_VERSIONS = 5;

const PREFIX = 'kept-';

/** The label by which a version is kept. Undefined: it has none. */
export function keptLabel(labels: readonly string[]): string | undefined {
  return labels.find((label) => label.startsWith(PREFIX));
}

/** The label of the version that follows one with `label`. It is taken from the oldest. */
export function nextLabel(label: string): string {
  return `${PREFIX}${(Number(label.slice(PREFIX.length)) + 1) % KEPT_VERSIONS}`;
}

export const FIRST_LABEL = `${PREFIX}0`;
