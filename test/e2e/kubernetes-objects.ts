/** Objects that Pod Security `restricted` lets in, as small as they can be. */

export const namespace = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
});

export const container = (image: string, more: object = {}) => ({
  name: 'main',
  image,
  resources: { requests: { cpu: '100m' } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  ...more,
});

export const podSpec = (image: string, more: object = {}) => ({
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [container(image)],
  ...more,
});

export const pod = (space: string, name: string, spec: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: space, name },
  spec,
});

export const deployment = (space: string, name: string, replicas: number, spec: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace: space, name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
    template: { metadata: { labels: { app: name } }, spec },
  },
});

export const job = (space: string, name: string, spec: object) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { namespace: space, name },
  spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', ...spec } } },
});
