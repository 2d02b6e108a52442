import { becomes, isSet, lost, type Order, switchedOff, switchedOn, taken, truth } from '../../setting/order';
import { fromTo } from '../../setting/shown';
import { olderTls, weakerKey } from '../../setting/strength';
import { at, Mark, type Value } from '../../value';
import { note, type ObjectSetting } from './object-setting';

const ENTRANCES = ['Ingress', 'Service'];
const ALB = 'alb.ingress.kubernetes.io';
const NLB = 'service.beta.kubernetes.io/aws-load-balancer';
const NGINX = 'nginx.ingress.kubernetes.io';

/** `[{"HTTP":80},{"HTTPS":443}]`: whether one may come without TLS. Nothing is as the rest of the Ingress has it. */
function takesHttp(ports: Value): boolean {
  return ports instanceof Mark || /"(HTTP|TCP)"/.test(`${ports ?? ''}`);
}

/** Anything but off is on, as controllers have it where nothing is said. */
const switchedOffByText: Order = (was, will) => truth(was) !== false && isSet(will) && truth(will) === false;

/** Encryption, on a disk and on the way. */
export const ENCRYPTION_OBJECTS: readonly ObjectSetting[] = [
  {
    kinds: ['StorageClass'],
    path: 'parameters.encrypted',
    isWeaker: switchedOff,
    isBad: (value) => isSet(value) && truth(value) !== true,
    says: () => 'makes volumes that are not encrypted',
  },
  {
    kinds: ['StorageClass'],
    path: 'parameters.kmsKeyId',
    isWeaker: weakerKey,
    says: (was, will) => `encrypts volumes by another key: ${fromTo(was, will)}`,
  },
  {
    kinds: ['APIService'],
    path: 'spec.insecureSkipTLSVerify',
    isWeaker: switchedOn,
    isBad: (value) => truth(value) !== false,
    says: () => 'believes anybody who answers for a part of the API: insecureSkipTLSVerify is on',
  },
  ...[`${ALB}/ssl-policy`, `${NLB}-ssl-negotiation-policy`].map((name) => ({
    kinds: ENTRANCES,
    path: note(name),
    isWeaker: olderTls,
    says: (was: Value, will: Value) => `takes weaker TLS: ${fromTo(was, will)}`,
  })),
  ...[`${NLB}-ssl-cert`, `${NLB}-ssl-ports`].map((name) => ({
    kinds: ['Service'],
    path: note(name),
    isWeaker: taken,
    says: () => `takes connections without TLS: its load balancer has no ${name.slice(NLB.length + 1)}`,
  })),
  ...[`${NLB}-backend-protocol`, `${ALB}/backend-protocol`, `${NGINX}/backend-protocol`].map((name) => ({
    kinds: ENTRANCES,
    path: note(name),
    isWeaker: lost(/^(https|ssl|tls|grpcs)$/i),
    says: (was: Value, will: Value) => `speaks to pods without TLS: ${fromTo(was, will)}`,
  })),
  {
    kinds: ['Ingress'],
    path: note(`${ALB}/listen-ports`),
    isWeaker: (was, will) => isSet(was) && !takesHttp(was) && takesHttp(will),
    // Port 80 leads to 443.
    unless: (after) => isSet(at(after, note(`${ALB}/ssl-redirect`))),
    says: (was, will) => `takes requests without TLS: listen-ports ${fromTo(was, will)}`,
  },
  ...[`${ALB}/ssl-redirect`, `${ALB}/actions.ssl-redirect`].map((name) => ({
    kinds: ['Ingress'],
    path: note(name),
    isWeaker: taken,
    says: () => 'no longer leads requests without TLS to HTTPS: ssl-redirect is gone',
  })),
  ...[
    { name: 'ssl-redirect', isWeaker: switchedOffByText },
    { name: 'force-ssl-redirect', isWeaker: switchedOff },
  ].map(({ name, isWeaker }) => ({
    kinds: ['Ingress'],
    path: note(`${NGINX}/${name}`),
    isWeaker,
    says: () => `takes requests without TLS: ${name} is off`,
  })),
  {
    kinds: ['Ingress'],
    path: note('kubernetes.io/ingress.allow-http'),
    isWeaker: (was, will) => truth(was) === false && isSet(was) && truth(will) !== false,
    says: () => 'takes requests without TLS: allow-http is on',
  },
  ...['spec.listeners.*.protocol', 'spec.servers.*.port.protocol'].map((path) => ({
    kinds: ['Gateway'],
    path,
    isWeaker: lost('HTTPS', 'TLS'),
    says: (was: Value, will: Value) => `takes requests without TLS: ${fromTo(was, will)}`,
  })),
  {
    kinds: ['DestinationRule'],
    path: 'spec.trafficPolicy.tls.mode',
    isWeaker: becomes('DISABLE'),
    says: (was, will) => `speaks to others without TLS: ${fromTo(was, will)}`,
  },
];
