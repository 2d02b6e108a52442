import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import type { Plan } from '../plan';
import { fromTo } from '../setting/shown';
import { list, Mark, texts } from '../value';

/**
 * What says who somebody is. Roles that trust it take its word. One without `trusted` may be new: what asks it was open, or
 * is new itself.
 */
const PROVIDERS: Readonly<Record<string, { readonly trusted?: string; readonly paths: readonly string[] }>> =
  {
    aws_iam_openid_connect_provider: {
      trusted: 'url',
      paths: ['url', 'client_id_list', 'thumbprint_list'],
    },
    aws_iam_saml_provider: { trusted: 'name', paths: ['saml_metadata_document'] },
    aws_rolesanywhere_trust_anchor: { trusted: 'name', paths: ['source', 'enabled'] },
    aws_rolesanywhere_profile: {
      trusted: 'name',
      paths: ['role_arns', 'enabled', 'managed_policy_arns', 'session_policy'],
    },
    aws_eks_identity_provider_config: { trusted: 'cluster_name', paths: ['oidc'] },
    aws_apigatewayv2_authorizer: {
      paths: ['jwt_configuration', 'authorizer_uri'],
    },
    aws_api_gateway_authorizer: { paths: ['provider_arns', 'authorizer_uri'] },
    aws_directory_service_trust: {
      trusted: 'remote_domain_name',
      paths: ['trust_direction', 'selective_auth'],
    },
    aws_cognito_identity_provider: { trusted: 'provider_name', paths: ['provider_details'] },
    aws_cognito_identity_pool: {
      trusted: 'identity_pool_name',
      paths: [
        'allow_unauthenticated_identities',
        'allow_classic_flow',
        'openid_connect_provider_arns',
        'saml_provider_arns',
      ],
    },
  };

/** Who may take its word. */
const WORDS: Readonly<Record<string, string>> = {
  aws_cognito_identity_pool: 'apps',
  aws_cognito_identity_provider: 'apps',
  aws_directory_service_trust: 'the directory',
};

export const identityTrusted: Rule = {
  id: 'identity-trusted',
  kind: 'exposure',
  finds:
    'something new says who somebody is, and roles may trust it: an identity provider, a certificate authority',
  judge: (change, plan) => {
    const provider = PROVIDERS[change.type];
    if (!provider || change.goes) return undefined;
    if (change.action === 'create') {
      return allOf(
        provider.trusted === undefined || isPartOfNew(plan)
          ? undefined
          : `is a new place whose word ${WORDS[change.type] ?? 'roles'} may take: ${shown(change, provider.trusted)}`,
        change.will('allow_unauthenticated_identities') === true
          ? 'lets in who says nothing of who they are: allow_unauthenticated_identities is on'
          : undefined,
      );
    }
    return allOf(...provider.paths.map((path) => more(change, path)));
  },
};

/** The first of a stack, together with what takes its word: nobody has anything there yet. */
function isPartOfNew(plan: Plan): boolean {
  return plan.isFirst && plan.of('aws_iam_role', 'aws_eks_cluster', 'aws_cognito_user_pool').length > 0;
}

function more(change: Change, path: string): string | undefined {
  if (!change.changes(path)) return undefined;
  const [was, will] = [change.was(path), change.will(path)];
  if (will === false) return undefined;
  const isList = Array.isArray(was) && Array.isArray(will) && will.every((item) => typeof item === 'string');
  if (!isList)
    return typeof will === 'boolean' ? `switches ${path} on` : `takes other identities: another ${path}`;
  const gained = texts(will).filter((item) => !texts(list(was)).includes(item));
  return gained.length > 0 ? `takes more identities: ${path} ${fromTo(was, will)}` : undefined;
}

function shown(change: Change, path: string): string {
  const value = change.will(path);
  return value instanceof Mark ? value.text : `${value}`;
}
