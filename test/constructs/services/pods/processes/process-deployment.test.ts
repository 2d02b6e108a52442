import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { graceSeconds } from '../../../../../constructs/services/pods/pod';
import {
  ProcessDeployment,
  type ProcessProps,
  processName,
  trackOf,
} from '../../../../../constructs/services/pods/processes/process-deployment';
import { all, type Json, only, type Synthesized } from '../../../../helpers';
import { inCluster, RUNNING, refused, SIZE, stand, VERSION } from '../../../workload';

const DEPLOYMENT = 'kubernetes_deployment_v1';
const AUTOSCALER = 'kubernetes_horizontal_pod_autoscaler_v2';

const WEB = { port: 8080, ready: '/ready', live: '/live' };
const WORKER = { command: ['bin/worker'], ready: ['w', 'ready'], live: ['w', 'alive'] };

const PROPS: ProcessProps = {
  ...VERSION,
  name: 'web',
  declaration: WEB,
  parameters: { replicas: 2, ...SIZE },
  track: 'stable',
};

const build = (change: Partial<ProcessProps> = {}): Synthesized =>
  inCluster((stack) => {
    new ProcessDeployment(stack, 'web', { ...PROPS, ...change });
  });
const deployment = (change: Partial<ProcessProps> = {}): Json => only(build(change), DEPLOYMENT);
const replicas = (count: number, maxReplicas?: number) => ({
  parameters: { replicas: count, maxReplicas, ...SIZE },
});

test('its pods have no privileges', () => {
  expect(refused(deployment().spec.template.spec)).toEqual([]);
  expect(refused(deployment({ declaration: WORKER }).spec.template.spec)).toEqual([]);
});

test('a restart by hand is no drift, and the next deploy does not restart the pods once more', () => {
  for (const change of [{}, { track: '1-5-0' }, { declaration: WORKER }])
    expect(deployment(change).lifecycle.ignore_changes).toEqual([
      'spec[0].template[0].metadata[0].annotations["kubectl.kubernetes.io/restartedAt"]',
    ]);
});

describe('a new version', () => {
  test('replaces pods one after another, without a moment of fewer', () => {
    const { strategy, min_ready_seconds } = deployment().spec;
    expect(strategy).toEqual({
      type: 'RollingUpdate',
      rolling_update: { max_surge: '25%', max_unavailable: '0' },
    });
    expect(min_ready_seconds).toBeGreaterThan(0);
  });

  test('waits for what must be there before its pods', () => {
    const synthesized = inCluster((stack) => {
      new ProcessDeployment(stack, 'web', {
        ...PROPS,
        after: [stand(stack, 'release'), stand(stack, 'identity')],
      });
    });
    expect(only(synthesized, DEPLOYMENT).depends_on).toEqual(
      expect.arrayContaining(['kubernetes_config_map_v1.release', 'kubernetes_config_map_v1.identity']),
    );
  });

  test('is only deployed when its pods are ready, and gives up on those that do not get so', () => {
    const declaration = { ...WEB, startSeconds: 90, drainSeconds: 600 };
    const { spec, wait_for_rollout, timeouts } = deployment({ declaration });
    expect(wait_for_rollout).toBe(true);
    // In a full quota a new pod starts when an old one has drained, and that alone must not end the roll-out.
    const slowest = 90 + graceSeconds({ port: 8080, drainSeconds: 600 });
    expect(spec.progress_deadline_seconds).toBeGreaterThan(slowest);
    // Terraform's own patience ends later, or it would tell less about what is wrong.
    for (const timeout of [timeouts.create, timeouts.update]) {
      expect(Number.parseInt(timeout, 10)).toBeGreaterThan(spec.progress_deadline_seconds);
      expect(timeout).toMatch(/^\d+s$/);
    }
  });

  test('that failed fails at the next deploy as well, which would else find nothing to do', () => {
    const synthesized = build();
    const { metadata } = only(synthesized, DEPLOYMENT);
    expect(synthesized.data.kubernetes_resources.web_live).toMatchObject({
      api_version: 'apps/v1',
      kind: 'Deployment',
      namespace: 'store',
      field_selector: 'metadata.name=shop-web',
    });
    const live = 'data.kubernetes_resources.web_live.objects[0]';
    expect(metadata.annotations['platform/retried']).toBe(
      `\${try(anytrue([for c in ${live}.status.conditions : c.reason == "ProgressDeadlineExceeded"]), false) ? plantimestamp() : try(${live}.metadata.annotations["platform/retried"], "never")}`,
    );
  });

  test('tells what it is and where it came from, in the history too', () => {
    const { metadata, spec } = deployment();
    expect(metadata.annotations).toMatchObject({
      'kubernetes.io/change-cause': 'shop 1.4.0',
      'platform/version': '1.4.0',
      'platform/commit': '3f2a1bc',
    });
    expect(spec.revision_history_limit).toBeGreaterThan(1);
    expect(spec.template.metadata.labels['app.kubernetes.io/version']).toBe('1.4.0');
  });

  test('replaces no pod for a commit that is corrected', () => {
    const template = (commit?: string) => deployment({ running: { ...RUNNING, commit } }).spec.template;
    expect(template('abcdef1')).toEqual(template());
  });

  test('has its configuration in the pod itself, so that a failing one takes nothing from the version before', () => {
    const synthesized = build();
    const [container] = only(synthesized, DEPLOYMENT).spec.template.spec.container;
    expect(container.env.map(({ name }: Json) => name)).toEqual([
      'CA_FILE',
      'PORT',
      'DATABASE_PASSWORD',
      'DATABASE_URL',
    ]);
    expect(all(synthesized, 'kubernetes_config_map_v1')).toEqual([]);
  });
});

describe('the number of pods', () => {
  test('is fixed where the load may not change it', () => {
    expect(deployment(replicas(3)).spec.replicas).toBe('3');
    expect(all(build(replicas(3)), AUTOSCALER)).toEqual([]);
    expect(deployment(replicas(3, 3)).spec.replicas).toBe('3');
    expect(all(build(replicas(3, 3)), AUTOSCALER)).toEqual([]);
  });

  test('is the autoscaler’s alone where it may: Terraform would set it back at each deploy', () => {
    const synthesized = build(replicas(2, 10));
    expect(only(synthesized, DEPLOYMENT).spec.replicas).toBeUndefined();
    expect(only(synthesized, AUTOSCALER).spec).toMatchObject({
      min_replicas: 2,
      max_replicas: 10,
      scale_target_ref: { api_version: 'apps/v1', kind: 'Deployment' },
    });
  });

  test('follows the CPU that the declaration names', () => {
    const target = (scaleAtCpuPercent?: number) =>
      only(build({ ...replicas(2, 10), declaration: { ...WEB, scaleAtCpuPercent } }), AUTOSCALER).spec
        .metric[0].resource;
    expect(target()).toEqual({ name: 'cpu', target: { type: 'Utilization', average_utilization: 70 } });
    expect(target(55).target.average_utilization).toBe(55);
  });

  test('goes down slowly, so that a lull is not followed by a rush on too few', () => {
    const [down] = only(build(replicas(2, 10)), AUTOSCALER).spec.behavior.scale_down;
    expect(down.stabilization_window_seconds).toBe(300);
    expect(down.policy).toEqual([{ type: 'Percent', value: 50, period_seconds: 60 }]);
  });

  test.each([1, 2])('%i: a node that is replaced takes one, and is never kept by it', (count) => {
    const { spec } = only(build(replicas(count)), 'kubernetes_pod_disruption_budget_v1');
    expect(spec.max_unavailable).toBe('1');
    expect(spec.min_available).toBeUndefined();
    expect(spec.selector.match_labels).toEqual(deployment(replicas(count)).spec.selector.match_labels);
  });
});

describe('a process that serves', () => {
  test('is found inside the cluster by its name, on a port that stays while its own is changed, and knows its own', () => {
    const synthesized = build();
    const { metadata, spec } = only(synthesized, 'kubernetes_service_v1');
    const pods = only(synthesized, DEPLOYMENT).spec;
    expect(metadata.name).toBe('shop-web');
    expect(spec).toMatchObject({ type: 'ClusterIP', selector: pods.selector.match_labels });
    expect(spec.port).toEqual([
      { name: 'http', port: 80, target_port: 'http', protocol: 'TCP', app_protocol: 'http' },
    ]);
    expect(pods.template.spec.container[0].env).toContainEqual({ name: 'PORT', value: '8080' });
  });

  test('is exposed before its pods start, as a pod that is there before has no readiness gate', () => {
    const synthesized = inCluster((stack) => {
      new ProcessDeployment(stack, 'web', { ...PROPS, expose: () => [stand(stack, 'binding')] });
    });
    expect(only(synthesized, DEPLOYMENT).depends_on).toEqual(
      expect.arrayContaining(['kubernetes_service_v1.web_service', 'kubernetes_config_map_v1.binding']),
    );
  });

  test('a worker has no Service, as it would lead nowhere', () => {
    expect(all(build({ declaration: WORKER }), 'kubernetes_service_v1')).toEqual([]);
  });
});

describe('a further version beside the first', () => {
  const both = inCluster((stack) => {
    new ProcessDeployment(stack, 'web', PROPS);
    new ProcessDeployment(stack, 'web-1-5-0', {
      ...PROPS,
      running: { version: '1.5.0', weight: 10 },
      track: '1-5-0',
    });
  });
  const [first, further] = ['web', 'web-1-5-0'].map((id) => both.resource[DEPLOYMENT]![id]);

  test('shares no name and no pod with it', () => {
    for (const type of [DEPLOYMENT, 'kubernetes_service_v1', 'kubernetes_pod_disruption_budget_v1']) {
      const names = all(both, type).map(({ metadata }) => metadata.name);
      expect(names.sort()).toEqual(['shop-web', 'shop-web-1-5-0']);
    }
    expect(further.spec.selector.match_labels).not.toEqual(first.spec.selector.match_labels);
    expect(further.spec.template.metadata.labels.track).toBe('1-5-0');
  });

  test('goes after the rule that led requests to it, when it is taken away', () => {
    expect(further.lifecycle).toMatchObject({ create_before_destroy: true });
    expect(both.resource.kubernetes_service_v1!['web-1-5-0_service'].lifecycle).toEqual({
      create_before_destroy: true,
    });
    expect(first.lifecycle).not.toHaveProperty('create_before_destroy');
  });

  test('is on a track of its own, by its version', () => {
    expect(trackOf({ version: '1.4.0', weight: 90 }, 0)).toBe('stable');
    expect(trackOf({ version: '1.5.0', weight: 10 }, 1)).toBe('1-5-0');
    expect(processName('shop', 'web', '1-5-0')).toBe('shop-web-1-5-0');
  });
});

test('what a neighbour waits for is the Deployment', () => {
  inCluster((stack) => {
    expect(new ProcessDeployment(stack, 'web', PROPS).deployment).toBeInstanceOf(DeploymentV1);
  });
});
