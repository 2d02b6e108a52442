import { changed } from './case';

// Objects of Kubernetes by `kubernetes_manifest`.

export const object = (apiVersion: string, kind: string, body: object, metadata: object = {}) => ({
  manifest: { apiVersion, kind, metadata: { name: 'o-$', ...metadata }, ...body },
});
export const inDefault = { namespace: 'default' };
export const manifest = (name: string, before: object, after: object) =>
  changed(name, 'kubernetes_manifest', before, after);

export const template = (pod: object, container: object) => ({
  metadata: { labels: { app: '$' } },
  spec: { ...pod, containers: [{ name: 'web', image: 'web:1', ...container }] },
});
/** A Deployment of so many pods. */
export const pods = (replicas: number, pod: object = {}, container: object = {}) =>
  object(
    'apps/v1',
    'Deployment',
    { spec: { replicas, selector: { matchLabels: { app: '$' } }, template: template(pod, container) } },
    inDefault,
  );
