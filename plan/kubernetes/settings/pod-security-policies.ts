import { fewer, more, switchedOff, switchedOn } from '../../setting/order';
import type { ObjectSetting } from './object-setting';

const kinds = ['PodSecurityPolicy'];

/** What policies of clusters before Kubernetes 1.25 let pods have. */
export const POD_SECURITY_POLICIES: readonly ObjectSetting[] = [
  ...['privileged', 'hostPID', 'hostIPC', 'hostNetwork', 'allowPrivilegeEscalation'].map((name) => ({
    kinds,
    path: `spec.${name}`,
    isWeaker: switchedOn,
    says: () => `lets pods have more: ${name} is on`,
  })),
  ...['defaultAllowPrivilegeEscalation'].map((name) => ({
    kinds,
    path: `spec.${name}`,
    isWeaker: switchedOn,
    says: () => `gives pods more: ${name} is on`,
  })),
  {
    kinds,
    path: 'spec.readOnlyRootFilesystem',
    isWeaker: switchedOff,
    says: () => 'lets pods write to their root file system',
  },
  {
    kinds,
    path: 'spec.requiredDropCapabilities',
    isWeaker: fewer,
    says: () => 'takes fewer capabilities from pods',
  },
  ...[
    'allowedCapabilities',
    'defaultAddCapabilities',
    'volumes',
    'allowedUnsafeSysctls',
    'allowedProcMountTypes',
  ].map((name) => ({
    kinds,
    path: `spec.${name}`,
    isWeaker: more,
    says: () => `lets pods have more: ${name}`,
  })),
];
