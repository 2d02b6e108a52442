import type { NamedSetting } from '../named';
import { higher, isSet, isSetOff, isSetOn, more, ranked, switchedOff, switchedOn, taken } from '../order';
import { fromTo } from '../shown';
import { cryptoRank, olderProtocols, olderTls, saysKey, weakerCrypto, weakerKey } from '../strength';

/** What attributes mean by whose name something is encrypted, with which key, and on the way. */
export const ENCRYPTION_NAMES: readonly NamedSetting[] = [
  {
    names: [
      'encrypted',
      /_encrypted$/,
      /encryption_enabled$/,
      /encryption\.enabled?$/,
      /^(encrypt|encryption)_at_rest\.enabled$/,
      'encrypt_at_rest.enabled',
      'server_side_encryption.enabled',
      'ebs_encryption_by_default',
      'require_encryption',
      'in_cluster',
      'enable_inter_container_traffic_encryption',
    ],
    isWeaker: switchedOff,
    isBad: isSetOff,
    says: (_, __, name) => `is not encrypted: ${name} is off`,
  },
  {
    names: ['encryption_disabled', 'disable_encryption', 'disable_ssl'],
    isWeaker: switchedOn,
    isBad: isSetOn,
    says: (_, __, name) => `is not encrypted: ${name} is on`,
  },
  {
    names: [
      'require_tls',
      'require_ssl',
      'tls_enabled',
      'enforce_https',
      'enforce_ssl',
      'enable_ssl',
      'tls',
      'https_only',
    ],
    isWeaker: switchedOff,
    isBad: isSetOff,
    says: (_, __, name) => `takes connections without TLS: ${name} is off`,
  },
  {
    names: ['JDBC_ENFORCE_SSL'],
    isWeaker: switchedOff,
    says: () => 'connects without TLS',
  },
  {
    names: ['enforce_workgroup_configuration'],
    isWeaker: switchedOff,
    says: () => 'lets each query choose where its results are kept, and whether they are encrypted',
  },
  {
    names: ['strict_transport_security'],
    isWeaker: taken,
    says: () => 'no longer tells browsers to use TLS alone',
  },
  {
    names: ['insecure_ssl', 'insecure_skip_verification', 'ignore_client_certificate_expiry'],
    isWeaker: switchedOn,
    isBad: isSetOn,
    says: (_, __, name) => `no longer looks whose certificate it is: ${name} is on`,
  },
  {
    names: ['enable_key_rotation', 'automatic_rotation', 'rotation_enabled'],
    isWeaker: switchedOff,
    says: (was) => (was === undefined ? 'does not rotate' : 'no longer rotates'),
  },
  {
    names: [
      /kms_(master_)?key(_id|_arn|_identifier)?$/,
      /kms_encryption_key$/,
      /encryption_key(_id|_arn)?$/,
      'volume_encryption_key',
      'kms_arn',
      'key_management_service_key_id',
    ],
    isWeaker: weakerKey,
    says: saysKey,
  },
  {
    names: [
      /(^|_)encryption_(type|mode|option)$/,
      /encryption_configuration\.(type|mode)$/,
      'encryption_config.type',
      /(^|_)sse_algorithm$/,
      'server_side_encryption',
      'ebs_encryption',
      'encryption_algorithm',
      'ssl_security_protocol',
      /^(in_)?transit_encryption$/,
    ],
    isWeaker: weakerCrypto,
    isBad: (value) => cryptoRank(value) === 0,
    says: (was, will, name) => `encrypts less: ${name} ${fromTo(was, will)}`,
  },
  {
    names: ['rotation_period_in_days'],
    absent: 365,
    isWeaker: higher,
    says: (was, will) => `rotates more seldom: ${fromTo(was, will)} days`,
  },
  {
    names: [/_(encryption|integrity)_algorithms$/],
    isWeaker: (was, will) => isSet(was) && more(was, will),
    says: (was, will, name) => `takes other encryption, which may be weaker: ${name} ${fromTo(was, will)}`,
  },
  {
    names: ['encryption_context_equals', 'encryption_context_subset'],
    isWeaker: taken,
    says: () => 'lets its key be used for anything',
  },
  {
    names: ['ssl_ca_certificate_arn'],
    isWeaker: taken,
    says: () => 'no longer looks whose certificate it is',
  },
  {
    names: ['field_level_encryption_id'],
    isWeaker: taken,
    says: () => 'no longer encrypts single fields of requests',
  },
  {
    names: ['client_broker'],
    isWeaker: ranked('PLAINTEXT', 'TLS_PLAINTEXT', 'TLS'),
    isBad: (value) => value === 'PLAINTEXT',
    absent: 'TLS',
    says: (was, will) => `takes connections without TLS: ${fromTo(was, will)}`,
  },
  {
    names: ['transit_encryption_mode', 'tls_policy', /^(ssl|tls)_mode$/],
    isWeaker: ranked(
      ['disabled', 'none', 'Optional', 'OPTIONAL', 'allow', 'prefer', 'preferred'],
      ['require', 'required', 'Require', 'REQUIRE'],
      'verify-ca',
      'verify-full',
    ),
    says: (was, will, name) => `takes connections without TLS: ${name} ${fromTo(was, will)}`,
  },
  {
    names: [/^(rpc|data_transfer)_protection$/],
    isWeaker: ranked('DISABLED', 'AUTHENTICATION', 'INTEGRITY', 'PRIVACY'),
    says: (was, will, name) => `protects less on the way: ${name} ${fromTo(was, will)}`,
  },
  {
    names: [
      'ssl_policy',
      'tls_security_policy',
      'minimum_protocol_version',
      'security_policy',
      'security_policy_name',
      /(minimum|min)_(tls|ssl)(_protocol)?_version$/,
    ],
    isWeaker: olderTls,
    says: (was, will) => `takes weaker TLS: ${fromTo(was, will)}`,
  },
  {
    names: [/ssl_protocols$/, /tls_(protocols|versions)$/],
    isWeaker: olderProtocols,
    says: (was, will) => `speaks older TLS: ${fromTo(was, will)}`,
  },
  {
    names: ['viewer_protocol_policy', 'origin_protocol_policy', 'protocol_policy', 'https_policy'],
    isWeaker: ranked(
      ['allow-all', 'http-only', 'OPTIONAL'],
      ['match-viewer', 'REQUIRE_OPEN_ONLY'],
      ['redirect-to-https', 'https-only', 'REQUIRE'],
    ),
    isBad: (value) => value === 'allow-all',
    says: (was, will, name) => `lets requests go without TLS: ${name} ${fromTo(was, will)}`,
  },
  {
    names: [
      'security_configuration',
      /^encryption_config(uration)?$/,
      'server_side_encryption_configuration',
    ],
    isWeaker: taken,
    says: (_, __, name) => `is no longer encrypted by a key of its own: ${name} goes`,
  },
];
