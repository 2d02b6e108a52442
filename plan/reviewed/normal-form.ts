import { createHash } from 'node:crypto';
import { actionOf, type ResourceChange } from '../change';
import { order, Plan, type PlanJson, type Written } from '../plan';
import { findings } from '../rules';
import { canonical, type Value, visible } from '../value';
import { type Leaf, leaves, UNKNOWN, writtenAt } from './leaves';
import type { ReviewedAttribute, ReviewedChange, ReviewedPlan } from './schema';

/** By what a plan was made, and where it would be applied. */
export interface Circumstances {
  /** Versions of the providers by their sources, such as `hashicorp/aws`. */
  readonly providers: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly region?: string;
  /** Whether the environment is protected, by which rules judge. Default: yes. */
  readonly isProtected?: boolean;
}

/** What a plan would do, as it is compared. */
export interface NormalPlan extends ReviewedPlan {
  readonly stack: string;
  /** All values that a resource would have, by address, those included that would not change. */
  readonly after: ReadonlyMap<string, ReadonlyMap<string, Leaf>>;
  /** Addresses of what somebody changed beside the code. */
  readonly drifted: ReadonlySet<string>;
  /** Stands for what the code says of an attribute. Undefined: nothing, so it is AWS that decides. */
  readonly code: (address: string, path: string) => string | undefined;
}

/** Of a resource that ends: which one it is, and how it would go. */
const ENDS_BY = [
  'id',
  'arn',
  'force_destroy',
  'skip_final_snapshot',
  'final_snapshot_identifier',
  'deletion_protection',
  'delete_automated_backups',
  'skip_destroy',
  'force_delete',
  'recovery_window_in_days',
  'deletion_window_in_days',
];

/**
 * The normal form of a plan: the same for the same changes, whatever their order, and whenever they were planned. No value
 * that Terraform marks as sensitive is in it: only whether there is one, and whether it changes.
 */
export function normalForm(
  stack: string,
  json: PlanJson,
  written: Written,
  circumstances: Circumstances,
): NormalPlan {
  const { isProtected, ...where } = circumstances;
  const plan = new Plan(stack, json, written, { isProtected });
  const managed = (json.resource_changes ?? []).filter(({ mode }) => mode === 'managed');
  const outputs = Object.entries(json.output_changes ?? {});
  const byAddress = new Map(
    managed.map((change) => [addressOf(change), written.resource?.[change.type]?.[change.name]]),
  );
  return {
    stack,
    ...where,
    providers: sorted(circumstances.providers),
    changes: [
      ...managed.flatMap((change) => changeOf(change, byAddress.get(addressOf(change)))),
      ...outputs.flatMap(([name, { actions, ...values }]) =>
        changeOf(
          {
            address: `output.${name}`,
            mode: 'output',
            type: '',
            name,
            change: { actions, ...wrapped(values) },
          },
          undefined,
        ),
      ),
    ].sort((a, b) => order(a.address, b.address)),
    findings: findings(plan)
      .map(({ rule, change, reasons }) => ({
        address: change.address,
        rule: rule.id,
        reasons: [...reasons].sort(),
      }))
      .sort((a, b) => order(`${a.address} ${a.rule}`, `${b.address} ${b.rule}`)),
    after: new Map(managed.map((change) => [addressOf(change), leaves(visible(change.change).after)])),
    drifted: new Set((json.resource_drift ?? []).map(addressOf)),
    code: (address, path) => codeDigest(byAddress.get(address), path),
  };
}

/** What is kept of it. */
export function kept({ providers, account, region, changes, findings }: NormalPlan): ReviewedPlan {
  return { providers, account, region, changes, findings };
}

/** The address, which a deposed one shares with its successor. */
function addressOf({ address, deposed }: ResourceChange): string {
  return deposed ? `${address} (deposed ${deposed})` : address;
}

function changeOf(resource: ResourceChange, written: Value): ReviewedChange[] {
  const { change } = resource;
  const action = actionOf(change.actions);
  const adopted = change.importing?.id;
  if (!action && adopted === undefined) return [];
  const { before, after } = visible(change);
  const attributes = differing(
    action === 'create' ? new Map() : leaves(before),
    action === 'delete' || action === 'forget' ? new Map() : leaves(after),
    written,
  );
  const ends = action === 'delete' || action === 'forget';
  return [
    {
      address: addressOf(resource),
      action: action ?? 'adopt',
      ...(action === 'replace' && { createsFirst: change.actions[0] === 'create' }),
      ...(adopted !== undefined && { adopted }),
      attributes: ends ? only(attributes, ENDS_BY) : attributes,
    },
  ];
}

function differing(
  before: ReadonlyMap<string, Leaf>,
  after: ReadonlyMap<string, Leaf>,
  written: Value,
): Record<string, ReviewedAttribute> {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort(order);
  return Object.fromEntries(
    paths
      .filter((path) => before.get(path) !== after.get(path) || after.get(path) === UNKNOWN)
      .map((path) => [path, attribute(before.get(path), after.get(path), path, written)]),
  );
}

function attribute(
  before: Leaf | undefined,
  after: Leaf | undefined,
  path: string,
  written: Value,
): ReviewedAttribute {
  const said = after === UNKNOWN ? codeDigest(written, path) : undefined;
  return {
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(said !== undefined && { code: said }),
  };
}

function codeDigest(written: Value, path: string): string | undefined {
  const said = writtenAt(written, path.split('.'));
  if (said === undefined || said === null) return undefined;
  return createHash('sha256').update(canonical(said)).digest('hex').slice(0, 16);
}

function only<T>(values: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}

function sorted(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => order(a, b)));
}

/** An output is one value: its parts begin with `value`. */
function wrapped(values: Parameters<typeof visible>[0]): Parameters<typeof visible>[0] {
  const wrap = <T>(value: T) => ({ value });
  return {
    before: wrap(values.before),
    after: wrap(values.after),
    before_sensitive: wrap(values.before_sensitive),
    after_sensitive: wrap(values.after_sensitive),
    after_unknown: wrap(values.after_unknown),
  };
}
