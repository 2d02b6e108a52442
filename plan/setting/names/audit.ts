import type { NamedSetting } from '../named';
import { becomes, fewer, isSet, ranked, switchedOff, switchedOn, taken } from '../order';
import { fromTo } from '../shown';

/** What is recorded of what happens, by the names of attributes. */
export const AUDIT_NAMES: readonly NamedSetting[] = [
  {
    names: [
      /logging_enabled$/,
      /logs?_enabled$/,
      /(^|_)logs?(_config|_configuration|_delivery|_settings)?\.(enabled|enable|status|state)$/,
      /logging(_config|_configuration|_info|_options)?\.(enabled|enable|status|state)$/,
      'enable_logging',
      'is_logging_enabled',
      'enable_log_file_validation',
      'logs.audit',
      'logs.general',
      'query_log_status',
      'opt_in_to_audit',
    ],
    isWeaker: switchedOff,
    says: (_, __, name) => `no longer records what happens: ${name} is off`,
  },
  {
    names: ['disable_all_logs'],
    isWeaker: switchedOn,
    says: () => 'no longer records what happens',
  },
  {
    names: [/(^|_)log(s|_types|_exports)$/, /logs_exports$/, 'enabled_cluster_log_types', 'log_exports'],
    // A block of this name is looked into.
    isWeaker: (was, will) => fewer(texts(was), texts(will)) || blockGone(was, will),
    says: (was, will, name) => `records less of what happens: ${name} ${fromTo(was, will)}`,
  },
  {
    names: [
      'access_log_settings',
      'log_publishing_options',
      'log_configuration',
      'log_delivery_configuration',
      'logging',
      'logging_config',
      'logging_configuration',
      'logging_info',
      'audit_log_configuration',
      'audit_log_destination',
      'audit_destination_arn',
      'log_uri',
    ],
    isWeaker: taken,
    says: (_, __, name) => `no longer records what happens: ${name} goes`,
  },
  {
    names: [
      'logging_level',
      'log_level',
      'default_log_level',
      'field_log_level',
      'audit_log_level',
      'file_access_audit_log_level',
      'file_share_access_audit_log_level',
      'log_configuration.level',
      'logging_configuration.level',
    ],
    isWeaker: becomes('OFF', 'NONE', 'DISABLED'),
    says: (was, will) => `no longer records what happens: ${fromTo(was, will)}`,
  },
  {
    names: ['image_scanning_enabled', 'scan_on_push', 'scan_enabled'],
    isWeaker: switchedOff,
    says: () => 'no longer scans what comes in',
  },
  {
    names: ['scan_frequency'],
    isWeaker: ranked('MANUAL', 'SCAN_ON_PUSH', 'CONTINUOUS_SCAN'),
    says: (was, will) => `scans more seldom: ${fromTo(was, will)}`,
  },
  {
    names: ['tls_inspection_configuration_arn'],
    isWeaker: taken,
    says: () => 'no longer looks into encrypted connections',
  },
  {
    names: ['certificate_transparency_logging_preference'],
    isWeaker: switchedOff,
    says: () => 'no longer puts its certificate into the public log',
  },
];

const texts = (value: Parameters<typeof isSet>[0]) =>
  Array.isArray(value) && value.every((item) => typeof item === 'object') ? [] : value;
const blockGone = (was: Parameters<typeof isSet>[0], will: Parameters<typeof isSet>[0]) =>
  isSet(was) && !isSet(will);
