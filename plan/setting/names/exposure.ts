import type { NamedSetting } from '../named';
import { becomes, isSetOff, isSetOn, lost, switchedOff, switchedOn, taken } from '../order';
import { fromTo } from '../shown';

/** Whom something lets in from the internet, by the names of attributes. */
export const PUBLIC_NAMES: readonly NamedSetting[] = [
  {
    names: [
      /^(is_)?publicly_accessible$/,
      'public_connectivity',
      'associate_public_ip_address',
      'map_public_ip_on_launch',
      'create_public_ip',
      'auto_assign_public_ips',
      'auto_assign_elastic_ips',
      'enable_public_ip',
      'endpoint_public_access',
    ],
    isWeaker: switchedOn,
    isBad: isSetOn,
    says: (_, __, name) => `gets an address in the internet: ${name} is on`,
  },
  {
    names: ['assign_public_ip', 'direct_internet_access'],
    isWeaker: switchedOn,
    isBad: isSetOn,
    says: (_, __, name) => `gets an address in the internet: ${name} is on`,
  },
  {
    names: [
      'publicly_advertisable',
      'is_public',
      'auto_accept_shared_attachments',
      'auto_accept_shared_associations',
    ],
    isWeaker: switchedOn,
    isBad: isSetOn,
    says: (_, __, name) => `can be used by others: ${name} is on`,
  },
  {
    names: [/^(block|ignore|restrict)_public_/],
    isWeaker: switchedOff,
    isBad: isSetOff,
    says: (_, __, name) => `may become public: ${name} is off`,
  },
  {
    names: ['webserver_access_mode', 'app_network_access_type', 'project_visibility', 'network_origin'],
    isWeaker: becomes('PUBLIC_ONLY', 'PublicInternetOnly', 'PUBLIC_READ', 'Internet'),
    isBad: (value) => /^(PUBLIC_ONLY|PUBLIC_READ)$/.test(`${value}`),
    says: (was, will) => `can be reached from the internet: ${fromTo(was, will)}`,
  },
  {
    names: ['visibility', 'endpoint_type'],
    isWeaker: lost('PRIVATE', 'VPC'),
    says: (was, will) => `can be reached from the internet: ${fromTo(was, will)}`,
  },
  {
    names: ['geo_restriction.restriction_type'],
    isWeaker: becomes('none'),
    says: (was, will) => `answers every country: ${fromTo(was, will)}`,
  },
  {
    names: ['enable_network_isolation'],
    isWeaker: switchedOff,
    says: () => 'may send what it gets to the internet',
  },
  {
    names: ['network_access_control'],
    isWeaker: taken,
    says: () => 'can be reached from the internet: network_access_control goes',
  },
  {
    names: ['source_dest_check'],
    isWeaker: switchedOff,
    says: () => 'takes and passes on what is for others',
  },
  {
    names: ['public_access.type'],
    isWeaker: becomes('SERVICE_PROVIDED_EIPS'),
    isBad: (value) => value === 'SERVICE_PROVIDED_EIPS',
    says: (was, will) => `can be reached from the internet: ${fromTo(was, will)}`,
  },
];
