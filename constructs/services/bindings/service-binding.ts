import type { ServiceBinding } from '../../../declarations/binding';
import type { Grant } from '../pods/grant';
import { namespaceOf } from '../runtime/runtime';
import type { Binder } from './binder';

/** Another service: where it answers inside the cluster. It starts first. */
export function bindService({ runtime, startOf }: Binder, binding: ServiceBinding): Grant {
  const { name, group, process, variables } = binding;
  const namespace = namespaceOf(runtime, group);
  return {
    variables: Object.values(variables).map((variable) => ({
      name: variable,
      value: `http://${name}-${process}.${namespace}.svc.cluster.local`,
    })),
    mounts: [],
    statements: [],
    egress: [{ namespace, service: name, process }],
    after: startOf(name),
  };
}
