import { plain, table } from '../../plan/report/markdown';
import type { Attempt, DeployRecord, DriftLook } from '../deployed/schema';
import type { AlarmState } from '../health/alarms';

/** A stack of the environment. */
export interface StackStatus extends Partial<DeployRecord> {
  readonly stack: string;
  /** How many commits of main it lacks. Undefined: this clone can't tell. */
  readonly behind?: number;
  /** A deploy or destroy that has begun after that, and not succeeded. */
  readonly attempt?: Attempt;
}

/** What an environment runs. */
export interface Status {
  readonly environment: string;
  readonly stacks: readonly StackStatus[];
  /** Why services do not run there, by their names, as its file says. */
  readonly absent?: Readonly<Record<string, string>>;
  /** Of the alarm that sums up the critical ones. Undefined: there is no such alarm. */
  readonly health?: AlarmState['StateValue'];
  /** Names of the alarms that are on. */
  readonly alarms: readonly string[];
  readonly drift?: DriftLook;
  /** Domains whose certificate is not at the load balancer. Undefined: it has no domains. */
  readonly waiting?: readonly string[];
}

/** What is to be looked at, a sentence each. */
export function concerns({ environment, stacks, health, drift, waiting = [] }: Status): string[] {
  const deployed = stacks.filter(({ at }) => at !== undefined);
  const commits = new Set(deployed.map(({ commit }) => commit));
  return [
    ...stacks.flatMap(({ stack, attempt }) => (attempt ? [attemptConcern(stack, attempt)] : [])),
    ...(deployed.length === 0 ? ['no deploy is recorded'] : []),
    ...(health === 'ALARM' ? ['it is unhealthy'] : []),
    ...(health === undefined ? ['nobody watches its health'] : []),
    ...deployed
      .filter(({ changed = 0 }) => changed > 0)
      .map(({ stack }) => `${stack} runs what no commit has`),
    ...deployed
      .filter(({ commit }) => commit === undefined)
      .map(({ stack }) => `${stack} was deployed from no repository`),
    ...(commits.size > 1 ? ['its stacks are of different commits'] : []),
    ...(drift?.verdict === 'drift' ? ['somebody changed it beside the code'] : []),
    ...waiting.map((domain) => `${domain} has no certificate yet (npm run domains -- ${environment})`),
    ...(drift?.verdict === 'failed' ? ['the last look for drift failed'] : []),
  ];
}

/** For people. */
export function statusText(status: Status, now: Date): string {
  const { environment, stacks, absent = {}, health, alarms, drift } = status;
  const found = concerns(status);
  const services = stacks.flatMap((stack) => Object.entries(stack.services ?? {}));
  const lines = [
    ...stacks.flatMap(({ stack, attempt }) =>
      attempt ? [attemptText(environment, stack, attempt, now)] : [],
    ),
    `services: ${services.map(([name, versions]) => `${name} ${versions.join(' and ')}`).join(', ') || 'none recorded'}`,
    ...Object.entries(absent).map(([service, why]) => `${service} does not run here: ${why}`),
    `health: ${health ?? 'no alarm; the environment is not deployed'}${alarms.length > 0 ? `; on: ${alarms.join(', ')}` : ''}`,
    `drift: ${drift ? `${WORDS[drift.verdict]}, looked for ${ago(drift.at, now)}` : `nobody has looked: npm run drift -- ${environment}`}`,
  ];
  const head = ['stack', 'commit', 'behind main', 'deployed', 'by', 'reviewed'];
  return [
    `## ${environment}: ${found.length > 0 ? found.join('; ') : 'all is well'}`,
    table(
      head,
      stacks.map((stack) => row(stack, now)),
      head.length,
    ),
    lines.map((line) => `- ${plain(line)}`).join('\n'),
    ...(stacks.every(({ at, attempt }) => at === undefined && attempt === undefined)
      ? ['Each deploy from now on records what it deploys; one that was made before did not.']
      : []),
  ].join('\n\n');
}

const nounOf = ({ destroys }: Attempt) => (destroys ? 'destroy' : 'deploy');

function attemptConcern(stack: string, attempt: Attempt): string {
  const noun = nounOf(attempt);
  return attempt.failed
    ? `the last ${noun} of ${stack} failed`
    : `a ${noun} of ${stack} has begun and not ended`;
}

function attemptText(environment: string, stack: string, attempt: Attempt, now: Date): string {
  const { at, failed } = attempt;
  const what = attempt.destroys
    ? 'it was being destroyed'
    : `${attempt.commit === undefined ? 'what no commit has' : commitText(attempt)} was being deployed`;
  const end = failed
    ? `and failed ${time(failed, now)}: some of it may be done`
    : `and has not ended: it is at work, or broke off; npm run recover -- ${environment} tells who holds the lock`;
  return `${stack}: ${what} by ${whoText(attempt)} since ${time(at, now)}, ${end}`;
}

const WORDS: Readonly<Record<DriftLook['verdict'], string>> = {
  none: 'none',
  pending: 'none, and the code was ahead of what was deployed',
  drift: 'found',
  failed: 'could not be looked for',
};

function row({ stack, behind, attempt: _, ...deployed }: StackStatus, now: Date): string[] {
  const { at, changed = 0, by = '', reviewed } = deployed;
  if (at === undefined) return [stack, 'not recorded', '', '', '', ''];
  return [
    stack,
    commitText({ ...deployed, changed }),
    behind === undefined ? 'this clone can not tell' : `${behind}`,
    time(at, now),
    plain(whoText({ ...deployed, by })),
    reviewed ? 'yes' : 'no',
  ];
}

function commitText({ commit, changed }: Pick<Attempt, 'commit' | 'changed'>): string {
  const dirty = changed > 0 ? ` and ${changed} changed file${changed === 1 ? '' : 's'}` : '';
  return `${commit?.slice(0, 12) ?? 'none'}${dirty}`;
}

function whoText({ actor, by, run }: Pick<Attempt, 'actor' | 'by' | 'run'>): string {
  return [actor, by.split('/').slice(1).join('/') || by, run].filter(Boolean).join(', ');
}

function time(at: string, now: Date): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC, ${ago(at, now)}`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `3 hours ago`. */
export function ago(at: string, now: Date): string {
  const passed = Math.max(0, now.getTime() - Date.parse(at));
  const [unit, length] = UNITS.find(([, each]) => passed >= 2 * each) ?? ['minute', 60_000];
  const count = Math.floor(passed / length);
  return count < 2 && unit === 'minute' ? 'just now' : `${count} ${unit}s ago`;
}
