import { usersWidened } from '../caches/users';
import type { Change } from '../change';
import { allOf } from '../finding';
import { LISTENER_RULES, LISTENERS } from '../network/load-balancers';
import type { Plan } from '../plan';
import { SIGN_IN_NAMES } from '../setting/names/sign-in';
import { becomes, fewer, more, ranked, switchedOn, taken } from '../setting/order';
import type { Setting } from '../setting/setting';
import { fromTo } from '../setting/shown';
import { weakening } from '../setting/weakening';
import { at, list, type Value } from '../value';

export const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_elasticache_replication_group'],
    path: 'auth_token',
    isWeaker: taken,
    unless: (group) => list(at(group, 'user_group_ids')).length > 0,
    says: 'takes connections without a password',
  },
  {
    types: ['aws_elasticache_replication_group', 'aws_elasticache_serverless_cache'],
    path: 'user_group_ids',
    isWeaker: taken,
    says: 'no longer asks who connects: it has no group of users',
  },
  {
    types: LISTENERS,
    path: 'mutual_authentication.0.mode',
    absent: 'off',
    isWeaker: becomes('off', 'passthrough'),
    says: (was, will) => `takes connections without a certificate: ${fromTo(was, will)}`,
  },
  ...['default_action.0.type', 'action.0.type'].map((path) => ({
    types: [...LISTENERS, ...LISTENER_RULES],
    path,
    isWeaker: (was: unknown, will: unknown) =>
      /^authenticate-/.test(`${was}`) && !/^authenticate-/.test(`${will}`),
    says: 'lets in who has not signed in',
  })),
  {
    types: ['aws_cognito_user_pool_client'],
    path: 'explicit_auth_flows',
    isWeaker: (was, will) => more(onlyWeak(was), onlyWeak(will)),
    says: (was, will) => `takes passwords in weaker ways: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_cognito_user_pool_client'],
    path: 'allowed_oauth_flows',
    isWeaker: (was, will) => more(list(was).filter(isImplicit), list(will).filter(isImplicit)),
    says: (was, will) => `gives tokens in the address of a page: ${fromTo(was, will)}`,
  },
  {
    types: [
      'aws_instance',
      'aws_launch_template',
      'aws_launch_configuration',
      'aws_ec2_instance_metadata_defaults',
    ],
    path: 'metadata_options.0.http_put_response_hop_limit',
    isWeaker: (was, will) => Number(was) === 1 && Number(will) > 1,
    says: (was, will) => `lets containers read the credentials of their server: ${fromTo(was, will)} hops`,
  },
  {
    types: ['aws_eks_cluster'],
    path: 'access_config.0.authentication_mode',
    isWeaker: ranked('CONFIG_MAP', 'API_AND_CONFIG_MAP', 'API'),
    says: (was, will) => `takes rights from a ConfigMap: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_cognito_user_pool'],
    path: 'user_pool_add_ons',
    isWeaker: taken,
    says: 'does less against stolen passwords',
  },
  {
    types: ['aws_apigatewayv2_route', 'aws_api_gateway_method'],
    path: 'authorization_scopes',
    isWeaker: fewer,
    says: (was, will) => `asks for fewer scopes: ${fromTo(was, will)}`,
  },
  ...[
    ['aws_api_gateway_method', 'authorization'],
    ['aws_apigatewayv2_route', 'authorization_type'],
  ].flatMap(([type, path]) => {
    const one = { types: [type!], path: path!, absent: 'NONE' };
    return [
      {
        ...one,
        isWeaker: becomes('NONE', 'API_KEY'),
        unless: isPreflight,
        says: (was: Value, will: Value) => `asks less of who calls it: ${fromTo(was, will)}`,
      },
      {
        ...one,
        isWeaker: () => false,
        isBad: (value: Value) => value === 'NONE',
        unless: (after: Value) => isPreflight(after) || at(after, 'api_key_required') === true,
        says: 'can be called by everybody',
      },
    ];
  }),
  {
    types: ['aws_ecs_service'],
    path: 'enable_execute_command',
    isWeaker: switchedOn,
    says: 'lets people run commands in its containers',
  },
];

/** Browsers ask so before a request, and can't sign in for it. */
function isPreflight(side: Value): boolean {
  return (
    at(side, 'http_method') === 'OPTIONS' ||
    /^(OPTIONS |\$disconnect$)/.test(`${at(side, 'route_key') ?? ''}`)
  );
}

const isImplicit = (flow: unknown) => flow === 'implicit';
const onlyWeak = (flows: Parameters<typeof list>[0]) =>
  list(flows).filter((flow) => /USER_PASSWORD|ADMIN_NO_SRP/.test(`${flow}`));

const weaker = weakening(SETTINGS, SIGN_IN_NAMES, [
  'aws_lambda_function_url authorization_type',
  'aws_cognito_identity_pool allow_unauthenticated_identities',
]);

/** Why passwords, a second factor, or a check of who calls are asked for less. */
export function signInWeakened(change: Change, plan: Plan): string[] {
  return allOf(weaker(change, plan), usersWidened(change, plan));
}
