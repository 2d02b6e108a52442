import type { Gh } from '../../programs/gh';
import { marker } from './body';

/** What one issue is about. */
export interface Topic {
  /** Label of all issues like it. */
  readonly label: string;
  /** Tells it from the others with that label. */
  readonly kind: string;
  readonly title: string;
}

/**
 * Opens the topic's issue, or writes over the one that is open.
 * @param file holds the text, its marker first.
 * @returns for people, what was done.
 */
export async function openIssue(gh: Gh, { label, kind, title }: Topic, file: string): Promise<string> {
  const number = await find(gh, label, kind);
  if (number !== undefined) {
    await gh.run('issue', 'edit', `${number}`, '--body-file', file);
    return `updated issue ${number}: ${title}`;
  }
  await gh.run('label', 'create', label, '--force', '--color', 'D93F0B');
  await gh.run('issue', 'create', '--title', title, '--label', label, '--body-file', file);
  return `opened an issue: ${title}`;
}

/** Closes the topic's issue, if one is open. @returns for people, what was done. */
export async function closeIssue(
  gh: Gh,
  { label, kind, title }: Topic,
  why: string,
): Promise<string | undefined> {
  const number = await find(gh, label, kind);
  if (number === undefined) return undefined;
  await gh.run('issue', 'close', `${number}`, '--comment', why);
  return `closed issue ${number}: ${title}`;
}

/** Whoever may label an issue may write here, so a marker below that label is one of ours. */
async function find(gh: Gh, label: string, kind: string): Promise<number | undefined> {
  const fields = ['--limit', '200', '--json', 'number,body'];
  const issues = await gh.json<{ number: number; body: string }[]>(
    ...['issue', 'list', '--state', 'open', '--label', label, ...fields],
  );
  return issues.find(({ body }) => body.startsWith(marker(kind)))?.number;
}
