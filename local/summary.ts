import type { Inventory } from './emulator';
import type { Changes } from './events';
import type { Stack } from './stacks';

/** What to look at, by what a stack has. In the order in which they are printed. */
const LOOKS: readonly (readonly [type: string, arguments: string])[] = [
  ['aws_eks_cluster', 'eks list-clusters'],
  [
    'aws_db_instance',
    "rds describe-db-instances --query 'DBInstances[].[DBInstanceIdentifier,Engine]' --output text",
  ],
  [
    'aws_elasticache_replication_group',
    "elasticache describe-replication-groups --query 'ReplicationGroups[].ReplicationGroupId' --output text",
  ],
  ['aws_s3_bucket', 's3 ls'],
  ['aws_vpc', "ec2 describe-vpcs --query 'Vpcs[].[VpcId,CidrBlock]' --output text"],
  ['aws_cloudwatch_log_group', "logs describe-log-groups --query 'logGroups[].logGroupName' --output table"],
  [
    'aws_kms_alias',
    'kms list-aliases --query "Aliases[?!starts_with(AliasName, \'alias/aws/\')].AliasName" --output text',
  ],
];
const MOST = 4;

/** What a run did to a stack. */
export function formatChanges({ add, change, remove }: Changes): string {
  const parts = [
    add > 0 && `${add} made`,
    change > 0 && `${change} changed`,
    remove > 0 && `${remove} destroyed`,
  ].filter(Boolean);
  return parts.join(', ') || 'no changes';
}

/** The lines that a user may copy next. */
export function nextSteps(environments: readonly Stack[]): string {
  const looks = environments.flatMap(({ name, resourceTypes }) =>
    LOOKS.filter(([type]) => resourceTypes.includes(type))
      .slice(0, MOST)
      .map(([, args]) => `aws --profile ${name} ${args}`),
  );
  const names = environments.map(({ name }) => name).join(' ');
  return [
    'Look at it:',
    ...['eval "$(npm run --silent local -- env)"', ...looks].map((line) => `  ${line}`),
    'Take it down:',
    `  npm run local -- down ${names}`,
  ].join('\n');
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
