import { commandLine } from '../../console/command-line';
import { ARCHITECTURE } from '../../declarations/architecture';
import { suggest } from '../../problems/suggest';
import { readServiceFolder } from '../service-folder';
import { type FindingSeverity, SEVERITIES } from './severity';

export const usage = `npm run image -- COMMAND SERVICE[=FOLDER]

Makes the image of a service, pushes it, and lists what the registry has.

  build SERVICE[=FOLDER]   makes the image of the folder's Dockerfile; default: examples/SERVICE
  push SERVICE[=FOLDER]    makes it, pushes it, and tells its digest and what the registry's scan has found
  list SERVICE             what the registry has, and which environment runs it

  --branch NAME            build, push: where no branch is checked out
  --platform NAMES         build, push: such as linux/amd64,linux/arm64; default: all of these two that the builder can
  --sbom FILE              build: writes a list of what is in it, as CycloneDX; needs syft
  --fail-at SEVERITY       push: exit code 3 for findings of this or above: ${SEVERITIES.join(', ')}
  --summary FILE           push: adds the findings to it, in Markdown
  --outputs FILE           push: adds version, digest and repository to it, as a step of a workflow tells others
  --json                   for a program
  --help

The tag is the branch and the commit, or a release that git tags. A folder with changes is refused, and so is a tag that
exists with another content. docs/images.md

Examples:
  npm run image -- build storefront
  npm run image -- push storefront=examples/storefront --fail-at high
  npm run image -- list storefront --json`;

const { parse, refused } = commandLine(usage);

const COMMANDS = ['build', 'push', 'list'] as const;

/** Both kinds of processor that AWS has. */
export const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;
/** That of the nodes, without which an image starts nowhere. */
export const NEEDED = `linux/${ARCHITECTURE}`;

export interface ImageArguments {
  readonly command: (typeof COMMANDS)[number];
  readonly service: string;
  readonly folder?: string;
  readonly branch?: string;
  readonly platforms?: readonly string[];
  readonly sbom?: string;
  readonly failAt?: FindingSeverity;
  readonly summary?: string;
  readonly outputs?: string;
  readonly json: boolean;
}

/** Of which command an option is. */
const OPTIONS_OF = {
  branch: ['build', 'push'],
  platform: ['build', 'push'],
  sbom: ['build'],
  'fail-at': ['push'],
  summary: ['push'],
  outputs: ['push'],
} as const;

/**
 * @param known all services.
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseImageArguments(
  args: readonly string[],
  known: readonly string[],
): ImageArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      branch: { type: 'string' },
      platform: { type: 'string' },
      sbom: { type: 'string' },
      'fail-at': { type: 'string' },
      summary: { type: 'string' },
      outputs: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [first = '', ...rest] = positionals;
  const command = COMMANDS.find((one) => one === first);
  if (!command) throw refused(`got "${first}"${suggest(first, COMMANDS)}; allowed: ${COMMANDS.join(', ')}`);
  for (const [option, commands] of Object.entries(OPTIONS_OF))
    if (values[option as keyof typeof OPTIONS_OF] !== undefined && !commands.includes(command as never))
      throw refused(`--${option}: got it with ${command}; allowed: with ${commands.join(', ')}`);
  if (rest.length !== 1)
    throw refused(`${command}: got ${rest.length} services; allowed: one of ${known.join(', ')}`);
  const [service, folder] = readServiceFolder(rest[0]!, known, refused);
  if (folder !== undefined && command === 'list') throw refused(`list: got a folder; allowed: ${service}`);
  return {
    command,
    service,
    folder,
    branch: values.branch,
    platforms: values.platform === undefined ? undefined : readPlatforms(values.platform),
    sbom: values.sbom,
    failAt: values['fail-at'] === undefined ? undefined : readSeverity(values['fail-at']),
    summary: values.summary,
    outputs: values.outputs,
    json: values.json,
  };
}

function readPlatforms(text: string): string[] {
  const names = text.split(',');
  const wrong = names.find((name) => !(PLATFORMS as readonly string[]).includes(name));
  if (wrong === undefined && names.includes(NEEDED)) return [...new Set(names)];
  if (wrong === undefined)
    throw refused(
      `--platform: got "${text}"; allowed: with ${NEEDED}, as pods start on no other node (docs/pods.md)`,
    );
  throw refused(`--platform: got "${wrong}"${suggest(wrong, PLATFORMS)}; allowed: ${PLATFORMS.join(', ')}`);
}

function readSeverity(text: string): FindingSeverity {
  const found = SEVERITIES.find((one) => one === text.toLowerCase());
  if (found) return found;
  throw refused(`--fail-at: got "${text}"${suggest(text, SEVERITIES)}; allowed: ${SEVERITIES.join(', ')}`);
}
