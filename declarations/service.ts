import type { LogForm, LogPreset } from './log-form';
import type { OwnAlarm } from './own-alarm';
import type { PreviewData } from './preview-data';

/**
 * A service as its team declares it, once, for every environment: what it is. Versions, replicas and sizes stand in
 * `environments/<name>.json` under the same names.
 *
 * Names of services, processes, schedules and groups: lower-case letters and digits with single dashes, a letter first,
 * at most 20 characters. No service may have the name of a backing service, as both can be bound. Mistakes are reported
 * at synth (declarations/checks/); docs/services.md shows how to use a service.
 */
export interface Service {
  /** What it is for, in a line. */
  readonly description: string;
  /** Services of a group share a namespace, a quota and a set of feature flags. */
  readonly group: string;
  /**
   * The name that it had when it was first deployed, if that was another one: it keeps that name, and with it all that it
   * owns, wherever it is deployed (docs/renamed-services.md). No name of another service.
   */
  readonly renamedFrom?: string;
  /** What runs all the time, each in a container of its own. */
  readonly processes?: Readonly<Record<string, Process>>;
  /** Runs to its end before any pod of a new version starts, such as a migration. Fails: nothing changes. */
  readonly release?: Task;
  /** What runs at times. */
  readonly schedules?: Readonly<Record<string, Schedule>>;
  /** How it is reached from outside. */
  readonly routes?: readonly Route[];
  /**
   * What it uses: names of databases, caches, buckets and queues (services/backing.ts) and of other services, or
   * `internet` for addresses outside of the VPC, by HTTPS. It can reach nothing else. Each name may appear once, and services may not
   * bind each other in a circle. The first of a kind gives DATABASE_URL, REDIS_URL, MEMCACHED_SERVERS; each further one
   * `<NAME>_DATABASE_URL` and so on. A bucket gives `<NAME>_BUCKET`, a queue `<NAME>_QUEUE_URL` and the right to
   * send (`consumes` of a process has the right to receive), a service `<NAME>_URL`, where its first process with a port
   * answers.
   */
  readonly bind?: readonly string[];
  /**
   * Hosts outside of the VPC that it reaches by TCP on another port than 443, such as a mail server. Each host and port
   * once, 20 at most. docs/pods.md says what of it is enforced.
   */
  readonly egress?: readonly Outside[];
  /**
   * Feature flags, with what each turns on. Read at FLAGS_URL while running. A name begins with a small letter, has
   * letters, digits, `-` and `_`, at most 64, and is the only one of its group.
   */
  readonly flags?: Readonly<Record<string, string>>;
  /**
   * What its lines of JSON look like: `slog`, `zap`, `pino`, `logback`, `python`, or a form of your own. By it alarms and
   * the dashboard know an error. Default: what is an error in any of those five.
   */
  readonly logs?: LogPreset | LogForm;
  /**
   * Alarms of its own, in the topic and on the dashboard of the service. A name has lower-case letters, digits and single
   * dashes, a letter first, at most 40 characters, and is none of the platform's (docs/runbooks/alarms/README.md).
   */
  readonly alarms?: Readonly<Record<string, OwnAlarm>>;
  /**
   * Configuration that is the same everywhere. An environment's parameter file adds to it or overrides it.
   * No variable that the platform, a binding or a secret sets. Never a secret: what looks like a key is refused.
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Secrets of its own, such as the key of a partner: `stripe-key` gives STRIPE_KEY. Lower-case letters, digits and
   * single dashes, a letter first, at most 40 characters, each once. People put the values, for each environment
   * (`npm run secret`); no file has them.
   */
  readonly secrets?: readonly (string | SecretDeclaration)[];
  /**
   * Names of variables of `environment`, here or in a parameter file, whose value looks like a key and is none, such as
   * a public id.
   */
  readonly notSecret?: readonly string[];
  /**
   * What previews may have of the databases that it binds: for each database, for each table, a mask for each column
   * (docs/preview-data.md). Each table in one service. Default: nothing, so that previews begin empty.
   */
  readonly previewData?: PreviewData;
}

export interface SecretDeclaration {
  readonly name: string;
  /**
   * Whose value a preview gets: `own`, which is put for each preview, or `host`, that of the environment which it is
   * within. Code of any branch reads it then. Default: `own`.
   */
  readonly previews?: PreviewSecret;
}

/** `own`: a value that is put for each preview. `host`: that of the environment which the preview is within. */
export type PreviewSecret = 'own' | 'host';

export interface Process {
  /** Default: what the image starts. */
  readonly command?: readonly string[];
  /** Where it serves HTTP, 1024 to 65535; given to it as PORT. Undefined: it serves nobody. */
  readonly port?: number;
  /** What it speaks there, without TLS (docs/domains.md). Of one with a port. Default: `http1`. */
  readonly protocol?: Protocol;
  /**
   * Whether it can work right now. Only then does it get traffic. A path where a route leads to it, unless it
   * speaks gRPC. Required of a process
   * with a port. Default of any other: it can as soon as it runs.
   */
  readonly ready?: Probe;
  /**
   * Whether it has to be restarted. Must not depend on other services, or their fault restarts this one: so it is another
   * question than `ready`. Required of a process with a port. Default of any other: when it has ended.
   */
  readonly live?: Probe;
  /** How long it may take to start, 1 to 600 seconds. Default 10. */
  readonly startSeconds?: number;
  /** The longest that a request or a job takes, 1 to 3600 seconds; a pod that ends gets so long. Default 30. */
  readonly drainSeconds?: number;
  /** Where the number of pods follows the load: the use of the requested CPU to keep, 10 to 90 %. Default 70. */
  readonly scaleAtCpuPercent?: number;
  /**
   * The queue that it works off, by its name in `services/backing.ts`: the service may receive and delete its messages.
   * `drainSeconds` may not be less than the queue's `jobSeconds`. Where the number of pods follows the load, it follows
   * the queue, to none where `replicas` is 0.
   */
  readonly consumes?: string;
  /**
   * Messages for each pod where the number of pods follows the queue, those that wait and those under way, 1 to 10000.
   * Default 10.
   */
  readonly scaleAtMessages?: number;
  /** The most that it may write to /tmp, 16 to 40960 MiB. A pod that writes more is ended. Default 256. */
  readonly scratchMiB?: number;
}

/** HTTP/1.1 with WebSockets, HTTP/2 from the first byte on (h2c), or gRPC. */
export type Protocol = 'http1' | 'http2' | 'grpc';

/**
 * A path that answers 2xx or 3xx on the process's port; a command that ends with 0 within three seconds; a port of its own
 * that is asked in the same way, and without a path has to accept connections; or the health service of gRPC.
 */
export type Probe = string | readonly string[] | PortProbe | GrpcProbe;

/** Of a process that speaks gRPC. Source: gRPC, "Health Checking", grpc.health.v1. */
export interface GrpcProbe {
  /** The name that its health service is asked about. Empty: the server as a whole. */
  readonly grpc: string;
}

/** Starts nothing in the container, and needs no program in the image. */
export interface PortProbe {
  /** 1024 to 65535. Nobody but the node reaches it, unless it is the process's `port`. */
  readonly port: number;
  /** Begins with a slash. Undefined: it is enough that the port accepts connections. */
  readonly path?: string;
}

export interface Outside {
  /** A whole name such as smtp.partner.example: no address, and no `*`. */
  readonly host: string;
  /** 1 to 65535, but for 53 and 443: `bind: ['internet']` opens that. */
  readonly port: number;
}

export interface Task {
  readonly command: readonly string[];
  /** As of a process. Default 256. */
  readonly scratchMiB?: number;
  /** After so long it has failed, 1 to 86400 seconds. Default 600. */
  readonly timeoutSeconds?: number;
}

export interface Schedule extends Task {
  /** Five fields: minute, hour, day of the month, month, day of the week; or @hourly, @daily and so on. */
  readonly cron: string;
  /** Name in the IANA database, such as Europe/Berlin. Default UTC. */
  readonly timeZone?: string;
}

export interface Route {
  /** The label before the environment's domain. Default: the service's name. */
  readonly host?: string;
  /**
   * Begins with a slash; all below it is meant. One to eight parts, without `*`. Each host and path once.
   * Default: everything of the host that no longer path takes.
   */
  readonly path?: string;
  /** Which process answers: one with a port. */
  readonly process: string;
  /**
   * Whether only the VPC reaches it, and private networks of `entrance.privateCidrs` (docs/domains.md). The routes of a
   * host, and those to a process, are all internal or none is. Previews have none. Default: false.
   */
  readonly internal?: boolean;
}

/** Every service, by name. */
export type Services = Readonly<Record<string, Service>>;
