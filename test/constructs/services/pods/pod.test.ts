import {
  graceSeconds,
  HANDOVER_SECONDS,
  type PodProps,
  pod,
  type Serving,
} from '../../../../constructs/services/pods/pod';
import type { Json } from '../../../helpers';
import { GRANT, SIZE } from '../../workload';

const SERVING: Serving = {
  port: 8080,
  ready: '/ready',
  live: '/live',
  startSeconds: 10,
  drainSeconds: 30,
  selector: { app: 'shop' },
};

function build(change: Partial<PodProps> = {}): Json {
  return pod({
    name: 'web',
    image: 'registry/shop:1.4.0',
    serviceAccount: 'shop',
    variables: GRANT.variables,
    mounts: GRANT.mounts,
    size: SIZE,
    ...change,
  });
}
const AUTHORITIES = { name: 'authorities', configMap: { name: 'authorities' } };
const serving = (change: Partial<Serving> = {}) => build({ serving: { ...SERVING, ...change } });
const container = (spec: Json) => {
  expect(spec.container).toHaveLength(1);
  return spec.container[0];
};

describe('what a container is given', () => {
  test('variables in order, as a later one may contain an earlier one', () => {
    expect(container(build()).env).toEqual([
      { name: 'CA_FILE', value: '/etc/platform/authorities/bundle.pem' },
      {
        name: 'DATABASE_PASSWORD',
        valueFrom: { secretKeyRef: { name: 'shop-orders-2', key: 'password' } },
      },
      { name: 'DATABASE_URL', value: 'postgresql://shop_b:$(DATABASE_PASSWORD)@db:5432/orders' },
    ]);
  });

  test('the secrets that it is bound to, read-only, so that they are synced before it starts', () => {
    const spec = build();
    expect(spec.volume).toContainEqual({
      name: 'orders',
      csi: {
        driver: 'secrets-store.csi.k8s.io',
        readOnly: true,
        volumeAttributes: { secretProviderClass: 'shop-orders-2' },
      },
    });
    expect(container(spec).volumeMount).toContainEqual({
      name: 'orders',
      mountPath: '/var/run/secrets/orders',
      readOnly: true,
    });
  });

  test('the authorities of its servers, in its first container as well, where CA_FILE says', () => {
    const first = { name: 'fetch', image: 'aws', variables: [], folder: 'guest' };
    const { initContainer, container: main, volume } = build({ first });
    expect(volume).toContainEqual(AUTHORITIES);
    for (const { env, volumeMount } of [...initContainer, ...main]) {
      expect(volumeMount).toContainEqual({
        name: 'authorities',
        mountPath: '/etc/platform/authorities',
        readOnly: true,
      });
      expect(env).toContainEqual({ name: 'CA_FILE', value: '/etc/platform/authorities/bundle.pem' });
    }
  });

  test('scratch of a limited size at /tmp, and nothing else to write to', () => {
    const spec = build({ mounts: [] });
    expect(spec.volume).toEqual([{ name: 'scratch', emptyDir: { sizeLimit: '256Mi' } }, AUTHORITIES]);
    expect(container(spec).volumeMount.filter(({ readOnly }: Json) => !readOnly)).toEqual([
      { name: 'scratch', mountPath: '/tmp' },
    ]);
    expect(container(spec).securityContext.readOnlyRootFilesystem).toBe(true);
  });

  test('memory that no other pod can take, CPU that it may exceed, and disk for scratch and logs', () => {
    expect(container(build()).resources).toEqual({
      requests: { cpu: '250m', memory: '512Mi', 'ephemeral-storage': '256Mi' },
      limits: { cpu: '1', memory: '512Mi', 'ephemeral-storage': '512Mi' },
    });
  });

  test('scratch as large as it is declared, with room for logs beside', () => {
    const spec = build({ scratchMiB: 2048 });
    expect(spec.volume).toContainEqual({ name: 'scratch', emptyDir: { sizeLimit: '2Gi' } });
    const { requests, limits } = container(spec).resources;
    expect(requests['ephemeral-storage']).toBe('2Gi');
    expect(limits['ephemeral-storage']).toBe('2304Mi');
  });

  test('more CPU only up to a limit, which a node that it is alone on survives', () => {
    const size = { cpuMillicores: 250, memoryMiB: 512 };
    const limit = (change: object) => container(build({ size: { ...size, ...change } })).resources.limits.cpu;
    expect(limit({})).toBe('1');
    expect(limit({ cpuLimitMillicores: 500 })).toBe('500m');
    expect(limit({ cpuMillicores: 2500 })).toBe('2500m');
  });

  test('no address of services that it is not bound to', () => {
    expect(build().enableServiceLinks).toBe(false);
  });

  test('what the image starts, unless told otherwise', () => {
    expect(container(build()).command).toBeUndefined();
    expect(container(build({ command: ['bin/web', '-v'] })).command).toEqual(['bin/web', '-v']);
  });
});

describe('the health of a server', () => {
  test('traffic follows one question, a restart another', () => {
    const { readinessProbe, livenessProbe } = container(serving());
    expect(readinessProbe.httpGet).toEqual({ path: '/ready', port: 'http' });
    expect(livenessProbe.httpGet).toEqual({ path: '/live', port: 'http' });
    // It loses its traffic, and gets time to recover, before it is restarted.
    const seconds = (probe: Json) => probe.periodSeconds * probe.failureThreshold;
    expect(seconds(livenessProbe)).toBeGreaterThan(seconds(readinessProbe));
  });

  test('a worker is asked by commands, and has no port', () => {
    const worker = container(serving({ port: undefined, ready: ['w', 'ready'], live: ['w', 'alive'] }));
    expect(worker.readinessProbe.exec).toEqual({ command: ['w', 'ready'] });
    expect(worker.livenessProbe.exec).toEqual({ command: ['w', 'alive'] });
    expect(worker.port).toBeUndefined();
  });

  test('it gets no requests before what it binds can know its address; a worker gets none at all', () => {
    expect(container(serving()).readinessProbe.initialDelaySeconds).toBe(5);
    const worker = container(serving({ port: undefined, ready: ['w', 'ready'], live: ['w', 'alive'] }));
    expect(worker.readinessProbe.initialDelaySeconds).toBeUndefined();
  });

  test('a slow start is waited for: liveness is asked only afterwards', () => {
    const { startupProbe, livenessProbe } = container(serving({ startSeconds: 63 }));
    expect(startupProbe.httpGet.path).toBe('/live');
    expect(startupProbe.failureThreshold * startupProbe.periodSeconds).toBe(65);
    expect(livenessProbe.initialDelaySeconds).toBeUndefined();
  });

  test('one that speaks gRPC is asked by its health service, at the number of its port', () => {
    const { readinessProbe, livenessProbe } = container(
      serving({ port: 9090, ready: { grpc: '' }, live: { grpc: 'shop.Cart' } }),
    );
    expect(readinessProbe.grpc).toEqual([{ port: 9090 }]);
    expect(livenessProbe.grpc).toEqual([{ port: 9090, service: 'shop.Cart' }]);
  });

  test('a quick start needs no probe of its own, only time', () => {
    const { startupProbe, livenessProbe } = container(serving({ startSeconds: 10 }));
    expect(startupProbe).toBeUndefined();
    expect(livenessProbe.initialDelaySeconds).toBe(10);
  });

  test('a worker that says nothing about its health is asked nothing, however slowly it starts', () => {
    const worker = container(
      serving({ port: undefined, ready: undefined, live: undefined, startSeconds: 300 }),
    );
    expect(worker.readinessProbe).toBeUndefined();
    expect(worker.livenessProbe).toBeUndefined();
    expect(worker.startupProbe).toBeUndefined();
  });

  test('a port of its own is asked without a program of the image, while it starts as well', () => {
    const ready = { port: 8081, path: '/ready' };
    const slow = container(serving({ port: undefined, ready, live: { port: 8081 }, startSeconds: 120 }));
    expect(slow.readinessProbe.httpGet).toEqual({ path: '/ready', port: '8081' });
    for (const probe of [slow.livenessProbe, slow.startupProbe]) {
      expect(probe.tcpSocket).toEqual([{ port: '8081' }]);
      expect(probe.exec).toBeUndefined();
    }
    expect(slow.startupProbe.failureThreshold * slow.startupProbe.periodSeconds).toBe(120);
    // The node asks it; no Service leads there.
    expect(slow.port).toBeUndefined();
  });

  test('the port has the name by which probes, services and target groups find it', () => {
    expect(container(serving()).port).toEqual([{ name: 'http', containerPort: 8080, protocol: 'TCP' }]);
  });
});

describe('the end of a server', () => {
  test('goes on with its work until nobody sends it any more, and then drains', () => {
    const spec = serving({ drainSeconds: 120 });
    const [{ exec }] = container(spec).lifecycle.preStop;
    expect(exec.command).toEqual(['sleep', `${HANDOVER_SECONDS}`]);
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(HANDOVER_SECONDS + 120);
  });

  test('needs nothing of the image where a policy of the cluster sees to it', () => {
    const spec = serving({ drainSeconds: 120, handsOverByPolicy: true });
    expect(container(spec).lifecycle).toBeUndefined();
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(HANDOVER_SECONDS + 120);
  });

  test('is not put off where nobody sends it anything', () => {
    const spec = serving({ port: undefined, drainSeconds: 120 });
    expect(container(spec).lifecycle).toBeUndefined();
    expect(spec.terminationGracePeriodSeconds).toBe(graceSeconds({ drainSeconds: 120 }));
    expect(spec.terminationGracePeriodSeconds).toBeLessThan(120 + HANDOVER_SECONDS);
  });
});

test('servers of a version are spread over zones and nodes, and start in the rest when a zone is out', () => {
  const spread = serving().topologySpreadConstraint;
  expect(spread.map(({ topologyKey }: Json) => topologyKey)).toEqual([
    'topology.kubernetes.io/zone',
    'kubernetes.io/hostname',
  ]);
  for (const constraint of spread) {
    expect(constraint).toMatchObject({
      maxSkew: 1,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: [{ matchLabels: { app: 'shop' } }],
      // Or pods of the version that goes would decide where the new ones are.
      matchLabelKeys: ['pod-template-hash'],
    });
  }
});

test('a job runs to its end once: no probes, no restarts', () => {
  const spec = build();
  expect(spec.restartPolicy).toBe('Never');
  expect(container(spec).livenessProbe).toBeUndefined();
  expect(serving().restartPolicy).toBeUndefined();
});
