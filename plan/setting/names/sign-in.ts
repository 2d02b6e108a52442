import { list, Mark } from '../../value';
import type { NamedSetting } from '../named';
import {
  becomes,
  higher,
  isSetOn,
  lost,
  lower,
  numberOf,
  ranked,
  switchedOff,
  switchedOn,
  taken,
} from '../order';
import { fromTo } from '../shown';

/** How somebody has to show who they are, by the names of attributes. */
export const SIGN_IN_NAMES: readonly NamedSetting[] = [
  {
    names: ['mfa_configuration'],
    absent: 'OFF',
    isWeaker: ranked('OFF', 'OPTIONAL', 'ON'),
    says: (was, will) => `asks fewer people for a second factor: ${fromTo(was, will)}`,
  },
  {
    names: ['advanced_security_mode', 'custom_auth_mode', 'compromised_credentials.event_action'],
    isWeaker: ranked('OFF', 'AUDIT', 'ENFORCED'),
    says: (was, will) => `does less against stolen passwords: ${fromTo(was, will)}`,
  },
  {
    names: [/^(minimum_length|minimum_password_length|password_history_size|password_reuse_prevention)$/],
    isWeaker: lower,
    says: (was, will, name) => `takes weaker passwords: ${name} ${fromTo(was, will)}`,
  },
  {
    names: [/^require_(lowercase|uppercase|numbers|symbols|lowercase_characters|uppercase_characters)$/],
    isWeaker: switchedOff,
    says: (_, __, name) => `takes weaker passwords: ${name} is off`,
  },
  {
    names: ['max_password_age', 'temporary_password_validity_days'],
    // 0 is for ever.
    isWeaker: (was, will) => numberOf(was) !== 0 && (numberOf(will) === 0 || higher(was, will)),
    says: (was, will, name) => `lets passwords live longer: ${name} ${fromTo(was, will)} days`,
  },
  {
    names: [
      'allow_unauthenticated_identities',
      'unauthenticated',
      'anonymous_auth_enabled',
      'allow_classic_flow',
    ],
    isWeaker: switchedOn,
    isBad: isSetOn,
    says: (_, __, name) => `lets in who says nothing of who they are: ${name} is on`,
  },
  {
    names: [
      /^(authorization|authorization_type|authentication|authentication_type|auth_type|function_url_auth_type)$/,
    ],
    isWeaker: becomes(
      'NONE',
      'none',
      'no-password-required',
      'API_KEY',
      'GuestAccess',
      'UNAUTHENTICATED',
      '',
    ),
    says: (was, will) => `asks less of who calls it: ${fromTo(was, will)}`,
  },
  {
    names: ['iam_auth', 'http_tokens'],
    isWeaker: lost('REQUIRED', 'required'),
    isBad: (value) => value === 'optional',
    says: (was, will, name) => `asks less of who calls it: ${name} ${fromTo(was, will)}`,
  },
  {
    names: [
      /^iam_(database_)?auth(entication)?_enabled$/,
      'authorization_config.iam',
      'selective_auth',
      'user_authorization_required',
      'api_key_required',
      'prevent_user_existence_errors',
      'require_authorization_for_cache_control',
      'allow_admin_create_user_only',
      'assignment_required',
      'enable_basic_auth',
      'enforce_consent',
      'fine_grained_access.enabled',
      'advanced_security_options.enabled',
    ],
    isWeaker: switchedOff,
    says: (_, __, name) => `asks less of who calls it: ${name} is off`,
  },
  {
    names: ['access_token_validity', 'id_token_validity', 'refresh_token_validity'],
    isWeaker: higher,
    says: (was, will, name) => `lets who signed in stay for longer: ${name} ${fromTo(was, will)}`,
  },
  {
    names: ['acl_name'],
    isWeaker: becomes('open-access'),
    isBad: (value) => value === 'open-access',
    says: (was, will) => `lets in who says nothing of who they are: ${fromTo(was, will)}`,
  },
  {
    names: ['manage_master_user_password'],
    isWeaker: switchedOff,
    says: () => 'has a password that somebody sets, in place of one that AWS keeps and changes',
  },
  {
    names: ['allowed_origins', 'allow_origins'],
    isWeaker: (was, will) => will instanceof Mark || (!list(was).includes('*') && list(will).includes('*')),
    says: (was, will) => `lets pages of everybody read its answers: ${fromTo(was, will)}`,
  },
  {
    names: ['mutual_tls_authentication'],
    isWeaker: taken,
    says: () => 'takes calls without a certificate',
  },
  {
    names: ['throttle_settings', 'quota_settings'],
    isWeaker: taken,
    says: (_, __, name) => `lets one caller ask as often as they like: ${name} goes`,
  },
  {
    names: ['lambda_config.pre_sign_up', 'lambda_config.pre_authentication'],
    isWeaker: taken,
    says: (_, __, name) => `no longer checks who signs in: ${name} goes`,
  },
  {
    names: ['posix_user.uid'],
    isWeaker: (was, will) => Number(was) !== 0 && Number(will) === 0,
    isBad: (value) => value === 0,
    says: () => 'reaches files as root, who may do everything with them',
  },
  {
    names: ['disable_execute_api_endpoint'],
    isWeaker: switchedOff,
    says: () => 'can be called past its own name, and past what stands before that',
  },
  {
    names: ['trusted_key_groups', 'trusted_signers'],
    isWeaker: taken,
    says: (_, __, name) => `lets in whose address nobody has signed: ${name} goes`,
  },
  {
    names: ['origin_access_control_id'],
    isWeaker: taken,
    says: () =>
      'no longer says who it is to what it fetches from, which answers it only when it answers everybody',
  },
  {
    names: ['enable_token_revocation'],
    isWeaker: switchedOff,
    says: () => 'takes tokens that were taken back',
  },
  {
    names: ['code_signing_config_arn'],
    isWeaker: taken,
    says: () => 'runs code that nobody has signed',
  },
  {
    names: ['untrusted_artifact_on_deployment'],
    isWeaker: lost('Enforce'),
    says: (was, will) => `runs code that nobody has signed: ${fromTo(was, will)}`,
  },
  {
    names: ['on_unauthenticated_request'],
    isWeaker: lost('deny', 'authenticate'),
    says: (was, will) => `lets in who has not signed in: ${fromTo(was, will)}`,
  },
  {
    names: ['privileged_mode', 'root_access', 'enable_execute_command', 'attach_to_cluster_admins'],
    isWeaker: switchedOn,
    says: (_, __, name) => `gives more rights over where it runs: ${name} is on`,
  },
];
