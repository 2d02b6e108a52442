import type { NamedSetting } from '../named';
import { lost, switchedOff, switchedOn, taken } from '../order';
import { fromTo } from '../shown';

/** What keeps something from being deleted, changed or lost, by the names of attributes. */
export const PROTECTION_NAMES: readonly NamedSetting[] = [
  {
    names: [
      /deletion_protection(_enabled)?$/,
      'deletion_protection.enabled',
      /^delete_protection$/,
      /termination_protection(_enabled)?$/,
      'disable_api_termination',
      'enable_deletion_protection',
      'object_lock_legal_hold_status',
      'object_lock_enabled',
    ],
    isWeaker: switchedOff,
    says: () => 'is no longer protected from deletion',
  },
  {
    names: [
      /change_protection$/,
      'replication_overwrite',
      'mutation_protection',
      'transfer_lock',
      'disable_api_stop',
    ],
    isWeaker: switchedOff,
    says: (_, __, name) => `is no longer protected from changes: ${name} is off`,
  },
  {
    names: [/^skip_final_(snapshot|backup)$/],
    isWeaker: switchedOn,
    says: () => 'leaves no snapshot when it is deleted',
  },
  {
    names: ['final_snapshot_identifier', 'final_snapshot', 'final_snapshot_name'],
    isWeaker: taken,
    says: () => 'leaves no snapshot when it is deleted',
  },
  {
    names: ['force_destroy', 'force_delete', 'force_delete_without_recovery', 'skip_deletion_check'],
    isWeaker: switchedOn,
    says: () => 'can be deleted with all that is in it',
  },
  {
    names: ['skip_destroy', 'retain_on_delete', /^retain_(stack|stacks|physical_resources)/],
    isWeaker: switchedOff,
    says: () => 'is deleted with its resource from now on',
  },
  {
    names: [/(session|server)_protection_policy$/],
    isWeaker: lost('FullProtection', 'FULL_PROTECTION'),
    says: () => 'may be ended while somebody uses it',
  },
  {
    names: ['delete_claim'],
    isWeaker: switchedOn,
    says: () => 'loses its volumes when it is deleted',
  },
  {
    names: ['volume_claim_delete_policy'],
    isWeaker: lost('DeleteOnScaledownOnly'),
    says: (was, will) => `loses its volumes when it is deleted: ${fromTo(was, will)}`,
  },
  {
    names: ['delete_on_termination'],
    isWeaker: switchedOn,
    says: () => 'loses its volume when its server ends',
  },
  {
    names: [/^bypass_/],
    isWeaker: switchedOn,
    says: (_, __, name) => `goes past a check: ${name} is on`,
  },
  {
    names: ['image_tag_mutability'],
    isWeaker: lost('IMMUTABLE'),
    says: () => 'lets a tag point to another image',
  },
  {
    names: [
      'versioning.enabled',
      'versioning.status',
      'versioning_configuration.status',
      's3_object_versioning',
    ],
    isWeaker: switchedOff,
    says: (was, will) => `keeps no earlier versions of objects: ${fromTo(was, will)}`,
  },
  {
    names: ['mfa_delete'],
    isWeaker: switchedOff,
    says: () => 'lets versions of objects be deleted without a second factor',
  },
];
