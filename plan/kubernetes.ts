import type { Change } from './change';
import { at, list, texts, type Value } from './value';

export const NAMESPACES = ['kubernetes_namespace', 'kubernetes_namespace_v1'];

/** A typed resource of Kubernetes, with or without its version: `kubernetes_deployment` and `kubernetes_deployment_v1`. */
export function isKind({ type }: Change, ...kinds: readonly string[]): boolean {
  return kinds.some((kind) => type.replace(/_v\d+(beta\d+)?$/, '') === `kubernetes_${kind}`);
}

/** The pod of a workload, whatever it hangs in: a deployment's or job's template, a schedule's job. */
export function podSpec(side: Value): Value {
  const paths = ['spec.0.template.0.spec.0', 'spec.0.job_template.0.spec.0.template.0.spec.0', 'spec.0'];
  return paths.map((path) => at(side, path)).find((spec) => list(at(spec, 'container')).length > 0);
}

/** All containers of a pod, those that start it included. */
export function containers(pod: Value): Value[] {
  return [...list(at(pod, 'init_container')), ...list(at(pod, 'container'))];
}

/** `shop/storefront-web`, or the name alone of what is in no namespace. */
export function objectName(side: Value): string {
  const [name, namespace] = ['name', 'namespace'].map((key) => texts(at(side, `metadata.0.${key}`))[0]);
  return [namespace, name].filter(Boolean).join('/');
}
