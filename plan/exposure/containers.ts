import type { Change } from '../change';
import { expanded } from '../expanded';
import type { Plan } from '../plan';
import { at, list, type Value } from '../value';

const TYPE = 'aws_ecs_task_definition';

/** What newly gives containers of ECS rights over the server that they run on. */
export function containersFreed(change: Change, plan: Plan): string[] {
  if (change.type !== TYPE || change.goes) return [];
  const gone = plan.deletedBy(TYPE, familyOf).get(familyOf(change.after));
  const was = new Set(rights(change.stays ? change.before : gone?.before));
  const news = rights(change.after).filter((right) => !was.has(right));
  return news.map((right) => `gives more rights over where it runs: ${right}`);
}

function familyOf(side: Value): string | undefined {
  const family = at(side, 'family');
  return typeof family === 'string' ? family : undefined;
}

function rights(side: Value): string[] {
  return [...list(expanded(at(side, 'container_definitions'))).flatMap(ofContainer), ...ofTask(side)];
}

function ofContainer(container: Value): string[] {
  const name = String(at(container, 'name') ?? 'a container');
  const added = list(at(container, 'linuxParameters.capabilities.add'));
  return [
    ...(at(container, 'privileged') === true ? [`${name} is privileged`] : []),
    ...added.map((one) => `${name} has ${String(one)}`),
  ];
}

function ofTask(side: Value): string[] {
  const shared = ['network_mode', 'pid_mode', 'ipc_mode'].filter((path) => at(side, path) === 'host');
  const paths = list(at(side, 'volume')).map((volume) => at(volume, 'host_path'));
  return [
    ...shared.map((path) => `${path} is host`),
    ...paths.filter(Boolean).map((path) => `files of the server at ${String(path)}`),
  ];
}
