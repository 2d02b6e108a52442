import type { Resources } from './case';

export const metadata = { name: 'it', namespace: '${kubernetes_namespace_v1.ns.metadata[0].name}' };
/** What is in a namespace of a preview, so that the namespace may go. */
export const inNamespace = (type: string, attributes?: object): Resources => ({
  kubernetes_namespace_v1: { ns: { metadata: { name: 'n-$', labels: { preview: 'pr-42' } } } },
  ...(attributes && { [type]: { it: { metadata, ...attributes } } }),
});
