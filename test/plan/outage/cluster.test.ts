import { container, deployment, manifest, metadata } from '../kubernetes/shapes';
import { created, deleted, stays } from '../made';
import { changed, found } from './found';

// What pods need to start, and what keeps them running, through typed resources and manifests.

const DEPLOYMENT = 'kubernetes_deployment_v1.it';
const map = (data: object) => ({ metadata: metadata({ name: 'conf' }), data });
const account = { metadata: metadata({ name: 'web' }) };
const mounts = deployment({ volume: [{ name: 'c', config_map: [{ name: 'conf', optional: false }] }] });
const reads = deployment({
  container: [
    container({
      env: [{ name: 'URL', value_from: [{ config_map_key_ref: [{ name: 'conf', key: 'URL' }] }] }],
    }),
  ],
});
const optional = deployment({ volume: [{ name: 'c', config_map: [{ name: 'conf', optional: true }] }] });
const rules = (all: readonly string[]) => [...new Set(all.map((text) => text.split(' ')[0]))];
const typed = (kind: string, group: string, before: object, after: object, notes: object = {}) => {
  const object = (side: object, annotations: object) =>
    manifest(group, kind, { spec: side }, { annotations });
  return changed('kubernetes_manifest.it', object(before, {}), object(after, notes));
};
const budget = (labels: object) => ({
  metadata: metadata(),
  spec: [{ max_unavailable: '1', selector: [{ match_labels: labels }] }],
});
const scales = (name: string) => ({
  scaleTargetRef: { kind: 'Deployment', name },
  minReplicas: 2,
  maxReplicas: 4,
});
const route = (rule: object) => ({ hostnames: ['a.example'], rules: [rule] });

test.each([
  [
    'workload-stopped',
    'a mounted file goes',
    [deleted('kubernetes_config_map_v1.c', map({ a: 'b' })), stays(DEPLOYMENT, mounts)],
  ],
  [
    'workload-stopped',
    'a variable goes',
    [
      changed('kubernetes_config_map.c', map({ URL: 'x', a: 'b' }), { data: { a: 'b' } }),
      stays(DEPLOYMENT, reads),
    ],
  ],
  [
    'workload-stopped',
    'a key that another resource makes',
    [changed('kubernetes_config_map_v1_data.c', map({ URL: 'x' }), { data: {} }), stays(DEPLOYMENT, reads)],
  ],
  [
    'workload-stopped',
    'its account goes',
    [deleted('kubernetes_service_account_v1.web', account), stays(DEPLOYMENT, deployment())],
  ],
  [
    'budget-removed',
    'a budget is of others',
    [
      changed('kubernetes_pod_disruption_budget_v1.it', budget({ app: 'web' }), budget({ app: 'none' })),
      stays(DEPLOYMENT, deployment()),
    ],
  ],
  [
    'capacity-emptied',
    'an autoscaler is of another',
    [typed('HorizontalPodAutoscaler', 'autoscaling/v2', scales('web'), scales('other'))],
  ],
  [
    'capacity-emptied',
    'an autoscaler is paused with nothing',
    [typed('ScaledObject', 'keda.sh/v1alpha1', {}, {}, { 'autoscaling.keda.sh/paused-replicas': '0' })],
  ],
  [
    'capacity-emptied',
    'nodes for a tenth',
    [typed('NodePool', 'karpenter.sh/v1', { limits: { cpu: '100' } }, { limits: { cpu: '10' } })],
  ],
  [
    'capacity-emptied',
    'pods are driven off',
    [
      created('kubernetes_node_taint.it', {
        metadata: [{ name: 'n' }],
        taint: [{ key: 'a', effect: 'NoExecute' }],
      }),
    ],
  ],
  [
    'entrance-closed',
    'a route leads nowhere',
    [
      typed(
        'HTTPRoute',
        'gateway.networking.k8s.io/v1',
        route({ backendRefs: [{ name: 'web' }] }),
        route({}),
      ),
    ],
  ],
  [
    'entrance-closed',
    'a version of a kind goes',
    [
      typed(
        'CustomResourceDefinition',
        'apiextensions.k8s.io/v1',
        { versions: [{ name: 'v1', served: true }] },
        {
          versions: [
            { name: 'v1', served: false },
            { name: 'v2', served: true },
          ],
        },
      ),
    ],
  ],
  [
    'interruption-risked',
    'all pods at once',
    [
      changed(
        DEPLOYMENT,
        deployment(),
        deployment({}, { strategy: [{ rolling_update: [{ max_unavailable: '100%' }] }] }),
      ),
    ],
  ],
  [
    'interruption-risked',
    'pods on one node',
    [
      changed(
        DEPLOYMENT,
        deployment({ topology_spread_constraint: [{ topology_key: 'zone' }] }),
        deployment(),
      ),
    ],
  ],
  [
    'interruption-risked',
    'nodes that may not be there',
    [changed(DEPLOYMENT, deployment(), deployment({ node_selector: { disk: 'fast' } }))],
  ],
] as const)('%s: %s', (rule, _, changes) => expect(rules(found(...changes))).toEqual([rule]));

test.each([
  [
    'a file that is optional',
    [deleted('kubernetes_config_map_v1.c', map({ a: 'b' })), stays(DEPLOYMENT, optional)],
  ],
  [
    'a file with another name, that pods name',
    [
      deleted('kubernetes_config_map_v1.c', { metadata: metadata({ name: 'old' }), data: {} }),
      stays(DEPLOYMENT, mounts),
    ],
  ],
  [
    'a file that changes',
    [changed('kubernetes_config_map_v1.c', map({ a: 'b' }), { data: { a: 'c' } }), stays(DEPLOYMENT, mounts)],
  ],
  [
    'a budget of more',
    [
      changed(
        'kubernetes_pod_disruption_budget_v1.it',
        budget({ app: 'web', track: 'a' }),
        budget({ app: 'web' }),
      ),
    ],
  ],
  [
    'nodes for a little less',
    [typed('NodePool', 'karpenter.sh/v1', { limits: { cpu: '100' } }, { limits: { cpu: '90' } })],
  ],
  [
    'a version more',
    [
      typed(
        'CustomResourceDefinition',
        'apiextensions.k8s.io/v1',
        { versions: [{ name: 'v1', served: true }] },
        {
          versions: [
            { name: 'v1', served: true },
            { name: 'v2', served: true },
          ],
        },
      ),
    ],
  ],
  [
    'a route with other weights',
    [
      typed(
        'HTTPRoute',
        'gateway.networking.k8s.io/v1',
        route({ backendRefs: [{ name: 'web', weight: 9 }] }),
        route({ backendRefs: [{ name: 'web', weight: 1 }] }),
      ),
    ],
  ],
] as const)('nothing is found: %s', (_, changes) => expect(found(...changes)).toEqual([]));
