import { join } from 'node:path';
import type { Gh } from '../../programs/gh';
import { readSummary } from '../drift/summary';
import { body, bodyFile } from './body';
import { closeIssue, openIssue } from './issue';

/**
 * One issue for each environment, open while there is drift. One that could not be looked at keeps what it has.
 * @param folder that drift --out wrote to.
 * @param file where a text for gh may be written.
 * @param run URL of the run that does it.
 */
export async function driftIssues(
  gh: Gh,
  folder: string,
  say: (done: string) => void,
  file: string,
  run?: string,
): Promise<void> {
  for (const { environment, verdict, report } of readSummary(folder)) {
    const kind = `drift:${environment}`;
    const topic = { label: 'drift', kind, title: `${environment} is not what its code says` };
    const done =
      verdict === 'drift'
        ? await openIssue(gh, topic, bodyFile(file, body(kind, [join(folder, report)], run)))
        : verdict === 'failed'
          ? `${environment} could not be looked at`
          : await closeIssue(gh, topic, 'No drift any more.');
    if (done) say(done);
  }
}
