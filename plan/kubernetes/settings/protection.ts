import { becomes, lost, switchedOff, switchedOn } from '../../setting/order';
import { fromTo } from '../../setting/shown';
import type { Value } from '../../value';
import { note, type ObjectSetting } from './object-setting';

/** Kinds of operators that say what becomes of the thing itself when its object goes. */
const KEEPS = /^(retain|orphan|keep|snapshot)$/i;

/** What keeps the data of objects when they go. */
export const PROTECTION_OBJECTS: readonly ObjectSetting[] = [
  {
    kinds: ['PersistentVolume'],
    path: 'spec.persistentVolumeReclaimPolicy',
    absent: 'Retain',
    isWeaker: lost('Retain'),
    says: (was, will) => `loses its data when nobody claims it any more: reclaim policy ${fromTo(was, will)}`,
  },
  {
    kinds: ['StorageClass'],
    path: 'reclaimPolicy',
    absent: 'Delete',
    isWeaker: lost('Retain'),
    says: (was, will) =>
      `makes volumes that lose their data with their claim: reclaim policy ${fromTo(was, will)}`,
  },
  ...['VolumeSnapshotClass', 'VolumeSnapshotContent'].flatMap((kind) =>
    ['deletionPolicy', 'spec.deletionPolicy'].map((path) => ({
      kinds: [kind],
      path,
      isWeaker: lost('Retain'),
      says: (was: Value, will: Value) =>
        `loses snapshots with their objects: deletion policy ${fromTo(was, will)}`,
    })),
  ),
  ...['whenDeleted', 'whenScaled'].map((when) => ({
    kinds: ['StatefulSet'],
    path: `spec.persistentVolumeClaimRetentionPolicy.${when}`,
    absent: 'Retain',
    isWeaker: becomes('Delete'),
    says: () =>
      when === 'whenDeleted'
        ? 'takes its volumes with it when it is deleted'
        : 'deletes the volume of a pod when there are fewer pods',
  })),
  ...['spec.deletionPolicy', 'spec.reclaimPolicy', 'spec.target.deletionPolicy'].map((path) => ({
    kinds: [],
    path,
    isWeaker: lost(KEEPS),
    says: (was: Value, will: Value) =>
      `takes what it stands for with it when it is deleted: ${path.slice(5)} ${fromTo(was, will)}`,
  })),
  {
    kinds: ['Application', 'Kustomization', 'ApplicationSet'],
    path: 'spec.syncPolicy.automated.prune',
    isWeaker: switchedOn,
    says: () => 'deletes by itself what leaves its source: prune is on',
  },
  {
    kinds: ['Kustomization'],
    path: 'spec.prune',
    isWeaker: switchedOn,
    says: () => 'deletes by itself what leaves its source: prune is on',
  },
  ...[
    { name: 'services.k8s.aws/deletion-policy', strong: /^retain$/i },
    { name: 'helm.sh/resource-policy', strong: /^keep$/ },
    { name: 'argocd.argoproj.io/sync-options', strong: /(Prune|Delete)=false/ },
    { name: 'kustomize.toolkit.fluxcd.io/prune', strong: /^disabled$/i },
  ].map(({ name, strong }) => ({
    kinds: [],
    path: note(name),
    isWeaker: lost(strong),
    says: () => `is deleted, with what it stands for, by what made it: ${name} does not keep it`,
  })),
  {
    kinds: ['Secret', 'ConfigMap'],
    path: 'immutable',
    isWeaker: switchedOff,
    says: () => 'can be changed while pods use it: immutable is off',
  },
  ...[
    'service.beta.kubernetes.io/aws-load-balancer-attributes',
    'alb.ingress.kubernetes.io/load-balancer-attributes',
  ].map((name) => ({
    kinds: ['Service', 'Ingress'],
    path: note(name),
    isWeaker: lost(/(^|,)\s*deletion_protection\.enabled=true/),
    says: () => 'has a load balancer that is no longer protected from deletion',
  })),
];
