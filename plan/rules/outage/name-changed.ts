import type { Change } from '../../change';
import { allOf } from '../../finding';
import { ALL_BALANCERS } from '../../network/load-balancers';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { fewer, switchedOff, taken } from '../../setting/order';
import { type Setting, weakened } from '../../setting/setting';
import { at, list, Mark, texts, type Value } from '../../value';
import { hostGoesWithRule } from './hosts';
import { amount, ends, named, outage, word } from './outage';

const RECORD = 'aws_route53_record';
/** What an alias names, which may go or be replaced in the same plan. */
const NAMED = [
  ...ALL_BALANCERS,
  ...['aws_cloudfront_distribution', 'aws_globalaccelerator_accelerator'],
  ...[
    'aws_apigatewayv2_domain_name',
    'aws_api_gateway_domain_name',
    'aws_s3_bucket',
    'aws_vpc_endpoint',
    'aws_eip',
  ],
];

/** What else names are found by: what is lost with it. */
const RESOLVERS: Readonly<Record<string, readonly [lost: string, path: string, ...whole: string[]]>> = {
  aws_route53_zone_association: ['the VPC finds its names no more', 'zone_id', 'aws_route53_zone'],
  aws_route53_resolver_rule: ['names of the other network are found no more', 'id'],
  aws_route53_resolver_rule_association: [
    'names of the other network are found no more',
    'vpc_id',
    'aws_vpc',
  ],
  aws_route53_resolver_endpoint: ['names are asked for through it no more', 'id'],
  aws_service_discovery_service: ['whoever finds it by its name does so no more', 'id'],
  aws_service_discovery_private_dns_namespace: ['all names in it are found no more', 'vpc', 'aws_vpc'],
  aws_service_discovery_http_namespace: ['all names in it are found no more', 'id'],
};

const SETTINGS: readonly Setting[] = [
  { types: ['aws_vpc'], path: 'enable_dns_support', isWeaker: switchedOff, says: 'finds no names any more' },
  {
    types: ['aws_vpc'],
    path: 'enable_dns_hostnames',
    isWeaker: switchedOff,
    says: 'gives no names any more: private names of endpoints and zones are found no more',
  },
  {
    types: ['aws_route53_zone'],
    path: 'vpc',
    isWeaker: (was, will) => fewer(list(was).map(vpcOf), list(will).map(vpcOf)),
    says: 'is found in fewer networks than before',
  },
  {
    types: ['aws_vpc_endpoint'],
    path: 'private_dns_enabled',
    isWeaker: switchedOff,
    says: 'is no longer found by the name of its service',
  },
  {
    types: ['aws_route53domains_registered_domain'],
    path: 'name_server',
    isWeaker: (was, will) => fewer(list(was).map(serverOf), list(will).map(serverOf)),
    says: (was, will) => `is answered by other name servers: ${servers(was)} → ${servers(will)}`,
  },
  {
    types: ['aws_route53domains_registered_domain'],
    path: 'auto_renew',
    isWeaker: switchedOff,
    says: 'is not renewed: when it runs out, somebody else may have it',
  },
  {
    types: ['aws_vpc_dhcp_options'],
    path: 'domain_name_servers',
    isWeaker: taken,
    says: 'tells servers no name server',
  },
];

const vpcOf = (item: Value) => at(item, 'vpc_id');
const serverOf = (item: Value) => at(item, 'name');
const servers = (value: Value) => named(texts(list(value).map(serverOf)));

export const nameChanged = outage(
  'name-changed',
  'a name in DNS goes, or leads somewhere else',
  (change: Change, plan: Plan) =>
    allOf(
      recordGone(change, plan),
      recordChanged(change, plan),
      recordMoved(change, plan),
      resolverGone(change, plan),
      weakened(change, SETTINGS),
    ),
);

/** As DNS compares names: without case, and without the dot at their end. */
const hostOf = (value: Value) =>
  typeof value === 'string'
    ? value
        .toLowerCase()
        .replace(/\.$/, '')
        .replace(/^\\052/, '*')
    : word(value);

/** The name that a record was for. */
const hostIn = (record: Change) => hostOf(record.was('fqdn') ?? record.was('name'));

const nameKey = (side: Value) =>
  `${word(at(side, 'zone_id'))} ${hostOf(at(side, 'name'))} ${word(at(side, 'type'))}`;

/** Names that are answered afterwards. */
const kept = oncePer(
  (plan: Plan) =>
    new Set(
      plan
        .all(RECORD)
        .filter(({ after }) => after)
        .map(({ after }) => nameKey(after)),
    ),
);

function recordGone(change: Change, plan: Plan): string | undefined {
  if (change.type !== RECORD || !change.ends) return undefined;
  if (change.action === 'replace' && nameKey(change.before) === nameKey(change.after)) return undefined;
  if (kept(plan).has(nameKey(change.before)) || ends(plan, change.was('zone_id'), 'aws_route53_zone'))
    return undefined;
  const name = `${hostIn(change)} (${word(change.was('type'))})`;
  if (isValidation(change)) {
    return validates(plan).has(hostOf(change.was('name')))
      ? `is deleted: the certificate that ${name} proves is not renewed when it runs out`
      : undefined;
  }
  // What it leads to goes as well, and says so.
  if (goesWithTarget(change, plan) || hostGoesWithRule(plan, hostIn(change))) return undefined;
  return `is ${change.action === 'delete' ? 'deleted' : 'made anew under another name'}: ${name} leads nowhere any more`;
}

/** A record by which ACM sees that a name is ours. */
function isValidation(change: Change): boolean {
  return texts(change.was('records')).some((value) => hostOf(value).endsWith('.acm-validations.aws'));
}

const validates = oncePer((plan: Plan) => {
  const options = plan
    .all('aws_acm_certificate')
    .filter(({ after }) => after)
    .flatMap((one) => list(one.will('domain_validation_options')));
  return new Set(options.map((option) => hostOf(at(option, 'resource_record_name'))));
});

function goesWithTarget(change: Change, plan: Plan): boolean {
  const values = [change.was('alias.0.name'), ...list(change.was('records'))];
  return values.some((value) =>
    plainNames(value).some((name) => ends(plan, name, ...NAMED) || addresses(plan).has(name)),
  );
}

/** `dualstack.` stands before the name of a load balancer that also has IPv6. */
function plainNames(value: Value): string[] {
  if (typeof value !== 'string') return [];
  const plain = value.replace(/\.$/, '').replace(/^dualstack\./, '');
  return [value, plain];
}

/** Addresses that are given back. */
const addresses = oncePer(
  (plan: Plan) =>
    new Set(
      plan
        .of('aws_eip')
        .filter((one) => one.ends)
        .map((one) => word(one.was('public_ip'))),
    ),
);

function recordChanged(change: Change, plan: Plan): string[] {
  if (change.type !== RECORD || !change.stays || nameKey(change.before) !== nameKey(change.after)) return [];
  const name = hostIn(change);
  const weight = 'weighted_routing_policy.0.weight';
  const [was, will] = [amount(change.was(weight)), amount(change.will(weight))];
  return allOf(
    leadsElsewhere(change, change, plan, name),
    was && will === 0 ? `is never the answer for ${name} any more: weight ${was} → 0` : undefined,
    change.was('failover_routing_policy.0.type') === 'PRIMARY' &&
      change.will('failover_routing_policy.0.type') !== 'PRIMARY'
      ? `is no longer the first answer for ${name}: PRIMARY → ${word(change.will('failover_routing_policy.0.type'))}`
      : undefined,
  );
}

/** A record that comes in place of another one of the name. One of several for it adds to the others. */
function recordMoved(change: Change, plan: Plan): string | undefined {
  if (change.type !== RECORD || change.action !== 'create' || change.will('set_identifier')) return undefined;
  const gone = plan.deletedBy(RECORD, nameKey).get(nameKey(change.after));
  return gone && leadsElsewhere(gone, change, plan, hostIn(gone));
}

function leadsElsewhere(gone: Change, change: Change, plan: Plan, name: string): string | undefined {
  const [was, will] = [values(gone.before), values(change.after)];
  if (was === undefined || was.length === 0) return undefined;
  const lost = was.filter((value) => !will?.includes(value));
  if (lost.length === 0) return undefined;
  // Its load balancer is another one in the same plan, which says so itself: the name moves with it.
  if (goesWithTarget(gone, plan) && will === undefined) return undefined;
  const to = will === undefined ? Mark.unknown.text : named(will, 3);
  return `leads ${name} somewhere else: ${named(lost, 3)} → ${to}`;
}

/** Undefined: they are known after apply alone. */
function values(side: Value): string[] | undefined {
  const alias = list(at(side, 'alias'))[0];
  const all = alias === undefined ? list(at(side, 'records')) : [at(alias, 'name')];
  if (at(side, 'alias') instanceof Mark || all.some((one) => one instanceof Mark)) return undefined;
  return texts(all).map((one) => plainNames(hostOf(one)).at(-1)!);
}

function resolverGone(change: Change, plan: Plan): string | undefined {
  const resolver = Object.hasOwn(RESOLVERS, change.type) ? RESOLVERS[change.type] : undefined;
  if (!resolver || change.action !== 'delete') return undefined;
  const [lost, path, ...whole] = resolver;
  return ends(plan, change.was(path), ...whole) ? undefined : `is deleted: ${lost}`;
}
