import { setTimeout as sleep } from 'node:timers/promises';
import { DeployedServices, SERVICES } from '../e2e/deployed-services';
import type { Json } from '../helpers';

// In the order of the file, against one emulator: each test goes on from where the last one ended.
jest.setTimeout(20 * 60_000);

const dev = new DeployedServices('e2e-rollout', 5910);

beforeAll(() => dev.start());
afterAll(() => dev.stop());

test('a new version rolls without a moment of fewer pods, and touches no other service', async () => {
  const before = { web: await dev.names('storefront', 'web'), api: await dev.names('catalog', 'api') };
  dev.storefront((service) => {
    service.version = '1.5.1';
  });
  let least = Number.POSITIVE_INFINITY;
  let rolling = true;
  const watch = (async () => {
    while (rolling) {
      const { status } = await dev.get('deployment', 'storefront-web', '-n', 'shop');
      least = Math.min(least, status.availableReplicas ?? 0);
    }
  })();
  await dev.deploy(SERVICES);
  rolling = false;
  await watch;

  expect(least).toBe(before.web.length);
  const after = await dev.pods('storefront', 'web');
  expect(after.map(({ metadata }) => metadata.labels['app.kubernetes.io/version'])).toEqual([
    '1.5.1',
    '1.5.1',
  ]);
  expect(after.some(({ metadata }) => before.web.includes(metadata.name))).toBe(false);
  expect(await dev.names('catalog', 'api')).toEqual(before.api);
  const history = await dev.kubectl('rollout', 'history', 'deployment/storefront-web', '-n', 'shop');
  expect(history).toMatch(/storefront 1\.5\.0[\s\S]*storefront 1\.5\.1/);
});

describe('a release command that fails', () => {
  test('fails the deploy with where to look, and leaves the old version as it was, configuration included', async () => {
    const before = {
      pods: await dev.names('storefront', 'web'),
      environment: await dev.environment('storefront', 'web'),
    };
    dev.storefront((service) => {
      service.version = '1.6.0-fails';
      service.environment.LOG_LEVEL = 'trace';
    });
    const { code, output } = await dev.local.run(['dev', SERVICES]);
    expect(code).toBe(1);
    expect(output).toMatch(/kubectl --context dev -n shop logs job\/storefront-release-1-6-0/);
    expect(await dev.names('storefront', 'web')).toEqual(before.pods);
    expect(await dev.environment('storefront', 'web')).toEqual(before.environment);
    const { spec } = await dev.get('deployment', 'storefront-web', '-n', 'shop');
    expect(spec.template.spec.containers[0].image).toMatch(/:1\.5\.1$/);
  });

  test('can fail once more, and the next deploy starts clean', async () => {
    expect((await dev.local.run(['dev', SERVICES])).code).toBe(1);
    expect((await dev.pods('storefront', 'web')).length).toBe(2);
    dev.storefront((service) => {
      service.version = '1.6.0';
    });
    await dev.deploy(SERVICES);
    const [pod] = await dev.pods('storefront', 'web');
    expect(pod.metadata.labels['app.kubernetes.io/version']).toBe('1.6.0');
    expect((await dev.environment('storefront', 'web')).LOG_LEVEL).toBe('trace');
    expect(await dev.deploy(SERVICES)).toContain('dev-services: no changes');
  });
});

describe('two versions at the same time', () => {
  const weights = async () => {
    const { LoadBalancers } = await dev.aws('elbv2', 'describe-load-balancers');
    const { Listeners } = await dev.aws(
      'elbv2',
      'describe-listeners',
      '--load-balancer-arn',
      LoadBalancers[0].LoadBalancerArn,
    );
    const https = Listeners.find(({ Protocol }: Json) => Protocol === 'HTTPS').ListenerArn;
    const { Rules } = await dev.aws('elbv2', 'describe-rules', '--listener-arn', https);
    // The route of the whole host. The rule that previews come behind has only a host as well.
    const rule = Rules.find(
      ({ Conditions, Actions }: Json) =>
        Conditions.length === 1 && Conditions[0].Field === 'host-header' && Actions[0].Type === 'forward',
    );
    // AWS tells them in no order.
    const groups: Json[] = rule.Actions[0].ForwardConfig.TargetGroups;
    return Object.fromEntries(
      groups.map(({ TargetGroupArn, Weight }) => [TargetGroupArn.split('/')[1], Weight]),
    );
  };

  test('share the requests by their weights', async () => {
    dev.storefront((service) => {
      delete service.version;
      service.versions = [
        { version: '1.6.0', weight: 90 },
        { version: '1.7.0', weight: 10 },
      ];
    });
    const before = await dev.names('storefront', 'worker');
    await dev.deploy(SERVICES);
    expect(await weights()).toEqual({ 'dev-storefront-web': 90, 'dev-storefront-web-1-7-0': 10 });
    const versions = (await dev.pods('storefront', 'web')).map(
      ({ metadata }) => metadata.labels['app.kubernetes.io/version'],
    );
    expect(versions.sort()).toEqual(['1.6.0', '1.6.0', '1.7.0', '1.7.0']);
    // A process that nobody reaches from outside runs in the first version alone.
    expect(await dev.names('storefront', 'worker')).toEqual(before);
    expect(await dev.deploy(SERVICES)).toContain('dev-services: no changes');
  });

  test('become one again', async () => {
    dev.storefront((service) => {
      delete service.versions;
      service.version = '1.7.0';
    });
    await dev.deploy(SERVICES);
    const versions = (await dev.pods('storefront', 'web')).map(
      ({ metadata }) => metadata.labels['app.kubernetes.io/version'],
    );
    expect(versions).toEqual(['1.7.0', '1.7.0']);
  });
});

test('a deployment that its autoscaler has scaled out is not fought', async () => {
  dev.storefront((service) => {
    service.processes.web = { replicas: 2, maxReplicas: 6 };
  });
  await dev.deploy(SERVICES);
  const busy = ['-l', 'app.kubernetes.io/component=web', 'kwok.x-k8s.io/usage-cpu=4'];
  await dev.kubectl('annotate', 'pods', '-n', 'shop', ...busy);
  while ((await dev.names('storefront', 'web')).length < 6) await sleep(1000);
  await dev.kubectl('rollout', 'status', 'deployment/storefront-web', '-n', 'shop', '--timeout=60s');
  expect(await dev.deploy(SERVICES)).toContain('dev-services: no changes');
  expect(await dev.names('storefront', 'web')).toHaveLength(6);
});
