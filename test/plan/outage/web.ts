import { manifest } from '../kubernetes/shapes';

// What belongs to shop/web, a service in a cluster.

export const NAME = 'app.kubernetes.io/name';

/** Three pods of shop/web, as the typed resource has them. */
export const deployment = (spec: object = {}, container: object = {}, labels: object = {}, name = 'web') => ({
  metadata: [{ name, namespace: 'shop', labels: { [NAME]: 'web', ...labels } }],
  spec: [
    {
      replicas: '3',
      template: [
        {
          metadata: [{ labels: { [NAME]: 'web', ...labels } }],
          spec: [
            { container: [{ name: 'web', port: [{ container_port: 8080, name: 'http' }], ...container }] },
          ],
        },
      ],
      ...spec,
    },
  ],
});
/** The same as a manifest has it. */
export const asManifest = (spec: object = {}) =>
  manifest(
    'apps/v1',
    'Deployment',
    {
      spec: {
        replicas: 3,
        template: { metadata: { labels: { [NAME]: 'web' } }, spec: { containers: [{ name: 'web' }] } },
        ...spec,
      },
    },
    { name: 'web' },
  );
export const budget = (spec: object) => ({
  metadata: [{ name: 'web', namespace: 'shop' }],
  spec: [{ selector: [{ match_labels: { [NAME]: 'web' } }], ...spec }],
});
export const service = (spec: object = {}) => ({
  metadata: [{ name: 'web', namespace: 'shop', annotations: null }],
  spec: [
    { selector: { [NAME]: 'web' }, port: [{ port: 80, target_port: 'http' }], type: 'ClusterIP', ...spec },
  ],
});
export const ingress = (...hosts: readonly string[]) => ({
  metadata: [{ name: 'web', namespace: 'shop' }],
  spec: [
    {
      rule: hosts.map((host) => ({
        host,
        http: [{ path: [{ path: '/', backend: [{ service: [{ name: 'web' }] }] }] }],
      })),
    },
  ],
});
