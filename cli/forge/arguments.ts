import { commandLine } from '../../console/command-line';
import { suggest } from '../../problems/suggest';

export const usage = `npm run forge -- COMMAND

What the workflows say to GitHub, by gh and its token.

  comment PR KIND FILE...   writes the files as the one comment of that KIND on the pull request, or over it
  request PR WHO            prints the commit that WHO may have a preview of; fails when there may be none
  order ENVIRONMENT         fails when the environment was deployed from a newer commit than this one
  deployed ENVIRONMENT      prints the commit of the last deploy that succeeded; nothing before there was one
  reviewed ENVIRONMENT FILE
                            writes what the pull requests have shown that come to the environment with this commit
  check                     fails where the forge does not protect what deploys: environments, branch rule, reviews
  push-role SERVICE         prints the role by which the workflow of an application pushes the images of its service
  raise SERVICE VERSION     opens a pull request that raises the version in the first environment, or updates it
  region                    prints the region of platform.json, for the step that gets credentials
  drift FOLDER              opens, updates or closes one issue for each environment, by what drift --out wrote there
  --help

Examples:
  npm run forge -- deployed dev
  npm run forge -- check`;

const { parse, refused } = commandLine(usage);

export type ForgeArguments =
  | { readonly command: 'help' }
  | {
      readonly command: 'comment';
      readonly pullRequest: number;
      readonly kind: string;
      readonly files: readonly string[];
    }
  | { readonly command: 'request'; readonly pullRequest: number; readonly who: string }
  | { readonly command: 'order' | 'deployed'; readonly environment: string }
  | { readonly command: 'reviewed'; readonly environment: string; readonly file: string }
  | { readonly command: 'region' | 'check' }
  | { readonly command: 'push-role'; readonly service: string }
  | { readonly command: 'raise'; readonly service: string; readonly version: string }
  | { readonly command: 'drift'; readonly folder: string };

/** @throws Failure that says what is wrong with the command line. */
export function parseForgeArguments(args: readonly string[]): ForgeArguments {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) return { command: 'help' };
  const [command, ...rest] = positionals;
  const words = take(command, rest);
  switch (command) {
    case 'comment':
      return { command, pullRequest: pullRequest(words[0]!), kind: kind(words[1]!), files: words.slice(2) };
    case 'request':
      return { command, pullRequest: pullRequest(words[0]!), who: words[1]! };
    case 'order':
    case 'deployed':
      return { command, environment: words[0]! };
    case 'reviewed':
      return { command, environment: words[0]!, file: words[1]! };
    case 'push-role':
      return { command, service: words[0]! };
    case 'raise':
      return { command, service: words[0]!, version: words[1]! };
    case 'region':
    case 'check':
      return { command };
    default:
      return { command: 'drift', folder: words[0]! };
  }
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  comment: ['PR', 'KIND', 'FILE...'],
  request: ['PR', 'WHO'],
  order: ['ENVIRONMENT'],
  deployed: ['ENVIRONMENT'],
  reviewed: ['ENVIRONMENT', 'FILE'],
  check: [],
  'push-role': ['SERVICE'],
  raise: ['SERVICE', 'VERSION'],
  region: [],
  drift: ['FOLDER'],
};

function take(command: string | undefined, rest: readonly string[]): readonly string[] {
  const words = WORDS[command ?? ''];
  if (!words)
    throw refused(
      `got "${command ?? ''}"${suggest(command ?? '', Object.keys(WORDS))}; allowed: ${Object.keys(WORDS).join(', ')}`,
    );
  const isEnough = words.at(-1)?.endsWith('...') ? rest.length >= words.length : rest.length === words.length;
  if (isEnough && rest.every(Boolean)) return rest;
  throw refused(
    `${command}: got ${rest.filter(Boolean).join(' ') || 'nothing'}; allowed: ${words.join(' ') || 'nothing more'}`,
  );
}

function pullRequest(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw refused(`PR: got "${text}"; allowed: the number of a pull request`);
}

function kind(text: string): string {
  if (/^[a-z][a-z0-9-]*$/.test(text)) return text;
  throw refused(`KIND: got "${text}"; allowed: lower-case letters, digits and "-"`);
}
