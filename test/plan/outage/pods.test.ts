import { created, deleted, stays } from '../made';
import { changed, found, manifest, type Row, replaced } from './found';
import { asManifest, budget, deployment, ingress, NAME, service } from './web';

const scaler = (most: number, least = 2) => ({
  metadata: [{ name: 'web', namespace: 'shop' }],
  spec: [
    { min_replicas: least, max_replicas: most, scale_target_ref: [{ kind: 'Deployment', name: 'web' }] },
  ],
});
const D = 'kubernetes_deployment_v1.web';
const HPA = 'kubernetes_horizontal_pod_autoscaler_v2.web';

test.each<Row>([
  [
    'none',
    [changed(D, deployment(), deployment({ replicas: '0' }))],
    [`capacity-emptied ${D} runs no pod any more, where 3 pods run now`],
  ],
  [
    'none, by a manifest',
    [changed('kubernetes_manifest.web', asManifest(), asManifest({ replicas: 0 }))],
    ['capacity-emptied kubernetes_manifest.web runs no pod any more, where 3 pods run now'],
  ],
  [
    'one',
    [changed(D, deployment(), deployment({ replicas: '1' }))],
    [`capacity-emptied ${D} runs 1 pod in place of 3: nothing answers when it fails or is replaced`],
  ],
  ['more', [changed(D, deployment(), deployment({ replicas: '5' }))], []],
  ['left to an autoscaler', [changed(D, deployment(), deployment({ replicas: null }))], []],
  [
    'fewer at most than run',
    [stays(D, deployment({ replicas: '7' })), changed(HPA, scaler(10), scaler(6))],
    [`capacity-emptied ${HPA} may have 6 at most, where 7 pods run now`],
  ],
  [
    'half at most',
    [changed(HPA, scaler(20), scaler(8))],
    [
      `capacity-emptied ${HPA} may have 8 pods at most in place of 20: what comes above that is refused or slow`,
    ],
  ],
  [
    'a new autoscaler below what runs',
    [stays(D, deployment({ replicas: '7' })), created(HPA, scaler(4))],
    [`capacity-emptied ${HPA} may have 4 at most, where 7 pods run now`],
  ],
  [
    'no autoscaler',
    [stays(D, deployment({ replicas: '4' })), deleted(HPA, scaler(10))],
    [
      `capacity-emptied ${HPA} is deleted: shop/web stays at 4 pods, however much comes, where it had up to 10`,
    ],
  ],
  [
    'no autoscaler, and as many pods as ever',
    [changed(D, deployment({ replicas: '4' }), deployment({ replicas: '10' })), deleted(HPA, scaler(10))],
    [],
  ],
  [
    'an autoscaler of another kind',
    [
      deleted(HPA, scaler(10)),
      created(
        'kubernetes_manifest.web',
        manifest('ScaledObject', 'web', { spec: { scaleTargetRef: { name: 'web' }, maxReplicaCount: 10 } }),
      ),
    ],
    [],
  ],
])('pods: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));

test('a service that goes is one finding, with all that was for it', () => {
  const PDB = 'kubernetes_pod_disruption_budget_v1.web';
  const web = [
    deleted(D, deployment()),
    deleted(
      'kubernetes_deployment_v1.worker',
      deployment({}, {}, { 'app.kubernetes.io/component': 'worker' }, 'worker'),
    ),
    deleted(HPA, scaler(10)),
    deleted(PDB, budget({ max_unavailable: '1' })),
    deleted('kubernetes_service_v1.web', service()),
    deleted('kubernetes_ingress_v1.web', ingress('shop.example')),
    deleted(
      'kubernetes_manifest.binding',
      manifest('TargetGroupBinding', 'web', {
        spec: { serviceRef: { name: 'web' }, targetGroupARN: 'arn:tg' },
      }),
    ),
    deleted('kubernetes_manifest.cron', {
      manifest: {
        kind: 'CronJob',
        metadata: { name: 'report', namespace: 'shop', labels: { [NAME]: 'web' } },
      },
    }),
    deleted('aws_lb_target_group.web', { arn: 'arn:tg' }),
    deleted('aws_lb_listener_rule.web', {
      listener_arn: 'arn:l',
      condition: [{ host_header: [{ values: ['shop.example'] }] }],
      action: [{ type: 'forward', target_group_arn: 'arn:tg' }],
    }),
    deleted('aws_route53_record.web', {
      zone_id: 'Z',
      name: 'shop.example',
      type: 'A',
      alias: [{ name: 'lb.example' }],
    }),
  ];
  expect(found(...web)).toEqual([`workload-stopped ${D} is deleted: shop/web and shop/worker stop`]);
  // With its namespace it is one of its data.
  expect(
    found(...web, deleted('kubernetes_namespace_v1.shop', { metadata: [{ name: 'shop' }] })).filter((text) =>
      text.includes('kubernetes'),
    ),
  ).toEqual([]);
});

test.each<Row>([
  [
    'deleted, by a manifest',
    [deleted('kubernetes_manifest.web', asManifest())],
    ['workload-stopped kubernetes_manifest.web is deleted: shop/web stops'],
  ],
  [
    'made anew',
    [replaced(D, deployment())],
    [`workload-stopped ${D} is deleted, and then made anew: until that runs, shop/web has no pods`],
  ],
  ['under another address', [deleted(D, deployment()), created('kubernetes_manifest.web', asManifest())], []],
  [
    'one version of two',
    [
      deleted('kubernetes_deployment_v1.canary', deployment({}, {}, { track: 'canary' }, 'web-canary')),
      stays(D, deployment({}, {}, { track: 'stable' })),
    ],
    [],
  ],
  [
    'of a preview',
    [
      deleted(D, deployment()),
      stays('kubernetes_namespace_v1.shop', { metadata: [{ name: 'shop', labels: { preview: 'pr-1' } }] }),
    ],
    [],
  ],
])('what runs: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));

test.each<Row>([
  [
    'no question whether it is well',
    [
      changed(
        D,
        deployment({}, { readiness_probe: [{ period_seconds: 1 }] }),
        deployment({}, { readiness_probe: [] }),
      ),
    ],
    [`interruption-risked ${D} no longer asks container web whether it is well: readinessProbe is gone`],
  ],
  [
    'all at once',
    [
      changed(
        D,
        deployment({ strategy: [{ type: 'RollingUpdate' }] }),
        deployment({ strategy: [{ type: 'Recreate' }] }),
      ),
    ],
    [
      `interruption-risked ${D} ends all pods of shop/web before it starts new ones, at each roll-out: Recreate`,
    ],
  ],
  [
    'less memory',
    [
      changed(
        D,
        deployment({}, { resources: [{ limits: { memory: '512Mi' } }] }),
        deployment({}, { resources: [{ limits: { memory: '64Mi' } }] }),
      ),
    ],
    [`interruption-risked ${D} gives container web half as much memory, or less: 512Mi → 64Mi; more ends it`],
  ],
  ['a new version', [changed(D, deployment({}, { image: 'web:1' }), deployment({}, { image: 'web:2' }))], []],
])('care of pods: %s', (_, changes, expected) => expect(found(...changes)).toEqual(expected));
