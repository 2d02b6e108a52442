import type { Change } from '../../change';
import { allOf } from '../../finding';
import { ALL_BALANCERS } from '../../network/load-balancers';
import type { Plan } from '../../plan';
import { fewer, switchedOff, switchedOn } from '../../setting/order';
import { type Setting, weakened } from '../../setting/setting';
import { at, list } from '../../value';
import { rulesOfGroup } from './group-rules';
import { kubernetesEntrances } from './kubernetes/entrances';
import { listeners } from './listeners';
import { ends, has, named, outage, word } from './outage';

const REST = ['aws_api_gateway_rest_api', 'aws_apigatewayv2_api'];

/** What leads requests to those who answer: what is lost with it, and what it belongs to, which says so itself. */
const ENTRANCES: Readonly<Record<string, readonly [lost: string, path?: string, ...whole: string[]]>> = {
  aws_lb: ['nothing behind it can be reached through it'],
  aws_alb: ['nothing behind it can be reached through it'],
  aws_elb: ['nothing behind it can be reached through it'],
  aws_cloudfront_distribution: ['nobody gets an answer at its names'],
  aws_apigatewayv2_api: ['requests to it fail'],
  aws_apigatewayv2_stage: ['requests to it fail', 'api_id', ...REST],
  aws_apigatewayv2_route: ['requests to it fail', 'api_id', ...REST],
  aws_apigatewayv2_integration: ['requests that it leads on fail', 'api_id', ...REST],
  aws_apigatewayv2_api_mapping: ['requests to its name fail', 'api_id', ...REST],
  aws_apigatewayv2_domain_name: ['requests to its name fail'],
  aws_apigatewayv2_vpc_link: ['requests through it fail'],
  aws_api_gateway_rest_api: ['requests to it fail'],
  aws_api_gateway_stage: ['requests to it fail', 'rest_api_id', ...REST],
  aws_api_gateway_resource: ['requests to it fail', 'rest_api_id', ...REST],
  aws_api_gateway_method: ['requests to it fail', 'rest_api_id', ...REST],
  aws_api_gateway_integration: ['requests that it leads on fail', 'rest_api_id', ...REST],
  aws_api_gateway_base_path_mapping: ['requests to its name fail', 'api_id', ...REST],
  aws_api_gateway_domain_name: ['requests to its name fail'],
  aws_api_gateway_vpc_link: ['requests through it fail'],
  aws_globalaccelerator_accelerator: ['its two addresses answer nobody, and never come back'],
  aws_globalaccelerator_listener: ['nobody is answered at its ports'],
  aws_lambda_function_url: ['nobody is answered at its address', 'function_name', 'aws_lambda_function'],
  aws_lambda_permission: [
    'whom it let call the function can no more',
    'function_name',
    'aws_lambda_function',
  ],
  aws_db_proxy: ['who connects through it can no more'],
  aws_db_proxy_target: ['who connects through the proxy can no more', 'db_proxy_name', 'aws_db_proxy'],
  aws_rds_cluster_endpoint: ['who connects to its name can no more', 'cluster_identifier', 'aws_rds_cluster'],
  aws_ec2_client_vpn_endpoint: ['nobody reaches the network through it'],
  aws_vpc_endpoint_service: ['other networks reach what is behind it no more'],
  aws_transfer_server: ['nobody reaches its files'],
};

const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_cloudfront_distribution', 'aws_globalaccelerator_accelerator'],
    path: 'enabled',
    isWeaker: switchedOff,
    says: 'is switched off: nobody gets an answer from it',
  },
  {
    types: ALL_BALANCERS,
    path: 'internal',
    isWeaker: switchedOn,
    says: 'can no longer be reached from the internet: internal false → true',
  },
  {
    types: ['aws_cloudfront_distribution'],
    path: 'aliases',
    isWeaker: fewer,
    says: (was, will) =>
      `no longer answers at ${named(
        list(was)
          .filter((one) => !list(will).includes(one))
          .map(word),
      )}`,
  },
  {
    types: ['aws_wafv2_web_acl', 'aws_waf_web_acl', 'aws_wafregional_web_acl'],
    path: 'default_action',
    isWeaker: (was, will) => !blocks(was) && blocks(will),
    says: 'refuses every request that no rule allows: default action allow → block',
  },
  {
    types: REST,
    path: 'disable_execute_api_endpoint',
    isWeaker: switchedOn,
    says: 'no longer answers at its own address',
  },
  ...['throttling_rate_limit', 'throttling_burst_limit'].map((limit) => ({
    types: ['aws_apigatewayv2_stage'],
    path: `default_route_settings.0.${limit}`,
    isWeaker: (was: unknown, will: unknown) => was !== 0 && will === 0,
    says: 'refuses every request: its limit is 0',
  })),
];

const blocks = (action: Parameters<typeof list>[0]) =>
  list(action).some((one) => has(at(one, 'block')) || at(one, 'type') === 'BLOCK');

export const entranceClosed = outage(
  'entrance-closed',
  'requests no longer reach who answers them: an entrance, a listener, a route or an open port goes',
  (change: Change, plan: Plan) =>
    allOf(
      entranceGone(change, plan),
      weakened(change, SETTINGS),
      listeners(change, plan),
      rulesOfGroup(change, plan),
      kubernetesEntrances(change, plan),
    ),
);

function entranceGone(change: Change, plan: Plan): string | undefined {
  const entrance = Object.hasOwn(ENTRANCES, change.type) ? ENTRANCES[change.type] : undefined;
  if (!entrance || !change.ends || change.overlaps) return undefined;
  const [lost, path, ...whole] = entrance;
  if (path && (ends(plan, change.was(path), ...whole) || plan.keepsAnother(change, IDENTITY)))
    return undefined;
  if (change.action === 'delete') return `is deleted: ${lost}`;
  return path ? undefined : `is deleted, and then made anew with another address: until then ${lost}`;
}

/** What tells an entrance from others of its type. */
const IDENTITY = [
  ...['api_id', 'rest_api_id', 'route_key', 'stage_name', 'name', 'resource_id', 'http_method', 'path_part'],
  ...[
    'function_name',
    'principal',
    'action',
    'source_arn',
    'db_proxy_name',
    'cluster_identifier',
    'domain_name',
  ],
];
