import { Failure } from '../../console/failure';
import { type Address, addressesOf, guestPriorities } from '../../constructs/services/routes/route-priority';
import type { Services } from '../../declarations/service';
import type { Parameters } from '../../parameters/parameters';
import { versionsOf } from '../../parameters/version';
import { SIGNALLED } from './down';

/** Rules of a load balancer, unless AWS raised it. Source: "Quotas for your Application Load Balancers". */
const RULES = 100;
/** Enough for a thousand rules of others beside twenty of its own, and tried within a second. */
const ATTEMPTS = 10_000;

/** Deploys of one preview, if others take its places each time. */
const TRIES = 4;

export interface Taken {
  /** Priorities of all other rules. */
  readonly others: readonly number[];
  /** Of the preview's own, where it is deployed already. */
  readonly own: readonly number[];
}

/**
 * The attempt (`Draw`) by which no rule of a preview gets a priority that is taken: the one that it has if it can keep
 * it, else the first.
 * @throws Failure when there is none.
 */
export function chooseAttempt(
  id: string,
  addresses: readonly Address[],
  { others, own }: Taken,
  current?: number,
): number {
  const isFree = (attempt: number, taken: ReadonlySet<number>) => {
    const priorities = guestPriorities(addresses, { id, attempt }).values();
    return [...priorities].every(({ rule, further }) => [...further, rule].every((one) => !taken.has(one)));
  };
  if (current !== undefined && isFree(current, new Set(others))) return current;
  // Its rules move one by one, so the place of one that has yet to move is taken as well.
  const taken = new Set([...others, ...own]);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) if (isFree(attempt, taken)) return attempt;
  throw new Failure(
    `No room for the rules of ${id}: the load balancer has ${taken.size}, and none of ${ATTEMPTS} ways to put ${addresses.length} between them leaves each a place. Take a preview down: npm run preview -- down NAME`,
  );
}

export interface Placing {
  /** Of the preview. */
  readonly id: string;
  readonly addresses: readonly Address[];
  /** The attempt that it was deployed with. */
  readonly current?: number;
  /** Asks the load balancer. */
  readonly readTaken: () => Promise<Taken>;
  /** @returns the exit code. */
  readonly deploy: (attempt: number) => Promise<number>;
  readonly say: (text: string) => void;
}

/**
 * Deploys a preview with free places for its rules. The load balancer gives a place to whoever comes first: where another
 * preview was faster, it tries once more with other places.
 * @returns the exit code of the last deploy.
 * @throws Failure when there are no free places.
 */
export async function deployInFreePlaces(placing: Placing): Promise<number> {
  const { id, addresses, current, readTaken, deploy, say } = placing;
  let attempt = chooseAttempt(id, addresses, await readTaken(), current);
  for (let left = TRIES; ; left -= 1) {
    const code = await deploy(attempt);
    if (code === 0 || code > SIGNALLED || left === 1) return code;
    // Whatever is wrong now, the errors of the deploy tell more.
    const next = await readTaken()
      .then((taken) => chooseAttempt(id, addresses, taken, attempt))
      .catch(() => attempt);
    if (next === attempt) return code;
    say(
      `another preview took a place of the rules of ${id} at the same moment: once more, with other places`,
    );
    attempt = next;
  }
}

/** How many rules a preview has: for each route one, and one more for each version beside the first. */
export function countRules(services: Services, parameters: Parameters['services']): number {
  return Object.entries(services).reduce(
    (sum, [name, service]) =>
      sum + addressesOf({ [name]: service }).length * versionsOf(parameters[name]!).length,
    0,
  );
}

/** Undefined while there is room. What AWS has raised the quota to is its secret until a rule is refused. */
export function warnOfQuota(id: string, { others }: Taken, rules: number): string | undefined {
  const together = others.length + rules;
  if (together <= RULES) return undefined;
  return `warning: the load balancer has ${others.length} rules without those of ${id}, which needs ${rules}: AWS allows ${RULES} unless it raised the quota "Rules per Application Load Balancer". If a rule is refused (TooManyRules), take a preview down or ask AWS for more.`;
}
