import { matches } from './match';
import { actionsLike, type KnownAction } from './services';
import { isHeld, isNarrowed } from './strength';
import type { AllowedAccess } from './widened';

/** Actions that only tell what there is. */
const LOOKING = /^[\w-]+:(describe|list)/;
/**
 * Actions that AWS takes for everything alone or nearly so, and that neither show nor change what anybody keeps there.
 * Source: the examples of the services' own guides, which allow them on `*`.
 */
const HARMLESS =
  /^(cloudwatch:(putmetricdata|getmetric(data|statistics|widgetimage))|xray:(put(tracesegments|telemetryrecords)|getsampling\w+)|logs:(createlog(group|stream)|putlogevents|putretentionpolicy)|ssmmessages:\w+|ec2messages:\w+|ssm:(updateinstanceinformation|put(inventory|complianceitems|configurepackageresult))|s3:getbucketlocation|route53:get(change|hostedzonecount)|tag:getresources|sts:(getcalleridentity|decodeauthorizationmessage)|kms:generaterandom)$/;
/** Without resources of their own, and all the same no harmless look. */
const TELLING =
  /^(secretsmanager:batchgetsecretvalue|sts:get(sessiontoken|servicebearertoken)|iam:get\w+|\w+:get\w*(credential|token|password)\w*)$/;
const UNTELLING =
  /^(secretsmanager:getrandompassword|ecr:getauthorizationtoken|iam:getaccount(passwordpolicy|summary|name))$/;

/** Why what a statement grants is much: undefined when it is not. */
export function broad(grant: AllowedAccess): string | undefined {
  const { principal, action, inverted } = grant;
  if (inverted.length > 0) return allBut(grant);
  if (principal === '*' && !isHeld(grant.conditions)) return `lets everybody do ${action}`;
  if (principal === '') return broadRight(grant);
  return undefined;
}

/** What all but a list is, in the words of the report. */
function allBut({ inverted, action, resource, principal }: AllowedAccess): string {
  const lists: Readonly<Record<string, string>> = {
    NotAction: action,
    NotResource: resource,
    NotPrincipal: principal,
  };
  const what = inverted.map((name) => `${name} ${lists[name]!.replaceAll(',', ', ')}`).join('; ');
  return `allows all but what it lists (${what})`;
}

function broadRight({ action, resource, conditions }: AllowedAccess): string | undefined {
  if (action === '*') return `allows every action on ${resource || 'everything'}`;
  if (isOfAdministrator(action, resource)) {
    return `allows ${action} on a role that may do everything in its account (${resource})`;
  }
  const all = whole(action, resource);
  if (all === undefined) return undefined;
  const isService = /^[\w-]+:\*+$/.test(action);
  return isNarrowed(conditions) && !isService ? undefined : `allows ${action} on ${all}`;
}

/** Roles that AWS, or its own tools, make in accounts with every right. */
const ADMINISTRATORS =
  /^arn:[^:]*:iam::[^:]*:role\/(.*\/)?(OrganizationAccountAccessRole|AWSControlTowerExecution|AWSCloudFormationStackSetExecutionRole|AWSReservedSSO_AdministratorAccess.*)$/;

function isOfAdministrator(action: string, resource: string): boolean {
  return matches(action, 'sts:assumerole') && ADMINISTRATORS.test(resource);
}

/**
 * What all of a kind a resource stands for, if an action does more to it than look. Without a word about the action it is
 * taken for one that does.
 */
function whole(action: string, resource: string): string | undefined {
  const { isMuch, types } = reachOf(action);
  if (!isMuch) return undefined;
  if (isEverywhere(resource)) return 'every resource';
  if (!resource.includes('*')) return undefined;
  const type = types.find(({ arn }) => takesAll(resource, arn));
  return type && `every ${type.name.toLowerCase()} (${resource})`;
}

interface Reach {
  /** Whether one of the actions does more than look. */
  readonly isMuch: boolean;
  /** What those are about, the simplest first. */
  readonly types: KnownAction['types'];
}

const reaches = new Map<string, Reach>();

/** Of a big plan, each pattern is looked up once. */
function reachOf(action: string): Reach {
  const known = reaches.get(action);
  if (known) return known;
  const all = actionsLike(action);
  const much = all.filter((one) => !isHarmless(one.name, one.accessLevel, one.types.length === 0));
  const types = new Map(much.flatMap((one) => one.types).map((type) => [type.arn, type]));
  const reach = {
    isMuch: all.length === 0 ? !LOOKING.test(action) && !HARMLESS.test(action) : much.length > 0,
    types: [...types.values()].sort((a, b) => a.arn.length - b.arn.length || (a.name < b.name ? -1 : 1)),
  };
  reaches.set(action, reach);
  return reach;
}

function isHarmless(name: string, accessLevel: string, isOfNothing: boolean): boolean {
  if (HARMLESS.test(name) || UNTELLING.test(name)) return true;
  if (accessLevel === 'List') return true;
  if (accessLevel !== 'Read') return false;
  return LOOKING.test(name) || (isOfNothing && !TELLING.test(name));
}

/** Whether a resource of a policy stands for all resources of a kind, or of any. */
export function isEverywhere(resource: string): boolean {
  return (
    /^\*+$/.test(resource) ||
    /^arn:[^:]*:[^:]*:[^:]*:[^:]*:\*+$/.test(resource) ||
    (/^arn:[^/]*:\*+$/.test(resource) && resource.split(':').length < 6)
  );
}

/** Whether a pattern takes every ARN of a form such as `arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}`. */
function takesAll(pattern: string, form: string): boolean {
  // A star and then only marks is as good as a star: nearly all names have a dash.
  const own = pattern.replace(/\*[^A-Za-z0-9$]*$/, '*').split(':');
  const parts = form.split(':').map((part) => part.replace(/\$\{[^{}]*\}/g, '*'));
  // In an account and a region, all are all.
  const here =
    own.length >= 6
      ? [0, 1, 2, 3, 4].map((index) => (index === 2 ? parts[2] : parts[index] === '' ? '' : own[index]))
      : parts.slice(0, 5);
  return matches(own.join(':'), [...here, ...parts.slice(5)].join(':'));
}
