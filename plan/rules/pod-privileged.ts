import type { Rule } from '../finding';
import { containers, podSpec } from '../kubernetes';
import { at, list, texts, type Value } from '../value';

export const podPrivileged: Rule = {
  id: 'pod-privileged',
  kind: 'exposure',
  finds: 'pods get rights over their node: privileged, its network, processes or files, root, capabilities',
  judge: (change) => {
    if (!change.type.startsWith('kubernetes_') || change.action === 'delete') return undefined;
    const before = powers(podSpec(change.before));
    const gained = powers(podSpec(change.after)).filter((power) => !before.includes(power));
    return gained.length > 0 ? `its pods get ${gained.join(', ')}` : undefined;
  },
};

function powers(pod: Value): string[] {
  const host = ['host_network', 'host_pid', 'host_ipc'].filter((name) => at(pod, name) === true);
  const files = list(at(pod, 'volume')).flatMap((volume) => texts(at(volume, 'host_path.0.path')));
  return [
    ...host,
    ...files.map((path) => `the node's ${path}`),
    ...(isRoot(at(pod, 'security_context.0')) ? ['root'] : []),
    ...containers(pod).flatMap((container) => containerPowers(at(container, 'security_context.0'))),
  ];
}

function containerPowers(context: Value): string[] {
  const added = texts(at(context, 'capabilities.0.add'));
  return [
    ...(at(context, 'privileged') === true ? ['privileged'] : []),
    ...(at(context, 'allow_privilege_escalation') === true ? ['privilege escalation'] : []),
    ...(isRoot(context) ? ['root'] : []),
    ...added.map((capability) => `the capability ${capability}`),
  ];
}

function isRoot(context: Value): boolean {
  const user = at(context, 'run_as_user');
  return at(context, 'run_as_non_root') === false || user === 0 || user === '0';
}
