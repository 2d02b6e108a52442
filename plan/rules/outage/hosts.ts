import { LISTENER_RULES } from '../../network/load-balancers';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { at, list, texts } from '../../value';

/** Names whose rule at a load balancer is deleted by the same plan. */
const hosts = oncePer((plan: Plan) => {
  const rules = plan.of(...LISTENER_RULES).filter(({ action }) => action === 'delete');
  return new Set(
    rules.flatMap(({ before }) =>
      list(at(before, 'condition')).flatMap((one) => texts(at(one, 'host_header.0.values'))),
    ),
  );
});

/** Whether a name goes together with the rule that led its requests on, which says so itself. */
export function hostGoesWithRule(plan: Plan, host: string): boolean {
  return hosts(plan).has(host);
}
