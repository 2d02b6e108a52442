import { changed } from './case';

// Objects of Kubernetes by `kubernetes_manifest`.

export const object = (apiVersion: string, kind: string, body: object, metadata: object = {}) => ({
  manifest: { apiVersion, kind, metadata: { name: 'o-$', ...metadata }, ...body },
});
export const inDefault = { namespace: 'default' };
export const manifest = (name: string, before: object, after: object) =>
  changed(name, 'kubernetes_manifest', before, after);
