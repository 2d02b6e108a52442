import { TARGET_GROUPS } from '../../network/load-balancers';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { at, list, type Value } from '../../value';
import { ledToPodsThatGo } from './kubernetes/entrances';
import { ends } from './outage';

/** Target groups of services of ECS that are deleted. */
const ofTasks = oncePer((plan: Plan): ReadonlySet<Value> => {
  const gone = plan.of('aws_ecs_service').filter(({ action }) => action === 'delete');
  return new Set(
    gone.flatMap((one) => list(one.was('load_balancer')).map((each) => at(each, 'target_group_arn'))),
  );
});

/** Whether a target group goes together with the workload that it led to, which says so itself. */
export function goesWithWorkload(plan: Plan, group: string): boolean {
  const isGone = ends(plan, group, ...TARGET_GROUPS);
  return isGone && (ofTasks(plan).has(group) || ledToPodsThatGo(plan, group));
}
