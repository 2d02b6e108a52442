import { created, deleted, stays } from '../made';
import { changed, found, manifest, type Row } from './found';
import { asManifest, budget, deployment, ingress, NAME, service } from './web';

const cron = (suspend: boolean) =>
  manifest('CronJob', 'report', { spec: { schedule: '0 3 * * *', suspend } });
const pool = (spec: object) => ({ manifest: { kind: 'NodePool', metadata: { name: 'general' }, spec } });
const requirement = (key: string, ...values: readonly string[]) => ({
  template: { spec: { requirements: [{ key, operator: 'In', values }] } },
});
const quota = (hard: object) => ({ metadata: [{ name: 'q', namespace: 'shop' }], spec: [{ hard }] });
const D = 'kubernetes_deployment_v1.web';

const S = 'kubernetes_service_v1.web';

test.each<Row>([
  [
    'deleted, while its pods run',
    [stays(D, deployment()), deleted(S, service())],
    [`entrance-closed ${S} is deleted: nobody reaches pods at shop/web any more`],
  ],
  [
    'to pods that there are not',
    [stays(D, deployment()), changed(S, service(), service({ selector: { [NAME]: 'wbe' } }))],
    [`entrance-closed ${S} leads to other pods, ${NAME}=web → ${NAME}=wbe, of which there are none`],
  ],
  [
    'to pods that come with it',
    [
      stays(D, deployment()),
      created('kubernetes_deployment_v1.green', deployment({}, {}, { color: 'green' }, 'green')),
      changed(S, service(), service({ selector: { color: 'green' } })),
    ],
    [],
  ],
  [
    'at another port',
    [changed(S, service(), service({ port: [{ port: 81, target_port: 'http' }] }))],
    [
      `entrance-closed ${S} no longer answers at port 80 of shop/web, but at 81: who asks there gets no answer`,
    ],
  ],
  [
    'to a port that no pod has',
    [stays(D, deployment()), changed(S, service(), service({ port: [{ port: 80, target_port: '9090' }] }))],
    [`entrance-closed ${S} leads to port 9090, which none of its pods has`],
  ],
  [
    'without its load balancer',
    [changed(S, service({ type: 'LoadBalancer' }), service())],
    [`entrance-closed ${S} loses its load balancer: shop/web is reached from the cluster alone`],
  ],
  [
    'a host less',
    [changed('kubernetes_ingress_v1.web', ingress('a.example', 'b.example'), ingress('a.example'))],
    ['entrance-closed kubernetes_ingress_v1.web no longer leads requests for b.example/ to anybody'],
  ],
  [
    'a host in an Ingress of its own',
    [
      changed('kubernetes_ingress_v1.web', ingress('a.example', 'b.example'), ingress('a.example')),
      created('kubernetes_ingress_v1.b', ingress('b.example')),
    ],
    [],
  ],
  [
    'a class',
    [deleted('kubernetes_manifest.alb', { manifest: { kind: 'IngressClass', metadata: { name: 'alb' } } })],
    ['entrance-closed kubernetes_manifest.alb is deleted: nobody serves the Ingresses of the class'],
  ],
])('a Service or Ingress: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));

const PDB = 'kubernetes_pod_disruption_budget_v1.web';

test.each<Row>([
  [
    'deleted',
    [stays(D, deployment()), deleted(PDB, budget({ min_available: '1' }))],
    [`budget-removed ${PDB} is deleted: pods of web may be taken away all at once when nodes are replaced`],
  ],
  [
    'of none',
    [changed(PDB, budget({ min_available: '1' }), budget({ min_available: '0' }))],
    [
      `budget-removed ${PDB} keeps no pod running: minAvailable 1 → minAvailable 0, so that pods of web may be taken away all at once when nodes are replaced`,
    ],
  ],
  [
    'of as many as there are',
    [
      stays(D, deployment()),
      changed(PDB, budget({ max_unavailable: '1' }), budget({ max_unavailable: '3' })),
    ],
    [
      `budget-removed ${PDB} keeps no pod running: maxUnavailable 1 → maxUnavailable 3, so that pods of web may be taken away all at once when nodes are replaced`,
    ],
  ],
  [
    'of another kind',
    [stays(D, deployment()), changed(PDB, budget({ min_available: '2' }), budget({ max_unavailable: '1' }))],
    [],
  ],
  [
    'by another name',
    [
      deleted(PDB, budget({ max_unavailable: '1' })),
      created('kubernetes_pod_disruption_budget_v1.new', budget({ max_unavailable: '1' })),
    ],
    [],
  ],
])('a budget: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));

const M = 'kubernetes_manifest.x';

test.each<Row>([
  [
    'a CronJob suspended',
    [changed(M, cron(false), cron(true))],
    [`schedule-suspended ${M} is suspended: shop/report runs no more`],
  ],
  ['a CronJob that runs again', [changed(M, cron(true), cron(false))], []],
  [
    'no nodes',
    [changed(M, pool({ limits: { cpu: '100' } }), pool({ limits: { cpu: '0' } }))],
    [`capacity-emptied ${M} makes no nodes any more: limit of cpu 100 → 0`],
  ],
  [
    'a pool deleted',
    [deleted(M, pool({}))],
    [`capacity-emptied ${M} is deleted: its nodes end, and pods that need them find no place`],
  ],
  [
    'other processors',
    [
      changed(
        M,
        pool(requirement('kubernetes.io/arch', 'arm64')),
        pool(requirement('kubernetes.io/arch', 'amd64')),
      ),
    ],
    [
      `capacity-emptied ${M} makes other nodes than now: kubernetes.io/arch arm64 → amd64: pods that need those of now find no place`,
    ],
  ],
  [
    'one more kind of nodes',
    [
      changed(
        M,
        pool(requirement('kubernetes.io/arch', 'arm64')),
        pool(requirement('kubernetes.io/arch', 'arm64', 'amd64')),
      ),
    ],
    [],
  ],
  [
    'nodes of one zone',
    [
      changed(
        M,
        pool(requirement('topology.kubernetes.io/zone', 'a', 'b', 'c')),
        pool(requirement('topology.kubernetes.io/zone', 'a')),
      ),
    ],
    [
      `capacity-emptied ${M} makes nodes in a alone, in place of 3 zones: nothing survives the loss of that one`,
    ],
  ],
  [
    'a quota below what runs',
    [
      stays(D, deployment({}, { resources: [{ requests: { cpu: '500m', memory: '256Mi' } }] })),
      changed(
        'kubernetes_resource_quota_v1.q',
        quota({ 'requests.cpu': '8', pods: '20' }),
        quota({ 'requests.cpu': '1', pods: '20' }),
      ),
    ],
    [
      'capacity-emptied kubernetes_resource_quota_v1.q allows less than what may run now, so that new pods are refused: requests.cpu 1, where pods that run have 1.5',
    ],
  ],
  [
    'a new quota below what runs',
    [stays(D, deployment()), created('kubernetes_resource_quota_v1.q', quota({ pods: '2' }))],
    [
      'capacity-emptied kubernetes_resource_quota_v1.q allows less than what may run now, so that new pods are refused: pods 2, where pods that run have 3',
    ],
  ],
  [
    'a lower quota above what runs',
    [
      stays(D, deployment()),
      changed('kubernetes_resource_quota_v1.q', quota({ pods: '20' }), quota({ pods: '10' })),
    ],
    [],
  ],
])('nodes, quotas and times: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));

const serviceOf = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'shop' },
  spec,
});
const webService = serviceOf('web', { selector: { [NAME]: 'web' }, ports: [{ port: 80 }] });

test.each<Row>([
  [
    'one of several documents',
    [
      stays(D, deployment()),
      deleted('kubectl_manifest.all', {
        yaml_body: ['a', 'b'].map((name) => JSON.stringify(serviceOf(name))).join('\n---\n'),
      }),
    ],
    [
      'entrance-closed kubectl_manifest.all is deleted: nobody reaches pods at shop/a any more',
      'entrance-closed kubectl_manifest.all is deleted: nobody reaches pods at shop/b any more',
    ],
  ],
  [
    'one that a list had',
    [
      stays(D, deployment()),
      changed(
        M,
        { manifest: { kind: 'List', apiVersion: 'v1', items: [webService] } },
        { manifest: { kind: 'List', apiVersion: 'v1', items: [] } },
      ),
    ],
    [`entrance-closed ${M} is deleted: nobody reaches pods at shop/web any more`],
  ],
  [
    'one that moves to a manifest, with fewer pods',
    [deleted(D, deployment()), created(M, asManifest({ replicas: 0 }))],
    [`capacity-emptied ${M} runs no pod any more, where 3 pods run now`],
  ],
  ['one that moves to a manifest as it is', [deleted(D, deployment()), created(M, asManifest())], []],
  [
    'what leaves the state',
    [
      stays(D, deployment()),
      { ...deleted(S, service()), change: { ...deleted(S, service()).change, actions: ['forget'] } },
    ],
    [],
  ],
  [
    'the second path of a host',
    [changed('kubernetes_ingress_v1.web', paths('/', '/cart'), paths('/'))],
    ['entrance-closed kubernetes_ingress_v1.web no longer leads requests for a.example/cart to anybody'],
  ],
])('an object in whatever resource: %s', (_, changes, expected) =>
  expect(found(...changes)).toEqual(expected),
);

function paths(...some: readonly string[]) {
  const backend = [{ service: [{ name: 'web' }] }];
  const path = some.map((one) => ({ path: one, backend }));
  return {
    metadata: [{ name: 'web', namespace: 'shop' }],
    spec: [{ rule: [{ host: 'a.example', http: [{ path }] }] }],
  };
}
