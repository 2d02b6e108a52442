import { existsSync, readFileSync } from 'node:fs';
import type { Json } from '../helpers';

/** Where the pages of alarms are. */
export const RUNBOOKS = 'docs/runbooks/alarms';

/** What a person on call asks, in this order. */
const HEADINGS = ['What it means', 'Check first', 'What to do', 'How long it takes', 'It is over when'];

interface LinkedAlarm {
  readonly name: string;
  readonly description: string;
  /** The page that the description links to. Undefined: it ends otherwise. */
  readonly page?: string;
}

/** Every alarm of some stacks, composite ones included. */
export function alarmsOf(stacks: readonly { readonly document: Json }[]): LinkedAlarm[] {
  return stacks
    .flatMap(({ document }) => [
      ...Object.values<Json>(document.resource.aws_cloudwatch_metric_alarm ?? {}),
      ...Object.values<Json>(document.resource.aws_cloudwatch_composite_alarm ?? {}),
    ])
    .map(({ alarm_name: name, alarm_description: description }) => ({
      name,
      description,
      page: / Runbook: https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/blob\/HEAD\/(docs\/\S+\.md)$/.exec(
        description,
      )?.[1],
    }));
}

/** What is missing for somebody who follows the link of an alarm. */
export function faultsOf({ name, page }: LinkedAlarm): string[] {
  if (page === undefined) return [`${name}: its description does not end with a link to its page`];
  if (!existsSync(page)) return [`${name}: ${page} is not there: add it, or correct "runbook" of the alarm`];
  const sections = new Map(
    readFileSync(page, 'utf8')
      .split(/^## /m)
      .slice(1)
      .map((section) => section.split(/\n([\s\S]*)/, 2) as [string, string]),
  );
  if (JSON.stringify([...sections.keys()]) !== JSON.stringify(HEADINGS))
    return [`${page}: got the headings ${[...sections.keys()].join(', ')}; allowed: ${HEADINGS.join(', ')}`];
  return HEADINGS.filter((heading) => sections.get(heading)!.trim() === '').map(
    (heading) => `${page}: nothing below "${heading}"`,
  );
}
