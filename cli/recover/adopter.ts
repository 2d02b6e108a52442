import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../console/failure';
import type { ResourceChange } from '../../plan/change';
import { nextState, type Tainted, untaint } from '../../terraform/states/untaint';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import type { NoPlan } from '../plan/failure';
import { writesContract } from '../plan/stacks';
import type { Planner } from '../plan/terraform';
import { adoptedState, type PlannedState, stateOf, stateWithout } from './adopted-state';
import type { Surroundings } from './find/surroundings';
import { type Search, search } from './search';
import { astray, findTwins, goingWith, type Spare, spares, type Twins } from './twins';
import { isUntold } from './untold';

type Say = (text: string) => void;

export interface AdoptOptions {
  /** By the alias of a provider of the stack. */
  readonly surroundings: (alias?: string) => Surroundings;
  /** Ids that were decided, by address. */
  readonly take: ReadonlyMap<string, string>;
  readonly dryRun: boolean;
  readonly say: Say;
}

export interface Adopted extends Omit<Search, 'found'> {
  /** Ids by address. */
  readonly taken: ReadonlyMap<string, string>;
  /** What was half made, and can be gone on with alone: a second one beside it can't be made. */
  readonly kept: readonly string[];
  /** What could not be taken, and why. */
  readonly refused: ReadonlyMap<string, string>;
  /** Addresses of what the state had and forgot, as another one is in use. */
  readonly letGo: ReadonlySet<string>;
  /** What is there besides what the state has. */
  readonly spare: readonly Spare[];
  /** The state with all of that. */
  readonly state: PlannedState;
  /** Ids of what was found, taken or not. */
  readonly told: ReadonlySet<string>;
  /** Whether what others read of the stack is not there: they can't be planned. */
  readonly isUnread: boolean;
  /** Whether all of the stack is there. Otherwise a plan of one that is built on it may fail. */
  readonly isWhole: boolean;
}

/** What Terraform says of it. Source: hashicorp/terraform, internal/terraform/node_resource_abstract_instance.go, checkPreventDestroy. */
const KEPT = /^Resource (\S+) has lifecycle\.prevent_destroy set/;

/** Terraform reads this file with the others of the stack's folder. */
const IMPORTS = 'recover.tf.json';

/**
 * Takes into the state of a stack what is there and is not in it. It plans and stores, and applies nothing: so nothing is
 * made or changed.
 */
export class Adopter {
  constructor(
    private readonly planner: Planner,
    private readonly stack: SynthesizedStack,
    private readonly options: AdoptOptions,
  ) {}

  /** @returns why there is no plan, when there is none. */
  async adopt(): Promise<Adopted | NoPlan> {
    const { take, surroundings, say } = this.options;
    const { document, name } = this.stack;
    const taken = new Map<string, string>();
    const refused = new Map<string, string>();
    const letGo = new Set<string>();
    const told = new Set<string>();
    const kept: string[] = [];
    for (;;) {
      const plan = await this.plan(taken, refused, kept);
      if ('why' in plan) return plan;
      const changes = plan.json.resource_changes ?? [];
      const twins = await findTwins(changes, document, surroundings);
      if (letGo.size === 0 && (await this.letGo(astray(twins), plan.file, letGo))) continue;
      const made = changes.filter(
        (change) => isMade(change) && !refused.has(change.address) && !taken.has(change.address),
      );
      say(`${name}: ${made.length} resources are not in the state; looking for them`);
      const { found, several, unknown } = await search(made, document, surroundings, take);
      for (const [address, id] of found) taken.set(address, id);
      for (const id of [...found.values(), ...[...several.values()].flat()]) told.add(id);
      if (found.size > 0) continue;
      const imported = changes.filter(({ address }) => taken.has(address));
      if (this.leaveOut(imported, taken, refused)) continue;
      const halfMade = changes.filter(isInItsOwnWay);
      if (taken.size + halfMade.length > 0) await this.store(adoptedState(plan.file, imported, halfMade));
      const state = stateOf(plan.file);
      const spare = spares(twins, state);
      for (const { id } of spare) told.add(id);
      return {
        ...{ taken, refused, several, unknown, letGo, spare, state, told },
        kept: [...kept, ...halfMade.map(({ address }) => address)],
        isUnread: writesContract(changes, ['create']),
        isWhole: made.length === 0,
      };
    }
  }

  /** Forgets what a deploy made for a second time, as the first one is in use. @returns whether there was any. */
  private async letGo(lost: readonly Twins[], planFile: string, gone: Set<string>): Promise<boolean> {
    if (lost.length === 0) return false;
    const state = stateWithout(planFile, (before) => {
      for (const address of goingWith(lost, before)) gone.add(address);
      return gone;
    });
    await this.store(state);
    return !this.options.dryRun;
  }

  /** What the next deploy would destroy is not taken without a word. @returns whether there was any. */
  private leaveOut(
    imported: readonly ResourceChange[],
    taken: Map<string, string>,
    refused: Map<string, string>,
  ): boolean {
    const others = imported.filter(
      (change) =>
        change.change.actions.includes('delete') &&
        !isUntold(change) &&
        !this.options.take.has(change.address),
    );
    for (const { address, change } of others) {
      const differs = (change.replace_paths ?? []).map((path) => path.join('.')).join(', ');
      refused.set(
        address,
        `${taken.get(address)} differs in ${differs}, and the next deploy would destroy it and make another. To take it all the same: npm run recover -- ${this.stack.name} --take ${address}=${taken.get(address)}`,
      );
      taken.delete(address);
    }
    return others.length > 0;
  }

  /**
   * A plan with all that was found so far. What can't be imported is left out.
   * @param kept gets what was half made and may not be destroyed.
   */
  private async plan(taken: Map<string, string>, refused: Map<string, string>, kept: string[]) {
    const file = join(this.stack.directory, IMPORTS);
    for (;;) {
      const imports = [...taken].map(([to, id]) => ({ to, id }));
      writeFileSync(file, JSON.stringify({ import: imports }));
      const plan = await this.planner.plan(this.stack).finally(() => rmSync(file));
      if (!('why' in plan)) return plan;
      const before = taken.size;
      for (const { address: at, summary, detail = '' } of plan.faults ?? []) {
        // Of what is not there Terraform tells the address in the text alone.
        const address = at ?? [...taken.keys()].find((key) => detail.includes(`"${key}"`));
        if (address && taken.delete(address)) refused.set(address, `${summary}. ${detail}`);
      }
      if (taken.size === before && !(await this.keepHalfMade(plan, kept))) return plan;
    }
  }

  /**
   * Goes on with what was half made and may not be destroyed, as no plan makes it anew: in a protected environment.
   * @returns whether there was any.
   */
  private async keepHalfMade({ faults = [] }: NoPlan, kept: string[]): Promise<boolean> {
    if (this.options.dryRun) return false;
    const protectedOnes = new Set(faults.map(({ detail = '' }) => detail.match(KEPT)?.[1]));
    if (protectedOnes.size === 0) return false;
    const text = await this.planner.pull(this.stack);
    if (typeof text !== 'string') return false;
    const state = JSON.parse(text) as Tainted;
    const addresses = untaint(state, (address) => protectedOnes.has(address));
    if (addresses.length === 0) return false;
    await this.store(nextState(state));
    kept.push(...addresses);
    return true;
  }

  private async store(state: string): Promise<void> {
    if (this.options.dryRun) return;
    const file = join(this.stack.directory, 'adopted.tfstate');
    writeFileSync(file, state, { mode: 0o600 });
    const failure = await this.planner.push(this.stack, file).finally(() => rmSync(file));
    if (failure) throw new Failure(`${this.stack.name}: the state could not be stored. ${failure.why}`);
  }
}

/** Whether it would be made anew: what the stack itself takes over is not. */
export function isMade({ mode, change: { actions, importing } }: ResourceChange): boolean {
  return mode === 'managed' && actions.join() === 'create' && importing === undefined;
}

/**
 * Whether its making was broken off, and the deploy would make another before it destroys this one: with a name that is
 * taken it fails each time. A Ctrl-C is enough for it: the provider gives up what it waits for.
 */
function isInItsOwnWay({ mode, action_reason, change: { actions } }: ResourceChange): boolean {
  return mode === 'managed' && action_reason === 'replace_because_tainted' && actions[0] === 'create';
}
