import type { Json } from '../../helpers';

/** What a host tells a container, in words that all hosts share. */
export interface Told {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly port?: number;
  /** Both probes: a path, or a command. */
  readonly probes?: readonly (string | readonly string[])[];
  /** How often they are asked, how long each may take, how many failures count, and how long a start may take. */
  readonly patience?: readonly number[];
  readonly user: string;
  readonly graceSeconds?: number;
  readonly memory: string;
  readonly readOnly: boolean;
}

const SECRET = '<secret>';
const BUSYBOX = '/platform/tools/busybox';

/** @param pod of Kubernetes, as its API or as Terraform writes it. */
export function toldByPod(pod: Json, fill: (text: string) => string = (text) => text): Told {
  const { containers, container, securityContext, terminationGracePeriodSeconds } = camel(pod);
  const [main] = (containers ?? container) as [Json];
  const { readinessProbe: ready, livenessProbe: live, startupProbe: start } = main;
  const values = new Map<string, string>();
  for (const { name, value, valueFrom } of main.env) {
    const text = valueFrom ? SECRET : fill(value ?? '');
    values.set(
      name,
      text.replaceAll(/\$\((\w+)\)/g, (whole, other) => values.get(other) ?? whole),
    );
  }
  const probe = ({ httpGet, exec }: Json) => httpGet?.path ?? exec.command;
  return {
    image: main.image,
    command: main.command,
    args: main.args?.length ? main.args : undefined,
    variables: comparable(Object.fromEntries(values)),
    port: (main.ports ?? main.port)?.[0]?.containerPort,
    ...(ready && {
      probes: [probe(ready), probe(live)],
      patience: [
        ready.periodSeconds,
        ready.timeoutSeconds,
        ready.failureThreshold,
        start ? start.failureThreshold * start.periodSeconds : (live.initialDelaySeconds ?? 0),
      ],
    }),
    user: `${securityContext.runAsUser}:${securityContext.runAsGroup}`,
    // Kubernetes has one for what does not say it.
    graceSeconds: ready ? terminationGracePeriodSeconds : undefined,
    memory: main.resources.limits.memory,
    readOnly: main.securityContext.readOnlyRootFilesystem,
  };
}

/** @param service of a Compose file. */
export function toldByCompose(service: Json): Told {
  const { image, entrypoint, command, environment, healthcheck } = service;
  const seconds = (text: string) => Number(/^(\d+)s$/.exec(text)![1]);
  const checks: string[] = healthcheck?.test[4].split(' && ') ?? [];
  const words = (list?: string[]) => list?.map((word) => word.replaceAll('$$', '$'));
  const values = Object.entries(environment as Record<string, string>).map(
    ([name, text]) => [name, text.replaceAll(/\$\{[^}]+\}/g, SECRET).replaceAll('$$', '$')] as const,
  );
  return {
    image,
    command: words(entrypoint),
    args: words(command),
    variables: comparable(Object.fromEntries(values)),
    port: environment.PORT ? Number(environment.PORT) : undefined,
    ...(healthcheck && {
      probes: checks.map((check) => {
        const url = check.startsWith(BUSYBOX) ? new URL(check.split(' ').at(-1)!) : undefined;
        if (url) expect(url.port).toBe(environment.PORT);
        return url?.pathname ?? check.split(' ');
      }),
      patience: [
        seconds(healthcheck.interval),
        // Of both probes together.
        seconds(healthcheck.timeout) / 2,
        healthcheck.retries,
        seconds(healthcheck.start_period),
      ],
    }),
    user: service.user,
    graceSeconds: service.stop_grace_period && seconds(service.stop_grace_period),
    memory: service.mem_limit.replace('m', 'Mi').replace('g', 'Gi'),
    readOnly: service.read_only,
  };
}

/** What only a host can know: where servers and other services are, and who the container is in AWS. */
function comparable(variables: Readonly<Record<string, string>>): Record<string, string> {
  const all = Object.entries(variables).flatMap(([name, value]): [string, string][] => {
    if (/^AWS_(?!.*BUCKET)/.test(name) || name === 'LOCAL_DEVELOPMENT_DIRECTORY') return [];
    if (name.endsWith('_HOST')) return [[name, '<host>']];
    // The host and the account are those of moto here.
    if (name.endsWith('_QUEUE_URL')) return [[name, '<queue>']];
    if (name.endsWith('MEMCACHED_SERVERS')) return [[name, value.replaceAll(/[^,]+:(\d+)/g, '<host>:$1')]];
    const host = variables[name.replace(/URL$/, 'HOST')];
    if (host && name.endsWith('_URL')) return [[name, value.replace(`@${host}:`, '@<host>:')]];
    return [[name, value.replace(/(\.svc\.cluster\.local):\d+/, '$1')]];
  });
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function camel(value: Json): Json {
  if (Array.isArray(value)) return value.map(camel);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      camel(inner),
    ]),
  );
}
