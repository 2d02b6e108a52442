import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { at, isObject, list, texts, type Value } from '../value';
import { isGuard } from './admission';
import { labels } from './cluster-object';
import type { PlannedObject } from './object';
import { nameOf, plannedObjects } from './objects';
import { chooses } from './selector';

const LABELS = 'metadata.labels';
/** Labels by which programs that are not in a plan put a guard before pods, and the values that do. */
const INJECTED: Readonly<Record<string, RegExp>> = {
  'istio-injection': /^enabled$/,
  'istio.io/rev': /./,
  'linkerd.io/inject': /^(enabled|ingress)$/,
  'istio.io/dataplane-mode': /^ambient$/,
};
/** Labels by which policies leave a namespace alone. */
const IGNORES = /^(admission\.gatekeeper\.sh\/ignore|.*\b(skip|ignore|exclude|bypass)\b.*)$/;

/** What an exception that is new lets through: what the policies that it names refuse. */
export function exempted({ kind, body }: PlannedObject): string[] {
  if (!/Exception|Exemption/.test(kind)) return [];
  const names = list(at(body, 'spec.exceptions')).flatMap((one) => texts(at(one, 'policyName')));
  return [`lets through what ${names.length > 0 ? names.join(', ') : 'a policy'} refuses`];
}

/** What guards no longer look at in a namespace, as its labels are others. */
export function leftBy(before: PlannedObject, after: PlannedObject, plan: Plan): string[] {
  if (before.kind !== 'Namespace' || after.kind !== 'Namespace') return [];
  const [was, will] = [labels(before.body, LABELS), labels(after.body, LABELS)];
  const injected = Object.entries(INJECTED)
    .filter(([name, on]) => on.test(`${was[name] ?? ''}`) && !on.test(`${will[name] ?? ''}`))
    .map(([name]) => `leaves its pods without the guard that ${name} puts before them`);
  const ignored = Object.keys(will)
    .filter((name) => IGNORES.test(name) && was[name] === undefined && `${will[name]}` !== 'false')
    .map((name) => `is left alone by the policies that ask for ${name}`);
  const guards = selectors(plan)
    .filter(({ selector }) => chooses(selector, asSelector(was)) && !chooses(selector, asSelector(will)))
    .map(({ name }) => `is looked at by ${name} no more: its labels are others`);
  return [...injected, ...ignored, ...new Set(guards)];
}

const asSelector = (matchLabels: Readonly<Record<string, Value>>) => ({ matchLabels });

/** Whom the guards that stay look at. */
const selectors = oncePer((plan: Plan) =>
  plannedObjects(plan).flatMap(({ after }) => {
    if (!after || !isGuard(after)) return [];
    const own = ['spec.matchResources', 'spec.matchConstraints', 'spec.match'].map((path) =>
      at(after.body, path),
    );
    return [...own, ...list(at(after.body, 'webhooks'))]
      .map((place) => at(place, 'namespaceSelector'))
      .filter(isObject)
      .map((selector) => ({ name: nameOf(after), selector }));
  }),
);
