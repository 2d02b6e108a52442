import type { ServiceBinding } from '../services/binding';
import type { Binder } from './binder';
import type { Grant } from './grant';
import { namespaceOf } from './place';

/** Another service: where it answers inside the cluster. It starts first. */
export function bindService({ place, startOf }: Binder, binding: ServiceBinding): Grant {
  const { name, group, process, port, variables } = binding;
  const namespace = namespaceOf(place, group);
  return {
    variables: [
      { name: variables.url, value: `http://${name}-${process}.${namespace}.svc.cluster.local:${port}` },
    ],
    mounts: [],
    statements: [],
    egress: [{ namespace, service: name, process, port }],
    after: startOf(name),
  };
}
