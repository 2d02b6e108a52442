import type { PlannedResource } from '../change';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { at, list, Mark, type Value } from '../value';

/** Where resources send what they get: attributes with a URL, a host or an ARN. `*` stands for each of a list. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  aws_api_gateway_integration: ['uri'],
  aws_apigatewayv2_integration: ['integration_uri'],
  aws_cloudfront_distribution: ['origin.*.domain_name'],
  aws_cognito_user_pool_client: ['callback_urls.*', 'logout_urls.*'],
  aws_s3_bucket_inventory: ['destination.*.bucket.*.account_id'],
  aws_cloudwatch_event_api_destination: ['invocation_endpoint'],
  aws_cloudwatch_event_endpoint: ['event_bus.*.event_bus_arn'],
  aws_cloudwatch_event_target: ['arn'],
  aws_cloudwatch_log_account_policy: ['policy_document'],
  aws_cloudwatch_log_delivery_destination: ['delivery_destination_configuration.*.destination_resource_arn'],
  aws_cloudwatch_log_subscription_filter: ['destination_arn'],
  aws_cloudwatch_metric_stream: ['firehose_arn'],
  aws_dms_endpoint: ['server_name'],
  aws_ecr_replication_configuration: ['replication_configuration.*.rule.*.destination.*.registry_id'],
  aws_kinesis_firehose_delivery_stream: [
    'http_endpoint_configuration.*.url',
    'splunk_configuration.*.hec_endpoint',
    'snowflake_configuration.*.account_url',
    'opensearch_configuration.*.cluster_endpoint',
    'elasticsearch_configuration.*.cluster_endpoint',
  ],
  aws_lambda_function_event_invoke_config: [
    'destination_config.*.on_success.*.destination',
    'destination_config.*.on_failure.*.destination',
  ],
  aws_oam_link: ['sink_identifier'],
  aws_route53_resolver_rule: ['target_ip.*.ip'],
  aws_s3_bucket_replication_configuration: ['rule.*.destination.*.account'],
  aws_sns_topic_subscription: ['endpoint'],
  aws_vpc_dhcp_options: ['domain_name_servers.*'],
};

/** What takes requests: one that is new has none yet. */
const ENTRANCES = [
  'aws_api_gateway_integration',
  'aws_apigatewayv2_integration',
  'aws_cloudfront_distribution',
  'aws_cognito_user_pool_client',
];

/** Of these only web addresses and other accounts are somebody else: people's mailboxes are told who they are. */
const IS_PERSON = /^(email|email-json|sms|application)$/;

/** Whom a resource newly sends to, and no other resource of the plan did before. */
export function newReceivers(resource: PlannedResource, plan: Plan): string[] {
  const known = knownReceivers(plan);
  // What comes from a source that is new is sent by nobody yet.
  if (resource.before === null && (ENTRANCES.includes(resource.type) || isSourceNew(resource, plan)))
    return [];
  const was = new Set(receiversOf(resource, 'before'));
  return receiversOf(resource, 'after').filter((one) => {
    if (known.has(one) || was.has(one)) return false;
    // Whose account it is the plan has to tell.
    return was.size > 0 || !one.startsWith(ACCOUNT) || known.has(OWN);
  });
}

const ACCOUNT = 'the account ';
/** Stands for one's own accounts: the plan tells them. */
const OWN = 'own';

/** What gets data before the plan, and the accounts of the resources themselves. */
const knownReceivers = oncePer((plan): ReadonlySet<string> => {
  const known = new Set(
    plan.all(...Object.keys(PATHS)).flatMap((resource) => receiversOf(resource, 'before')),
  );
  for (const resource of plan.all(...plan.types.filter((type) => type.startsWith('aws_')))) {
    for (const account of ownAccounts(resource)) known.add(account).add(OWN);
  }
  for (const account of plan.accounts.own) known.add(`${ACCOUNT}${account}`).add(OWN);
  return known;
});

/** Where data comes from, by the attribute that names it. */
const SOURCES: Readonly<Record<string, readonly [path: string, ...types: string[]]>> = {
  aws_cloudwatch_event_target: ['rule', 'aws_cloudwatch_event_rule'],
  aws_cloudwatch_log_subscription_filter: ['log_group_name', 'aws_cloudwatch_log_group'],
  aws_kinesis_firehose_delivery_stream: [
    'kinesis_source_configuration.0.kinesis_stream_arn',
    'aws_kinesis_stream',
  ],
  aws_s3_bucket_replication_configuration: ['bucket', 'aws_s3_bucket'],
  aws_sns_topic_subscription: ['topic_arn', 'aws_sns_topic'],
};

function isSourceNew(resource: PlannedResource, plan: Plan): boolean {
  const source = Object.hasOwn(SOURCES, resource.type) ? SOURCES[resource.type] : undefined;
  if (!source) return false;
  const [path, ...types] = source;
  const value = resource.will(path);
  return value === Mark.unknown || plan.creates(value, ...types);
}

function receiversOf(resource: PlannedResource, side: 'before' | 'after'): string[] {
  const paths = Object.hasOwn(PATHS, resource.type) ? PATHS[resource.type]! : [];
  if (!resource[side]) return [];
  const protocol = at(resource[side], 'protocol');
  if (typeof protocol === 'string' && IS_PERSON.test(protocol)) return [];
  return paths.flatMap((path) =>
    values(resource[side], path.split('.')).flatMap((value) => receiver(value, resource)),
  );
}

function values(value: Value, [key, ...rest]: readonly string[]): Value[] {
  if (value instanceof Mark || key === undefined) return [value];
  if (key === '*') return list(value).flatMap((item) => values(item, rest));
  return values(at(value, key), rest);
}

/** A host, or an account. Something of one's own that is new has no ARN yet. */
function receiver(value: Value, resource: PlannedResource): string[] {
  if (value === Mark.sensitiveChange) return ['a receiver that is sensitive'];
  if (typeof value !== 'string' || value === '') return [];
  const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(value)?.[1] ?? /^(\d{12})$/.exec(value)?.[1];
  if (account !== undefined) return [`${ACCOUNT}${account}`];
  if (value.startsWith('arn:')) return [];
  if (resource.type === 'aws_vpc_dhcp_options' && value === 'AmazonProvidedDNS') return [];
  // Services of AWS, and balancers and buckets: whose they are, their names do not tell.
  if (ENTRANCES.includes(resource.type) && /(\.amazonaws\.com(\.cn)?|\.on\.aws)$/.test(value)) return [];
  const host = /^[a-z+]+:\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(value)?.[1];
  const name = (host ?? value).toLowerCase();
  // Whoever has a domain has the names below it; an app of one's own machine sends nothing to anybody.
  if (resource.type === 'aws_cognito_user_pool_client')
    return name === 'localhost' ? [] : [name.split('.').slice(-2).join('.')];
  return [name];
}

/** The account that a resource is in, as its own ARN says it. */
function ownAccounts(resource: PlannedResource): string[] {
  return [resource.before, resource.after].flatMap((side) =>
    ['arn', 'topic_arn', 'role_arn'].flatMap((path) => {
      // The ARN of a target is that of whom it sends to.
      if (resource.type === 'aws_cloudwatch_event_target' && path === 'arn') return [];
      const value = at(side, path);
      const account =
        typeof value === 'string' ? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(value)?.[1] : undefined;
      return account === undefined ? [] : [`${ACCOUNT}${account}`];
    }),
  );
}
