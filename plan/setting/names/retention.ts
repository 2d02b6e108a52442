import type { Value } from '../../value';
import type { NamedSetting } from '../named';
import { lost, lower, numberOf, type Order, ranked, sooner, switchedOff, switchedOn, taken } from '../order';
import { fromTo } from '../shown';

/** As Redshift has it: -1 is for ever. */
const lowerOrForever: Order = (was, will) => {
  const days = (value: Value) => (numberOf(value) === -1 ? Number.MAX_SAFE_INTEGER : value);
  return lower(days(was), days(will));
};

/** For how long something is kept, and whether there is a copy of it, by the names of attributes. */
export const RETENTION_NAMES: readonly NamedSetting[] = [
  {
    names: ['manual_snapshot_retention_period'],
    absent: -1,
    isWeaker: lowerOrForever,
    says: (was, will) => `keeps snapshots of people for ${fromTo(was, will)} days (-1: for ever)`,
  },
  {
    // Nothing, and 0, keep it for ever.
    names: [
      'retention_in_days',
      'retention_days',
      'default_expiration_days',
      'delete_after',
      'max_retention_days',
    ],
    isWeaker: sooner,
    says: (was, will, name) => `keeps what it holds for a shorter time: ${name} ${fromTo(was, will)} days`,
  },
  {
    names: ['recovery_window_in_days', 'deletion_window_in_days'],
    absent: 30,
    isWeaker: lower,
    says: (was, will) => `can be brought back for ${fromTo(was, will)} days after its deletion`,
  },
  {
    names: [
      'permanent_deletion_time_in_days',
      'recovery_period_in_days',
      'number_of_snapshots_to_retain',
      'retain_at_least',
      'unlock_delay_value',
      'backtrack_window',
      /retention(_period|_days|_limit|_hours|_seconds|_duration|_value|_lock_time)?(_in)?(_days|_hours|_minutes|_seconds|_value)?$/,
    ],
    isWeaker: lower,
    says: (was, will, name) => `keeps what it holds for a shorter time: ${name} ${fromTo(was, will)}`,
  },
  {
    names: [
      /point_in_time_recovery(_enabled)?$/,
      /point_in_time_recovery(_enabled)?\.(enabled|status)$/,
      'enable_continuous_backup',
      'backup_retention_enabled',
      'snapshots_enabled',
      'auto_backup_enabled',
      'automated_backup_enabled',
      /(^|_)backup(_policy|_configuration)?\.(enabled|status)$/,
    ],
    isWeaker: switchedOff,
    says: (_, __, name) => `keeps no backups to go back to: ${name} is off`,
  },
  {
    names: ['delete_automated_backups'],
    absent: true,
    isWeaker: switchedOn,
    says: () => 'takes its backups with it when it is deleted',
  },
  {
    names: ['s3_backup_mode'],
    isWeaker: ranked(
      ['Disabled', 'FailedDocumentsOnly', 'FailedDataOnly', 'FailedEventsOnly'],
      ['Enabled', 'AllDocuments', 'AllData', 'AllEvents'],
    ),
    says: (was, will) => `keeps no copy of what it delivers: ${fromTo(was, will)}`,
  },
  {
    names: ['object_lock_mode', 'retention_lock_type', 'snaplock_type', 'default_retention.mode'],
    isWeaker: ranked('', ['NONE'], ['GOVERNANCE', 'ENTERPRISE'], 'COMPLIANCE'),
    says: (was, will) => `can be deleted by more people: ${fromTo(was, will)}`,
  },
  {
    names: ['retention_policy.home_efs_file_system'],
    isWeaker: lost('Retain'),
    says: () => 'loses the files of its users when it is deleted',
  },
  {
    names: ['redrive_policy', 'dead_letter_config', 'dead_letter_queue_arn'],
    isWeaker: taken,
    says: (_, __, name) => `no longer keeps what nobody could handle: ${name} goes`,
  },
  {
    names: ['object_lock_retain_until_date'],
    isWeaker: (was, will) => typeof was === 'string' && !(typeof will === 'string' && will >= was),
    says: (was, will) => `can be deleted sooner: ${fromTo(was, will)}`,
  },
];
