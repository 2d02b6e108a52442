import { namingOf } from '../../constructs/core/naming';
import { sendMetrics } from '../../constructs/services/bindings/own-metrics';
import { FLAGS } from '../../constructs/services/flags/flag-agent';
import type { Thing } from '../../declarations/backing';
import { type BackingBinding, bindingsOf } from '../../declarations/binding';
import type { BackingKind } from '../../declarations/kinds/kinds';
import { secretsOf } from '../../declarations/secret';
import { namesUsedBy } from '../../declarations/uses';
import { dataBucketName } from '../../stacks/kinds/bucket';
import { boundThings, contractOf } from './contract';
import { type ComposeFile, type ComposeService, waitFor } from './file';
import { flagFile, readingFiles } from './flag-files';
import { masterVariable, portVariable, setupName, variableIn } from './names';
import { containerOf } from './pods/container';
import type { Objects, Synthesis } from './pods/objects';
import { resolver } from './pods/references';
import { setupOf } from './pods/setup';
import { TOOLS, tools } from './pods/tools';
import { type ComposeWorkload, workloadsOf } from './pods/workloads';
import { publishedPorts, withPorts } from './ports';
import { AWS_SETUP, aws, awsVariables } from './servers/aws';
import { masterOf, masterSecret, serverOf } from './servers/servers';

export interface ComposeProps extends Synthesis {
  /** The stack of the environment's services. */
  readonly objects: Objects;
  /** Which services, with all that they bind. */
  readonly selected: readonly string[];
  /** The folder whose Dockerfile makes the image of a service, by service. */
  readonly folders: ReadonlyMap<string, string | undefined>;
  /** What tells the servers' certificate from others. */
  readonly certificate: string;
  readonly secrets: Secrets;
}

/** The file `.env`. */
export interface Secrets {
  password(name: string): string;
  place(name: string): boolean;
}

export interface Composed {
  readonly file: ComposeFile;
  /** Files beside it, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Where each process answers on this machine. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Names in `.env` of the secrets that a person has to put. */
  readonly missing: readonly string[];
}

const PUT = 'put its value into the file .env beside compose.yaml';

/**
 * The services of an environment, with what they bind, as a Compose file. Its containers are those of the pods that a
 * deploy would make; only what the contract tells, such as hosts, is of Compose.
 */
export function composeFile(props: ComposeProps): Composed {
  return new Composition(props).written;
}

/** Kinds that an API of AWS answers for. */
const IN_AWS: readonly string[] = ['bucket', 'queue'] satisfies BackingKind[];

type Services = Record<string, ComposeService>;

class Composition {
  readonly written: Composed;
  private readonly props: ComposeProps;
  private readonly things: readonly Thing[];
  private readonly workloads: readonly ComposeWorkload[];
  private readonly published: Readonly<Record<string, number>>;
  private readonly resolve: (text: string) => string;
  private readonly secrets: Record<string, { environment: string }> = {};
  private readonly configs: Record<string, { content: string }> = {};
  private readonly missing = new Set<string>();

  constructor(props: ComposeProps) {
    this.props = props;
    const { project, environment, objects, selected } = props;
    this.things = boundThings(selected, props.declared);
    const fill = resolver(objects, contractOf(props));
    const all = workloadsOf(objects, environment.parameters, fill);
    this.resolve = (text) => withPorts(fill(text), all);
    this.workloads = all.filter((workload) => this.isWanted(workload));
    this.published = publishedPorts(all);

    const servers = this.createServers();
    const setups = this.createSetups();
    const agents = this.createFlagAgents();
    const own = this.createServices();
    const services = { [TOOLS]: tools, ...servers.services, ...setups, ...agents.services, ...own };
    const volumes = Object.values(services)
      .flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0]!))
      .filter((source) => !source.startsWith('.'));
    const file: ComposeFile = {
      name: `${project.name}-${environment.name}`,
      services,
      secrets: this.secrets,
      configs: this.configs,
      volumes: Object.fromEntries([...new Set(volumes)].map((volume) => [volume, null])),
    };
    this.written = {
      file,
      files: { ...servers.files, ...agents.files },
      addresses: Object.fromEntries(
        this.workloads.flatMap(({ name }) =>
          this.published[name] ? [[name, `http://127.0.0.1:${this.published[name]}`]] : [],
        ),
      ),
      missing: [...this.missing],
    };
  }

  private isWanted({ service, group }: ComposeWorkload): boolean {
    const { selected, declared } = this.props;
    if (service !== FLAGS) return selected.includes(service);
    return selected.some((name) => {
      const { group: own, flags } = declared.services[name]!;
      return own === group && flags !== undefined;
    });
  }

  private createServers(): { services: Services; files: Record<string, string> } {
    const { project, environment, certificate } = this.props;
    const services: Services = {};
    const files: Record<string, string> = {};
    for (const thing of this.things) {
      const made = serverOf(thing, {
        parameters: environment.parameters,
        labels: { 'platform.certificate': certificate },
        usersOf: (cache) => this.usersOf(cache),
      });
      if (made) services[thing.name] = made.service;
      Object.assign(files, made?.files);
      if (thing.kind === 'database') this.secret(masterSecret(thing.name), masterVariable(thing.name));
    }
    const buckets = this.things.flatMap(({ kind, name }) =>
      kind === 'bucket' ? [dataBucketName(namingOf(project, environment), name)] : [],
    );
    const queues = this.things.filter((thing): thing is Thing<'queue'> => thing.kind === 'queue');
    const needsAws = buckets.length + queues.length > 0;
    return { services: { ...services, ...(needsAws && aws({ buckets, queues }, project.region)) }, files };
  }

  /** The users of a cache, as the stack makes them. */
  private usersOf(cache: string) {
    const { objects, secrets, selected } = this.props;
    return selected.flatMap((service) =>
      this.bindingsOf(service).flatMap((binding) => {
        if (binding.kind !== 'cache' || binding.name !== cache) return [];
        const username = this.valueOf(service, binding.variables.user);
        const user = Object.values(objects.resource.aws_elasticache_user!).find(
          ({ user_name }) => user_name === username,
        )!;
        return [{ user, password: secrets.password(variableIn(service, binding.variables.password)) }];
      }),
    );
  }

  private createSetups(): Services {
    return Object.fromEntries(
      this.of('setup').flatMap((workload) => {
        const { service, name } = workload;
        const binding = this.bindingsOf(service).find(
          (one): one is BackingBinding<'database'> =>
            one.kind === 'database' && name === setupName(service, one.name),
        );
        return binding ? [[name, this.createSetup(workload, binding)]] : [];
      }),
    );
  }

  private createSetup(workload: ComposeWorkload, binding: BackingBinding<'database'>): ComposeService {
    const { service } = workload;
    const { variables, name, declaration } = binding;
    const password = this.secret(`${service}-${name}-password`, variableIn(service, variables.password));
    return setupOf(workload, binding, this.resolve, {
      password,
      username: this.config(`${service}-${name}-user`, this.valueOf(service, variables.user)),
      master: this.config(`${name}-master`, masterOf(declaration)),
    });
  }

  private createFlagAgents(): { services: Services; files: Record<string, string> } {
    const { declared, environment } = this.props;
    const agents = this.of('process').filter(({ service }) => service === FLAGS);
    return {
      services: Object.fromEntries(agents.map((agent) => [agent.name, readingFiles(this.container(agent))])),
      files: Object.fromEntries(agents.map((agent) => flagFile(agent, declared, environment.parameters))),
    };
  }

  private createServices(): Services {
    return Object.fromEntries(
      this.props.selected.flatMap((service) =>
        this.of('release', 'process', 'schedule')
          .filter((workload) => workload.service === service)
          .map((workload) => [workload.name, this.createService(workload)]),
      ),
    );
  }

  private createService(workload: ComposeWorkload): ComposeService {
    const { kind, service, name } = workload;
    const folder = this.props.folders.get(service);
    const container = this.container(workload);
    const port = this.published[name];
    const inside = workload.container.port?.[0]?.container_port;
    return {
      ...container,
      ...(folder !== undefined && {
        build: { context: folder },
        pull_policy: 'build' as const,
        ...(kind === 'process' && {
          develop: { watch: [{ action: 'rebuild' as const, path: folder }] },
        }),
      }),
      ...(kind === 'schedule' && { profiles: ['schedules'] }),
      environment: { ...container.environment, ...this.identity(service) },
      ...(port && { ports: [`127.0.0.1:\${${portVariable(name)}:-${port}}:${inside}`] }),
      depends_on: this.waitsFor(workload),
    };
  }

  /** What Pod Identity gives in the cluster, to a service that may do something in AWS. */
  private identity(service: string): Record<string, string> {
    const { declared, project } = this.props;
    const mayUseAws =
      this.bindingsOf(service).some(({ kind }) => IN_AWS.includes(kind)) ||
      sendMetrics(declared.services[service]!).statements.length > 0;
    return mayUseAws ? awsVariables(project.region) : {};
  }

  private waitsFor({ kind, service }: ComposeWorkload): ComposeService['depends_on'] {
    const { flags, group } = this.props.declared.services[service]!;
    const bindings = this.bindingsOf(service);
    const names = (...kinds: readonly string[]) =>
      bindings.filter((binding) => kinds.includes(binding.kind)).map(({ name }) => name);
    const called = bindings.flatMap((binding) =>
      binding.kind === 'service' ? [`${binding.name}-${binding.process}`] : [],
    );
    const release = this.of('release').filter((one) => one.service === service && kind !== 'release');
    return {
      ...waitFor('service_healthy', [
        ...names('cache', 'memcached'),
        ...called,
        ...(flags ? [`${group}-${FLAGS}`] : []),
      ]),
      ...waitFor('service_completed_successfully', [
        ...names('database').map((database) => setupName(service, database)),
        ...(names(...IN_AWS).length > 0 ? [AWS_SETUP] : []),
        ...release.map(({ name }) => name),
        ...(kind === 'process' ? [TOOLS] : []),
      ]),
    };
  }

  private container(workload: ComposeWorkload): ComposeService {
    const made = containerOf(workload, this.resolve, (variable) => this.value(workload.service, variable));
    return workload.service === FLAGS
      ? { ...made, depends_on: waitFor('service_completed_successfully', [TOOLS]) }
      : made;
  }

  /** Refers to the value of a variable that no file but `.env` has. */
  private value(service: string, variable: string): string {
    const { declared, secrets } = this.props;
    const name = variableIn(service, variable);
    if (secretsOf(declared.services[service]!).some((secret) => secret.variable === variable)) {
      if (!secrets.place(name)) this.missing.add(name);
      return `\${${name}:?${PUT}}`;
    }
    secrets.password(name);
    return `\${${name}}`;
  }

  private secret(name: string, variable: string): string {
    this.props.secrets.password(variable);
    this.secrets[name] = { environment: variable };
    return name;
  }

  private config(name: string, content: string): string {
    this.configs[name] = { content };
    return name;
  }

  private bindingsOf(service: string) {
    const { declared } = this.props;
    return bindingsOf(namesUsedBy(declared.services[service]!), declared);
  }

  private of(...kinds: readonly ComposeWorkload['kind'][]): ComposeWorkload[] {
    return this.workloads.filter(({ kind }) => kinds.includes(kind));
  }

  /** What every container of a service has in a variable. */
  private valueOf(service: string, variable: string): string {
    const { container } = this.workloads.find(
      (workload) => workload.service === service && workload.kind !== 'setup',
    )!;
    return this.resolve(container.env.find(({ name }) => name === variable)!.value!);
  }
}
