import type { Gh } from '../../programs/gh';
import { marker } from './body';

interface Comment {
  readonly body: string;
  readonly url: string;
  readonly viewerDidAuthor: boolean;
}

/**
 * Writes the one comment of its kind on a pull request, or over it. Only ours is taken for it: anybody can write a
 * comment that looks like one.
 * @param file holds the text, its marker first.
 */
export async function comment(gh: Gh, pullRequest: number, kind: string, file: string): Promise<void> {
  const { comments } = await gh.json<{ comments: Comment[] }>(
    'pr',
    'view',
    `${pullRequest}`,
    '--json',
    'comments',
  );
  const ours = comments.find(({ body, viewerDidAuthor }) => viewerDidAuthor && body.startsWith(marker(kind)));
  if (!ours) {
    await gh.run('pr', 'comment', `${pullRequest}`, '--body-file', file);
    return;
  }
  const id = ours.url.match(/#issuecomment-(\d+)$/)![1];
  const path = `repos/{owner}/{repo}/issues/comments/${id}`;
  await gh.run('api', '--silent', '--method', 'PATCH', path, '--field', `body=@${file}`);
}
