import type { ResourceChange } from '../../../plan/change';
import { created, entry } from '../made';

/** An object as `kubernetes_manifest` has it. */
export const manifest = (apiVersion: string, kind: string, rest: object = {}, metadata: object = {}) => ({
  manifest: { apiVersion, kind, metadata: { name: 'it', namespace: 'shop', ...metadata }, ...rest },
});

/** A block of metadata as typed resources have it. */
export const metadata = (more: object = {}) => [
  { annotations: {}, generation: 1, labels: {}, name: 'it', namespace: 'shop', ...more },
];

export const made = (type: string, after: object): ResourceChange => created(`${type}.it`, after);
export const changed = (type: string, before: object, after: object): ResourceChange =>
  entry(`${type}.it`, before, after);

/** A pod that is held back, as typed resources have it. */
export const hardened = {
  allow_privilege_escalation: false,
  capabilities: [{ add: [], drop: ['ALL'] }],
  privileged: false,
  read_only_root_filesystem: true,
  run_as_non_root: true,
  run_as_user: '10001',
  seccomp_profile: [{ localhost_profile: '', type: 'RuntimeDefault' }],
};

export const container = (more: object = {}) => ({
  name: 'web',
  image: 'web:1',
  security_context: [hardened],
  ...more,
});

/** A Deployment with three pods. */
export const deployment = (spec: object = {}, rest: object = {}, name = 'it') => ({
  metadata: metadata({ name }),
  spec: [
    {
      replicas: '3',
      selector: [{ match_labels: { app: 'web' } }],
      template: [
        {
          metadata: [{ labels: { app: 'web' } }],
          spec: [
            {
              automount_service_account_token: false,
              container: [container()],
              service_account_name: 'web',
              ...spec,
            },
          ],
        },
      ],
      ...rest,
    },
  ],
});
