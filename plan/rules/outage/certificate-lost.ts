import type { Change } from '../../change';
import { allOf } from '../../finding';
import { LISTENER_CERTIFICATES, LISTENERS } from '../../network/load-balancers';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { switchedOff, taken } from '../../setting/order';
import { type Setting, weakened } from '../../setting/setting';
import { at, texts, type Value } from '../../value';
import { ends, named, outage, short, word } from './outage';

const CERTIFICATE = 'aws_acm_certificate';

const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_cloudfront_distribution'],
    path: 'viewer_certificate.0.acm_certificate_arn',
    isWeaker: taken,
    says: 'has no certificate for its own names any more: browsers refuse them',
  },
  {
    types: ['aws_acmpca_certificate_authority'],
    path: 'enabled',
    isWeaker: switchedOff,
    says: 'signs no certificates any more: what they run out of stands still',
  },
];

export const certificateLost = outage(
  'certificate-lost',
  'a certificate goes before another one is there, or is no longer for a name',
  (change: Change, plan: Plan) =>
    allOf(
      weakened(change, SETTINGS),
      noneAtListener(change),
      certificateGone(change, plan),
      takenFromListener(change, plan),
      anotherAtListener(change, plan),
      authorityGone(change),
    ),
);

/** One that speaks without TLS from now on needs none: that is a matter of encryption. */
function noneAtListener(change: Change): string | undefined {
  const isTls = ['HTTPS', 'TLS'].includes(word(change.will('protocol')));
  return LISTENERS.includes(change.type) &&
    change.stays &&
    isTls &&
    taken(change.was('certificate_arn'), change.will('certificate_arn'))
    ? 'has no certificate any more: requests by TLS fail'
    : undefined;
}

function namesOf(side: Value): string[] {
  return [
    ...new Set([...texts(at(side, 'domain_name')), ...texts(at(side, 'subject_alternative_names'))]),
  ].map((name) => name.toLowerCase());
}

/** Whether a certificate is for a name: `*.example.com` is for one label more than `example.com`. */
function isFor(names: ReadonlySet<string>, name: string): boolean {
  return names.has(name) || names.has(`*.${name.split('.').slice(1).join('.')}`);
}

/** The names of all certificates afterwards. */
const names = oncePer(
  (plan: Plan) => new Set(plan.all(CERTIFICATE).flatMap(({ after }) => (after ? namesOf(after) : []))),
);

function certificateGone(change: Change, plan: Plan): string | undefined {
  if (change.type !== CERTIFICATE || change.action === 'create' || change.action === 'forget')
    return undefined;
  const lost = namesOf(change.before).filter((name) => !isFor(names(plan), name));
  if (change.action === 'delete') {
    return lost.length > 0 ? `is deleted: there is no certificate for ${named(lost)} any more` : undefined;
  }
  if (lost.length > 0) return `is no longer for ${named(lost)}: browsers refuse it there`;
  return change.action === 'replace' && !change.overlaps
    ? `is deleted before the new one is there, which AWS refuses while it is in use, and which leaves ${named(namesOf(change.before))} without one`
    : undefined;
}

function takenFromListener(change: Change, plan: Plan): string | undefined {
  if (!LISTENER_CERTIFICATES.includes(change.type) || change.action !== 'delete') return undefined;
  const [listener, certificate] = [change.was('listener_arn'), change.was('certificate_arn')];
  if (ends(plan, listener, ...LISTENERS) || ends(plan, certificate, CERTIFICATE)) return undefined;
  const lost = namesOf(byArn(plan).get(certificate));
  if (lost.length > 0 && lost.every((name) => isFor(atListener(plan, listener), name))) return undefined;
  return `is deleted: ${short(listener)} has no certificate for ${lost.length > 0 ? named(lost) : short(certificate)} any more`;
}

const byArn = oncePer((plan: Plan) => {
  const all = plan.all(CERTIFICATE).flatMap(({ before, after }) => [before, after]);
  return new Map(all.filter(Boolean).map((side) => [at(side, 'arn'), side]));
});

/** The names for which a listener has certificates afterwards, as far as the plan tells. */
const atListeners = oncePer((plan: Plan) => {
  const found = new Map<Value, Set<string>>();
  const add = (listener: Value, certificate: Value) => {
    if (!found.has(listener)) found.set(listener, new Set());
    for (const name of namesOf(byArn(plan).get(certificate))) found.get(listener)!.add(name);
  };
  for (const one of plan.all(...LISTENERS)) if (one.after) add(one.will('arn'), one.will('certificate_arn'));
  for (const one of plan.all(...LISTENER_CERTIFICATES)) {
    if (one.after) add(one.will('listener_arn'), one.will('certificate_arn'));
  }
  return found;
});

const atListener = (plan: Plan, listener: Value) => atListeners(plan).get(listener) ?? new Set<string>();

/** Of a new certificate nobody knows the ARN before. Its names are among those of all. */
function anotherAtListener(change: Change, plan: Plan): string | undefined {
  if (!LISTENERS.includes(change.type) || !change.stays || !change.changes('certificate_arn'))
    return undefined;
  const [was, will] = [change.was('certificate_arn'), change.will('certificate_arn')].map((arn) =>
    byArn(plan).get(arn),
  );
  if (!was || !will) return undefined;
  const lost = namesOf(was).filter((name) => !isFor(atListener(plan, change.was('arn')), name));
  return lost.length > 0
    ? `has a certificate that is not for ${named(lost)}: browsers refuse it there (${word(at(will, 'domain_name'))})`
    : undefined;
}

function authorityGone(change: Change): string | undefined {
  const types = ['aws_acmpca_certificate_authority', 'aws_iam_server_certificate'];
  if (!types.includes(change.type) || !change.ends || change.overlaps) return undefined;
  return change.type === types[0]
    ? 'is deleted: what it signed can no longer be renewed'
    : `is deleted${change.action === 'replace' ? ' before the new one is there' : ''}: what served with it has no certificate`;
}
