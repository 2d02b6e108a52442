import type { Plan } from './plan';

/** Something that is found out about a plan once, however many of its changes ask. */
export function oncePer<Found>(find: (plan: Plan) => Found): (plan: Plan) => Found {
  const found = new WeakMap<Plan, Found>();
  return (plan) => {
    if (!found.has(plan)) found.set(plan, find(plan));
    return found.get(plan)!;
  };
}
