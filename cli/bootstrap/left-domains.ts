import { namingOf, resourceName } from '../../constructs/core/naming';
import { toolingNames } from '../../constructs/core/role-names';
import type { Environment } from '../../parameters/environment';
import type { Project } from '../../parameters/project';
import { type Aws, ifThere } from '../../programs/aws';

interface Rights {
  readonly PolicyDocument: { readonly Statement: readonly Right[] };
}

interface Right {
  readonly Sid?: string;
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

interface Records {
  readonly ResourceRecordSets: readonly {
    readonly Name: string;
    readonly AliasTarget?: { readonly DNSName: string };
  }[];
}

/** As constructs/tooling/tooling-roles.ts has it. */
const ENTER = /^EnterDomain\d+$/;
const NAMES = 'route53:ChangeResourceRecordSetsNormalizedRecordNames';

/**
 * Domains in zones of the tooling account that no parameter file declares any more, and whose records the next deploy of
 * their environments has yet to take away. What each deploy may change there follows from the parameter files: once
 * bootstrap has run, that deploy is refused.
 * @param aws as a caller of the tooling account.
 * @returns what to say of each.
 */
export async function leftDomains(
  project: Project,
  environments: readonly Environment[],
  aws: Pick<Aws, 'json'>,
): Promise<string[]> {
  const left = environments.map(async (environment) => {
    const { name, parameters } = environment;
    const entrance = resourceName(namingOf(project, environment), 'loadBalancer', 'entrance');
    const rights = await rightsOf(toolingNames(project).deploy(name), aws);
    const undeclared = rights.filter(
      ([domain]) => parameters.entrance.domains[domain]?.zoneAccount !== 'tooling',
    );
    const there = undeclared.map(async ([domain, zone]) =>
      (await leadsTo(entrance, domain, zone, aws)) ? [told(name, domain)] : [],
    );
    return (await Promise.all(there)).flat();
  });
  return (await Promise.all(left)).flat();
}

function told(environment: string, domain: string): string {
  return `${domain} is not entered in the tooling account by environments/${environment}.json any more, and its address is still there. First: npx cdktf deploy '${environment}*'. After bootstrap that deploy may not take it away`;
}

/** What a deploy may enter: domains, each with the id of its zone. */
async function rightsOf(role: string, aws: Pick<Aws, 'json'>): Promise<(readonly [string, string])[]> {
  const args = ['iam', 'get-role-policy', '--role-name', role, '--policy-name', 'rights'];
  const rights = await ifThere(aws.json<Rights>(...args));
  return (rights?.PolicyDocument.Statement ?? []).flatMap(({ Sid = '', Resource, Condition = {} }) => {
    if (!ENTER.test(Sid)) return [];
    const [domain] = [Condition['ForAllValues:StringLike']?.[NAMES]].flat();
    return [[domain as string, `${[Resource].flat()[0]}`.split('/').at(-1)!] as const];
  });
}

/** Whether the address of a domain is that of a load balancer: the last record that a deploy takes away. */
async function leadsTo(
  loadBalancer: string,
  domain: string,
  zone: string,
  aws: Pick<Aws, 'json'>,
): Promise<boolean> {
  const args = ['route53', 'list-resource-record-sets', '--hosted-zone-id', zone];
  const records = await ifThere(aws.json<Records>(...args));
  return (records?.ResourceRecordSets ?? []).some(
    ({ Name, AliasTarget }) =>
      Name === `${domain}.` &&
      AliasTarget?.DNSName.replace(/^dualstack\./, '').startsWith(`${loadBalancer}-`),
  );
}
