import type { Changes } from '../../terraform/events';
import type { EnvironmentStacks } from '../deploy/stacks';
import type { Inventory, UnusedRights } from '../emulated-aws/emulator';
import { addressesOf, type LocalEntrance } from '../emulated-aws/entrance';

/** What to look at in the environment ENV, by what it has. In the order in which they are printed. */
const LOOKS: readonly (readonly [type: string, command: string, what: string])[] = [
  [
    'kubernetes_deployment_v1',
    'npm run ps -- ENV',
    'all that runs; also logs, open and shell: docs/commands.md',
  ],
  ['kubernetes_deployment_v1', 'kubectl --context ENV get jobs,cronjobs -A', 'releases and schedules'],
  [
    'kubernetes_deployment_v1',
    'kubectl --context ENV describe deployments -A',
    'what each process is given: variables, probes, sizes',
  ],
  [
    'aws_cloudwatch_dashboard',
    "aws --profile ENV cloudwatch list-dashboards --query 'DashboardEntries[].DashboardName' --output text",
    'one for the platform, one for each service',
  ],
  [
    'aws_db_instance',
    "aws --profile ENV rds describe-db-instances --query 'DBInstances[].[DBInstanceIdentifier,Engine]' --output text",
    'databases',
  ],
  ['aws_eks_cluster', 'aws --profile ENV eks list-clusters', 'the cluster'],
  ['aws_s3_bucket', 'aws --profile ENV s3 ls', 'buckets'],
  [
    'aws_vpc',
    "aws --profile ENV ec2 describe-vpcs --query 'Vpcs[].[VpcId,CidrBlock]' --output text",
    'the network',
  ],
];
const MOST = 5;

/** What a run did to a stack. */
export function formatChanges({ add, change, remove }: Changes): string {
  const parts = [
    add > 0 && `${add} made`,
    change > 0 && `${change} changed`,
    remove > 0 && `${remove} destroyed`,
  ].filter(Boolean);
  return parts.join(', ') || 'no changes';
}

/** What stands behind databases and caches. */
export function servers(told: readonly string[]): string[] {
  return told.length > 0 ? ['Databases and caches:', ...told.map((line) => `  ${line}`)] : [];
}

/** The lines that a user may copy next. */
export function nextSteps(environments: readonly EnvironmentStacks[], entrance: LocalEntrance): string {
  const names = environments.map(({ name }) => name).join(' ');
  return [
    ...formatAddresses(
      entrance,
      environments.map(({ name }) => name),
    ),
    'Look at it:',
    ...[
      'npm run local -- status  # what is deployed, and which rights no call used',
      'eval "$(npm run --silent local -- env)"',
      ...environments.flatMap(looks),
    ].map((line) => `  ${line}`),
    'Take it down:',
    `  npm run local -- down ${names}`,
  ].join('\n');
}

/** Where a browser finds what is deployed. */
export function formatAddresses(entrance: LocalEntrance, environments: readonly string[]): string[] {
  const found = environments.flatMap((name) => addressesOf(entrance, name));
  if (found.length === 0) return [];
  return ['Open it:', ...found.map(({ url, name }) => `  ${url}  # ${name}`)];
}

function looks({ name, stacks }: EnvironmentStacks): string[] {
  const types = new Set(stacks.flatMap(({ resourceTypes }) => resourceTypes));
  return LOOKS.filter(([type]) => types.has(type))
    .slice(0, MOST)
    .map(([, command, what]) => `${command.replace('ENV', name)}  # ${what}`);
}

/** How many rights of each role no call used: a hint at what could be taken away, once all commands have run. */
export function formatUnusedRights(unused: UnusedRights, listedBy: string): string[] {
  const roles = Object.entries(unused).filter(([, actions]) => actions.length > 0);
  if (roles.length === 0) return [];
  return [
    `rights that no call used so far; all of them: ${listedBy}`,
    ...roles.map(([arn, actions]) => `  ${arn.split(':').slice(4).join(' ')}: ${some(actions)}`),
  ];
}

/** The last copies of data, which a protected environment leaves on purpose. */
const MEANT_TO_STAY = /snapshot|recovery_?point/i;

/** What is left of destroyed environments, which have an account each. Empty: nothing. */
export function formatLeft(inventory: Inventory, destroyed: ReadonlyMap<string, string>): string[] {
  return [...destroyed].flatMap(([name, account]) => {
    const items = (inventory[account] ?? []).filter(({ kind }) => !MEANT_TO_STAY.test(kind));
    if (items.length === 0) return [];
    const what = some(items.map((item) => `${item.service} ${item.kind} ${item.name}`));
    return `${name}: the destroy has left ${items.length}, which were in no state: ${what}. Take them over and destroy them: npm run local -- ${name} --platform-only; npm run local -- down ${name}. Or: npm run local -- stop`;
  });
}

/** What the emulator holds, by account: counts, and names where there are few. */
export function formatInventory(inventory: Inventory): string {
  const accounts = Object.entries(inventory).filter(([, items]) => items.length > 0);
  if (accounts.length === 0) return 'The emulator holds nothing.';
  const lines = accounts.flatMap(([account, items]) => {
    const kinds = new Map<string, string[]>();
    for (const { service, kind, name } of items) {
      const key = `${service} ${kind}`;
      kinds.set(key, [...(kinds.get(key) ?? []), name]);
    }
    return [`  ${account}`, ...[...kinds].sort().map(([kind, of]) => `    ${kind}: ${some(of)}`)];
  });
  return ['The emulator holds:', ...lines].join('\n');
}

function some(names: readonly string[]): string {
  const few = names.slice(0, 3);
  return `${few.join(', ')}${names.length > few.length ? ` and ${names.length - few.length} more` : ''}`;
}
