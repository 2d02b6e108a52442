import type { Change } from '../../change';
import { BALANCERS, LISTENER_RULES, LISTENERS, TARGET_GROUPS } from '../../network/load-balancers';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { at, canonical, list, texts, type Value } from '../../value';
import { amount, ends, named, short, word } from './outage';
import { goesWithWorkload } from './served';

const CONDITIONS = ['host_header', 'path_pattern'];

/** Why requests to a load balancer are no longer led to who answers them. */
export function listeners(change: Change, plan: Plan): string | undefined {
  if (LISTENERS.includes(change.type)) return listener(change, plan);
  if (LISTENER_RULES.includes(change.type)) return listenerRule(change, plan);
  return TARGET_GROUPS.includes(change.type) ? targetGroup(change) : undefined;
}

function listener(change: Change, plan: Plan): string | undefined {
  if (ends(plan, change.was('load_balancer_arn'), ...BALANCERS)) return undefined;
  const port = word(change.was('port'));
  const isElsewhere = answers(plan).has(`${word(change.was('load_balancer_arn'))} ${port}`);
  if (change.action === 'delete') {
    return isElsewhere ? undefined : `is deleted: the load balancer answers nobody at port ${port}`;
  }
  if (!change.stays) return undefined;
  if (change.changes('port') && !isElsewhere) {
    return `answers at port ${word(change.will('port'))} in place of ${port}: requests to ${port} fail`;
  }
  return refuses(change, 'default_action');
}

/** The ports at which load balancers answer afterwards. */
const answers = oncePer(
  (plan: Plan) =>
    new Set(
      plan
        .all(...LISTENERS)
        .filter(({ after }) => after)
        .map((one) => `${word(one.will('load_balancer_arn'))} ${word(one.will('port'))}`),
    ),
);

/** It led requests on, and answers with an error itself now, or leads them to nobody. */
function refuses(change: Change, path: string): string | undefined {
  const [was, will] = [list(change.was(path)).at(-1), list(change.will(path)).at(-1)];
  if (at(was, 'type') !== 'forward') return undefined;
  if (isError(will)) {
    return `answers requests with ${word(at(will, STATUS))} by itself, and leads them to nobody`;
  }
  const weights = list(at(will, 'forward.0.target_group')).map((group) => amount(at(group, 'weight')) ?? 1);
  return weights.length > 0 && weights.every((weight) => weight === 0)
    ? 'leads requests to nobody: every target group has the weight 0'
    : undefined;
}

const STATUS = 'fixed_response.0.status_code';

/** Of a status that nobody knows: perhaps. */
function isError(action: Value): boolean {
  return at(action, 'type') === 'fixed-response' && /^[45nk]/.test(word(at(action, STATUS)));
}

/** What it leads on: `shop.example.com`, `/api/*`. */
function subjects(rule: Value): string[] {
  return list(at(rule, 'condition')).flatMap((condition) =>
    CONDITIONS.flatMap((kind) => texts(at(condition, `${kind}.0.values`))),
  );
}

/** What is led on afterwards, by the listener: whole sets of conditions, and the hosts and paths of all. */
const led = oncePer((plan: Plan) => {
  const rules = plan.all(...LISTENER_RULES).filter(({ after }) => after);
  return {
    whole: new Set(rules.map((one) => keyOf(one.will('listener_arn'), one.will('condition')))),
    subjects: new Set(
      rules.flatMap((one) => subjects(one.after).map((text) => `${word(one.will('listener_arn'))} ${text}`)),
    ),
  };
});

const keyOf = (arn: Value, conditions: Value) =>
  `${word(arn)} ${list(conditions).map(canonical).sort().join()}`;

function listenerRule(change: Change, plan: Plan): string | undefined {
  const arn = change.was('listener_arn');
  // What it refused is answered by another rule from then on.
  if (ends(plan, arn, ...LISTENERS) || isError(list(change.was('action')).at(-1))) return undefined;
  const what = (some: readonly string[]) =>
    some.length > 0 ? `requests for ${named(some)}` : 'its requests';
  if (change.action === 'delete') {
    if (led(plan).whole.has(keyOf(arn, change.was('condition')))) return undefined;
    return targetsOf(change.before).some((group) => goesWithWorkload(plan, group))
      ? undefined
      : `is deleted: ${what(subjects(change.before))} are no longer led to ${targets(change)}`;
  }
  if (!change.stays) return undefined;
  const after = subjects(change.after);
  const lost = subjects(change.before)
    .filter((text) => !after.includes(text))
    .filter((text) => !led(plan).subjects.has(`${word(arn)} ${text}`));
  return lost.length > 0 && after.length > 0
    ? `no longer leads ${what(lost)} to ${targets(change)}`
    : refuses(change, 'action');
}

function targetsOf(rule: Value): string[] {
  return list(at(rule, 'action')).flatMap((action) => [
    ...texts(at(action, 'target_group_arn')),
    ...list(at(action, 'forward.0.target_group')).flatMap((group) => texts(at(group, 'arn'))),
  ]);
}

const targets = ({ before }: Change) => {
  const groups = targetsOf(before).map((arn) => short(arn.split('/').at(-2) ?? arn));
  return groups.length > 0 ? named(groups) : 'who answered them';
};

/** What still leads to a group is refused by AWS when the group is deleted; another port leads to nobody. */
function targetGroup(change: Change): string | undefined {
  return change.action === 'replace' && !change.overlaps
    ? 'is deleted, and then made anew, which AWS refuses while a listener leads to it; requests fail until its targets are healthy in the new one'
    : undefined;
}
