import { becomes, isSet, lost, type Order, switchedOff, taken } from '../../setting/order';
import { fromTo } from '../../setting/shown';
import { Mark, type Value } from '../../value';
import { note, type ObjectSetting } from './object-setting';

const ALB = 'alb.ingress.kubernetes.io';
const NGINX = 'nginx.ingress.kubernetes.io';
const INGRESS = ['Ingress'];

/** Ranges that were not let in before; none at all lets everybody in. */
const widened: Order = (was, will) => {
  const ranges = (value: Value) => `${value ?? ''}`.split(',').map((one) => one.trim());
  if (!isSet(was)) return false;
  return will instanceof Mark || !isSet(will) || ranges(will).some((one) => !ranges(was).includes(one));
};

/** Who is asked who they are, and who may send requests. */
export const EXPOSURE_OBJECTS: readonly ObjectSetting[] = [
  {
    kinds: INGRESS,
    path: note(`${ALB}/auth-type`),
    absent: 'none',
    isWeaker: becomes('none', ''),
    says: (was, will) => `lets in who has not signed in: auth-type ${fromTo(was, will)}`,
  },
  {
    kinds: INGRESS,
    path: note(`${ALB}/auth-on-unauthenticated-request`),
    absent: 'authenticate',
    isWeaker: becomes('allow'),
    says: (was, will) => `lets in who has not signed in: ${fromTo(was, will)}`,
  },
  {
    kinds: INGRESS,
    path: note(`${ALB}/mutual-authentication`),
    isWeaker: (was, will) => /verify/.test(`${was ?? ''}`) && !/verify/.test(`${will ?? ''}`),
    says: () => 'takes connections without a certificate: mutual-authentication does not verify',
  },
  ...['auth-url', 'auth-type', 'auth-secret', 'auth-tls-secret', 'auth-signin'].map((name) => ({
    kinds: INGRESS,
    path: note(`${NGINX}/${name}`),
    isWeaker: taken,
    says: () => `lets in who has not signed in: ${name} is gone`,
  })),
  {
    kinds: INGRESS,
    path: note(`${NGINX}/auth-tls-verify-client`),
    absent: 'on',
    isWeaker: (was, will) => was === 'on' && will !== 'on',
    says: (was, will) => `takes connections without a certificate: ${fromTo(was, will)}`,
  },
  ...['whitelist-source-range', 'allowlist-source-range'].map((name) => ({
    kinds: INGRESS,
    path: note(`${NGINX}/${name}`),
    isWeaker: widened,
    says: (was: Value, will: Value) => `takes requests from more addresses: ${name} ${fromTo(was, will)}`,
  })),
  ...['configuration-snippet', 'server-snippet', 'auth-snippet', 'modsecurity-snippet'].map((name) => ({
    kinds: INGRESS,
    path: note(`${NGINX}/${name}`),
    isWeaker: ((was, will) => isSet(will) && was !== will) as Order,
    isBad: isSet,
    says: () => `brings a configuration of its own into the web server of all Ingresses: ${name}`,
  })),
  {
    kinds: INGRESS,
    path: note(`${NGINX}/cors-allow-origin`),
    isWeaker: (was, will) => !/\*/.test(`${was ?? ''}`) && isSet(was) && (will === '*' || !isSet(will)),
    says: (was, will) => `lets pages of every site read its answers: ${fromTo(was, will)}`,
  },
  {
    kinds: ['Gateway'],
    path: 'spec.listeners.*.allowedRoutes.namespaces.from',
    absent: 'Same',
    isWeaker: (was, will) => was !== 'All' && (will === 'All' || will instanceof Mark),
    isBad: (from) => from === 'All',
    says: (was, will) => `lets routes of every namespace take its requests: ${fromTo(was, will)}`,
  },
  {
    kinds: ['SecurityPolicy', 'RequestAuthentication', 'JWTRule'],
    path: 'spec.jwtRules',
    isWeaker: taken,
    says: () => 'asks for no token any more',
  },
  {
    kinds: ['EC2NodeClass', 'NodeClass'],
    path: 'spec.metadataOptions.httpPutResponseHopLimit',
    absent: 1,
    isWeaker: (was, will) => Number(was) === 1 && !(Number(will) <= 1),
    says: (was, will) => `lets pods read the credentials of their node: ${fromTo(was, will)} hops`,
  },
  {
    kinds: ['EC2NodeClass', 'NodeClass'],
    path: 'spec.metadataOptions.httpTokens',
    absent: 'required',
    isWeaker: lost('required'),
    says: (was, will) =>
      `lets whoever makes a node send a request read its credentials: ${fromTo(was, will)}`,
  },
  {
    kinds: ['EC2NodeClass', 'NodeClass'],
    path: 'spec.associatePublicIPAddress',
    isWeaker: (was, will) => was !== true && (will === true || will instanceof Mark),
    isBad: (value) => value === true,
    says: () => 'gives every node an address in the internet',
  },
];

/** Firewalls before what a cluster answers. */
export const FIREWALL_OBJECTS: readonly ObjectSetting[] = [
  ...['wafv2-acl-arn', 'waf-acl-id', 'web-acl-id'].map((name) => ({
    kinds: INGRESS,
    path: note(`${ALB}/${name}`),
    isWeaker: ((was, will) => isSet(was) && was !== will && !(will instanceof Mark)) as Order,
    says: (was: Value, will: Value) =>
      isSet(will)
        ? `has another firewall before it: ${fromTo(was, will)}`
        : 'has no firewall before it any more',
  })),
  {
    kinds: INGRESS,
    path: note(`${ALB}/shield-advanced-protection`),
    isWeaker: switchedOff,
    says: () => 'is protected from floods of requests no more',
  },
  ...['enable-modsecurity', 'enable-owasp-core-rules'].map((name) => ({
    kinds: INGRESS,
    path: note(`${NGINX}/${name}`),
    isWeaker: switchedOff,
    says: () => `has no firewall before it any more: ${name} is off`,
  })),
  ...['limit-rps', 'limit-rpm', 'limit-connections'].map((name) => ({
    kinds: INGRESS,
    path: note(`${NGINX}/${name}`),
    isWeaker: ((was, will) =>
      Number(was) > 0 && !(Number(will) > 0 && Number(will) <= 10 * Number(was))) as Order,
    says: (was: Value, will: Value) => `lets many more requests through: ${name} ${fromTo(was, will)}`,
  })),
];

/** Records of what is asked. */
export const AUDIT_OBJECTS: readonly ObjectSetting[] = [
  ...['service.beta.kubernetes.io/aws-load-balancer-attributes', `${ALB}/load-balancer-attributes`].map(
    (name) => ({
      kinds: ['Service', 'Ingress'],
      path: note(name),
      isWeaker: lost(/(^|,)\s*access_logs\.s3\.enabled=true/),
      says: () => 'no longer logs its requests',
    }),
  ),
  {
    kinds: ['Service'],
    path: note('service.beta.kubernetes.io/aws-load-balancer-access-log-enabled'),
    isWeaker: switchedOff,
    says: () => 'no longer logs its requests',
  },
  {
    kinds: INGRESS,
    path: note(`${NGINX}/enable-access-log`),
    absent: 'true',
    isWeaker: switchedOff,
    says: () => 'no longer logs its requests',
  },
];
