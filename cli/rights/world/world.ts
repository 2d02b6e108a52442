import type { PolicyStatement } from '../../../plan/policy/statement';
import { type Call, may, type Principal } from '../access';
import { type ClusterInside, readClusters } from './clusters';
import { type IamRole, readPolicies, readRoles } from './identities';
import { readingActions } from './managed-policies';
import { type ReadStack, References } from './references';
import { type Runner, readRunners } from './runners';
import { type Asset, type AssetKind, readThings, tagsOf } from './things';

/** All that says who can reach what: roles, things with policies of their own, clusters. */
export interface World {
  readonly roles: readonly IamRole[];
  readonly things: readonly Asset[];
  readonly clusters: readonly ClusterInside[];
  /** Managed policies of the stacks, by ARN. */
  readonly policies: ReadonlyMap<string, readonly PolicyStatement[]>;
  readonly deploys: readonly Deploy[];
  readonly runners: readonly Runner[];
}

/** How a stack is deployed. */
export interface Deploy {
  /** Of the stack. */
  readonly name: string;
  /** ARN of the role that deploys it. */
  readonly deployer: string;
  /** Names of the parameters that it reads. */
  readonly parameters: readonly string[];
}

function readDeploy({ name, document }: ReadStack): Deploy[] {
  const deployer = document.provider?.aws?.[0]?.assume_role?.[0]?.role_arn;
  if (deployer === undefined) return [];
  const { data } = document as { data?: { aws_ssm_parameter?: Record<string, { name: string }> } };
  const parameters = Object.values(data?.aws_ssm_parameter ?? {}).map((parameter) => parameter.name);
  return [{ name, deployer, parameters }];
}

/**
 * Reads it from what the app wrote.
 * @param actions all that is asked about.
 */
export async function readWorld(stacks: readonly ReadStack[], actions: readonly string[]): Promise<World> {
  const references = new References(stacks);
  const policies = readPolicies(references);
  return {
    roles: readRoles(references, policies, await readingActions(actions)),
    things: readThings(stacks, references),
    clusters: readClusters(references),
    policies,
    deploys: stacks.flatMap(readDeploy),
    runners: readRunners(references, (resource) => tagsOf(stacks, resource)),
  };
}

export function thingsOf({ things }: World, kind: AssetKind): Asset[] {
  return things.filter((thing) => thing.kind === kind);
}

/** The boundary of a role. A boundary that no stack makes lets nothing be known of it: it holds nobody. */
export function boundaryOf(
  { policies }: World,
  arn: string | undefined,
): readonly PolicyStatement[] | undefined {
  return arn === undefined ? undefined : policies.get(arn);
}

/** Actions that let somebody write a thing's own policy, and so do whatever its own policies do not deny it. */
const OPENS: Partial<Readonly<Record<AssetKind, readonly string[]>>> = {
  bucket: ['s3:PutBucketPolicy'],
  key: ['kms:PutKeyPolicy'],
  repository: ['ecr:SetRepositoryPolicy'],
  secret: ['secretsmanager:PutResourcePolicy'],
};

/** Actions that tag a thing that is there: rights that hang on its tags then hang on nothing. */
const TAGS: Partial<Readonly<Record<AssetKind, string>>> = {
  cluster: 'eks:TagResource',
  database: 'rds:AddTagsToResource',
  key: 'kms:TagResource',
  listener: 'elasticloadbalancing:AddTags',
  'log group': 'logs:TagResource',
  'route table': 'ec2:CreateTags',
  secret: 'secretsmanager:TagResource',
  'security group': 'ec2:CreateTags',
};

/** Actions on things that lead to others. */
export const INDIRECT_ACTIONS = [...Object.values(OPENS).flat(), ...Object.values(TAGS)];

/** Whether somebody may do something to a thing: at once, or after giving it other tags, or another policy. */
export function mayDo(caller: Principal, action: string, thing: Asset, more: Partial<Call> = {}): boolean {
  const { kind, arn, account, policy, tags } = thing;
  const about = { resource: arn, account, policy, needsPolicy: kind === 'key' };
  const tagging = TAGS[kind];
  const isTaggedAtWill = tagging !== undefined && may(caller, { ...about, action: tagging, tags });
  const call: Call = { ...about, action, tags: isTaggedAtWill ? undefined : tags, ...more };
  if (may(caller, call)) return true;
  if (account !== caller.account) return false;
  const opens = (OPENS[kind] ?? []).some((opening) =>
    may(caller, { ...about, action: opening, tags: call.tags }),
  );
  return opens && may(caller, { ...call, policy: [letsIn(caller)] });
}

/** As the caller would write it. */
function letsIn({ arn }: Principal): PolicyStatement {
  return {
    effect: 'Allow',
    principals: [`AWS:${arn}`],
    actions: ['*'],
    resources: ['*'],
    conditions: new Map(),
    inverted: [],
  };
}
