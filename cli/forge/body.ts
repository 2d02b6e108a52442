import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Characters of a comment or an issue. Source: GitHub GraphQL, "body is too long (maximum is 65536 characters)". */
const LIMIT = 65_536;

/**
 * An invisible first line by which a comment or an issue of ours is found again.
 * @param kind such as `plan`, of lower-case letters, digits, `-` and `:`.
 */
export const marker = (kind: string) => `<!-- platform:${kind} -->`;

/** Where the run is that writes. Undefined outside of GitHub Actions. */
export function runUrl(env: NodeJS.ProcessEnv): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  return server && repository && id ? `${server}/${repository}/actions/runs/${id}` : undefined;
}

/**
 * The files of a report, with its marker, never longer than GitHub takes. One that was not written, or not begun, is
 * replaced by a sentence: whatever writes it has failed.
 */
export function body(kind: string, files: readonly string[], run?: string): string {
  const where = run ? `[the run](${run})` : 'the run';
  const texts = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : ''));
  const failed = `**Failed**, and left no report. Why: see ${where}.`;
  const whole = `${marker(kind)}\n${[...new Set(texts.map((text) => text || failed))].join('\n\n')}\n`;
  if (whole.length <= LIMIT) return whole;
  const end = `\n\n**Cut here**, as GitHub takes no more. The rest: see the summary of ${where}.\n`;
  const kept = whole.slice(0, LIMIT - end.length);
  return `${kept.slice(0, kept.lastIndexOf('\n'))}${end}`;
}

/** Writes it down for gh. @returns the file. */
export function bodyFile(file: string, text: string): string {
  writeFileSync(file, text);
  return file;
}
