import { described, type Find, listed } from './finder';

/** Values of the conditions of a rule, as the plan and as AWS have them. */
function valuesIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(valuesIn);
  return value && typeof value === 'object' ? Object.values(value).flatMap(valuesIn) : [];
}

interface Rule {
  readonly RuleArn: string;
  readonly Priority: string;
  readonly Conditions: readonly Readonly<Record<string, unknown>>[];
}

/** Load balancer, DNS and firewall. */
export const ENTRANCE: Readonly<Record<string, Find>> = {
  aws_lb: listed({
    by: ['name'],
    list: ['elbv2', 'describe-load-balancers'],
    rows: 'LoadBalancers[].[LoadBalancerName,LoadBalancerArn]',
    also: ['arn'],
  }),
  aws_lb_listener: listed({
    by: ['port'],
    list: (sought) => [
      ...['elbv2', 'describe-listeners', '--load-balancer-arn', sought.must('load_balancer_arn')],
    ],
    rows: 'Listeners[].[Port,ListenerArn]',
    also: ['arn'],
  }),
  // Its priority alone does not tell: a rule of a preview may have taken it.
  aws_lb_listener_rule: async (sought, account) => {
    const answer = await account.ask<{ Rules: readonly Rule[] }>(
      ...['elbv2', 'describe-rules', '--listener-arn', sought.must('listener_arn')],
    );
    const values = [...new Set(valuesIn(sought.value('condition')))].sort().join(' ');
    const of = ({ Field: _, ...condition }: Rule['Conditions'][number]) => valuesIn(condition);
    return (answer?.Rules ?? [])
      .filter(({ Conditions }) => [...new Set(Conditions.flatMap(of))].sort().join(' ') === values)
      .map(({ RuleArn }) => ({ id: RuleArn, known: { arn: RuleArn } }));
  },
  aws_lb_target_group: listed({
    by: ['name'],
    list: ['elbv2', 'describe-target-groups'],
    rows: 'TargetGroups[].[TargetGroupName,TargetGroupArn]',
    also: ['arn'],
  }),
  aws_route53_zone: async (sought, account) => {
    const name = `${sought.must('name')}.`;
    const rows = await account.rows(
      ['route53', 'list-hosted-zones-by-name', '--dns-name', name],
      'HostedZones[?!(Config.PrivateZone)].[Name,ResourceRecordSetCount,Id]',
    );
    return rows
      .filter(([found]) => found === name)
      .map(([, records, path]) => {
        const id = String(path).replace('/hostedzone/', '');
        // Each has the two that AWS makes.
        return { id, known: { zone_id: id }, used: (Number(records) || 2) - 2 };
      });
  },
  aws_route53_record: async (sought, account) => {
    const [zone, name, type] = ['zone_id', 'name', 'type'].map((attribute) => sought.must(attribute));
    const rows = await account.rows(
      ['route53', 'list-resource-record-sets', '--hosted-zone-id', zone!],
      'ResourceRecordSets[].[Name,Type]',
    );
    // AWS writes the star as \052.
    const isIt = (found: unknown) => String(found).replace('\\052', '*') === `${name!.replace(/\.$/, '')}.`;
    return rows
      .filter(([found, ofType]) => isIt(found) && ofType === type)
      .map(() => ({ id: `${zone}_${name}_${type}` }));
  },
  aws_wafv2_web_acl: async (sought, account) => {
    const [name, scope] = [sought.must('name'), sought.must('scope')];
    const rows = await account.rows(['wafv2', 'list-web-acls', '--scope', scope], 'WebACLs[].[Name,Id,ARN]');
    return rows
      .filter(([found]) => found === name)
      .map(([, id, acl]) => ({ id: `${id}/${name}/${scope}`, known: { arn: String(acl) } }));
  },
  aws_wafv2_web_acl_association: described(
    (sought) => [
      ...['wafv2', 'get-web-acl-for-resource', '--resource-arn', sought.must('resource_arn')],
      ...['--query', 'WebACL.ARN'],
    ],
    (sought, _, found: string | null) =>
      found === sought.must('web_acl_arn') ? `${found},${sought.must('resource_arn')}` : undefined,
  ),
};
