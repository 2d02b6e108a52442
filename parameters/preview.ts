import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Declared } from '../declarations/binding';
import { checkDeclarations } from '../declarations/checks/declarations';
import { PREVIEW_ID, previewId } from '../declarations/preview-id';
import { checkValue } from '../problems/check-value';
import { type Document, problemAt, readDocument } from '../problems/document';
import { locate } from '../problems/json';
import { ParameterError, type Problem } from '../problems/problem';
import { suggest } from '../problems/suggest';
import type { Environment } from './environment';
import type { Parameters } from './parameters';
import { type PreviewParameters, type PreviewSchema, previewSchema } from './preview-parameters';
import { checkQuotas } from './quota';
import { each } from './schema';
import { serviceParameters } from './service-parameters';
import { checkKeys, checkServiceParameters } from './service-rules';
import { ALLOWED_VERSION, VERSION } from './version';

/** The file beside those of the environments that says what all previews are like. */
export const PREVIEW_FILE = 'preview.json';

/** Which preview is meant. The app takes it from its environment: `PREVIEW`, `PREVIEW_OWNER` and so on. */
export interface PreviewRequest {
  /** A pull request, `pr-42`, or the name of a branch. */
  readonly name: string;
  /** Default: what `previewId` makes of the name. For whoever knows no more of a preview than its id. */
  readonly id?: string;
  /** Who answers for it. Default: the owner of the environment that it is within. */
  readonly owner?: string;
  /** Versions that differ, `storefront=faster-4b825dc,catalog=1.2.0`. */
  readonly versions?: string;
  /** The last day of its life, `2026-11-27`. Default: today and `lifetimeDays`. */
  readonly expires?: string;
  /** Which places its rules at the load balancer have: `npm run preview` chooses it. Default: 0. */
  readonly attempt?: string;
}

/** An environment within another: its own services and data on the other's network, cluster and servers. */
export interface Preview {
  /** `pr-42`. */
  readonly id: string;
  /** What was asked for, such as the name of the branch. */
  readonly request: string;
  /** The last day of its life, in UTC. */
  readonly expires: string;
  /** Which places its rules at the load balancer have, from 0. */
  readonly attempt: number;
  readonly owner: string;
  readonly host: Environment;
  readonly parameters: PreviewParameters;
  /** As which its services see it: `preview-<id>`, with the host's parameters but for what the file changes. */
  readonly environment: Environment;
}

/** The request that the app's environment holds, if any. */
export function previewRequest(env: NodeJS.ProcessEnv): PreviewRequest | undefined {
  const name = env.PREVIEW || env.PREVIEW_ID;
  if (!name) return undefined;
  return {
    name,
    id: env.PREVIEW_ID || undefined,
    owner: env.PREVIEW_OWNER || undefined,
    versions: env.PREVIEW_VERSIONS || undefined,
    expires: env.PREVIEW_EXPIRES || undefined,
    attempt: env.PREVIEW_ATTEMPT || undefined,
  };
}

/** What all previews are like, and the environment that they are within. */
export interface PreviewSettings {
  readonly document: Document<PreviewParameters>;
  readonly host: Environment;
}

/**
 * Reads `preview.json`. Undefined: there is none, and so there are no previews; or the declarations, from which its
 * schema is made, have faults of their own.
 * @throws ParameterError with every fault of the file.
 */
export function readPreviewFile(directory: string, what: Declared): Document<PreviewParameters> | undefined {
  const file = join(directory, PREVIEW_FILE);
  if (!existsSync(file) || !checkDeclarations(what).readable) return undefined;
  return readDocument(file, previewSchema(what) as unknown as PreviewSchema);
}

/**
 * Reads `preview.json`, and finds its host. Undefined: there is none, and so there are no previews.
 * @throws ParameterError with every fault of the file.
 */
export function loadPreviewSettings(
  directory: string,
  environments: readonly Environment[],
  what: Declared,
): PreviewSettings | undefined {
  const document = readPreviewFile(directory, what);
  if (!document) return undefined;
  const { within, services } = document.value;
  const keys = checkKeys(document, services, what);
  if (keys.length > 0) throw new ParameterError(keys);
  const host = environments.find(({ name }) => name === within);
  if (host?.parameters.hostsPreviews) return { document, host };
  const hosts = environments.filter(({ parameters }) => parameters.hostsPreviews).map(({ name }) => name);
  const allowed =
    hosts.join(', ') || 'an environment with "hostsPreviews": true in its file, of which there is none';
  const got = host
    ? `"${within}", which hosts no previews`
    : `"${within}", which is no environment${suggest(within, hosts)}`;
  throw new ParameterError([problemAt(document, ['within'], got, allowed)]);
}

/**
 * The preview that is asked for, if any. The file is checked even when none is.
 * @throws ParameterError with every fault of the file or of the request.
 */
export function loadPreview(
  directory: string,
  environments: readonly Environment[],
  what: Declared,
  request: PreviewRequest | undefined,
): Preview | undefined {
  const settings = loadPreviewSettings(directory, environments, what);
  if (!request) return undefined;
  if (settings) return definePreview(settings, request, what);
  const file = join(directory, PREVIEW_FILE);
  throw new ParameterError([
    { file, path: '', got: 'no such file', allowed: 'a file that says what previews are like' },
  ]);
}

/**
 * One preview.
 * @param now Today, for the day when it expires.
 * @throws ParameterError with every fault of the request and of what the file makes of the host's services.
 */
export function definePreview(
  { document, host }: PreviewSettings,
  request: PreviewRequest,
  what: Declared,
  now: Date = new Date(),
): Preview {
  const { versions, problems: inVersions } = readVersions(request.versions, what);
  const expires = request.expires ?? dayAfter(now, document.value.lifetimeDays);
  const id = request.id ?? previewId(request.name);
  const { attempt = '0' } = request;
  const problems = [...inVersions, ...checkDay(expires), ...checkId(id), ...checkAttempt(attempt)];
  if (problems.length > 0) throw new ParameterError(problems);

  const owner = asTag(request.owner ?? host.parameters.owner);
  const services = mergeServices(host, document, versions, what);
  const parameters: Parameters = {
    ...host.parameters,
    owner,
    protected: false,
    hostsPreviews: false,
    groups: document.value.groups,
    services,
  };
  const environment = {
    name: `preview-${id}`,
    parameters,
    document: { ...document, value: parameters },
  };
  const inServices = [...checkServiceParameters(environment, what), ...checkQuotas(environment, what)];
  if (inServices.length > 0) throw new ParameterError(inServices);
  return {
    id,
    request: asTag(request.name),
    expires,
    attempt: Number(attempt),
    owner,
    host,
    parameters: document.value,
    environment,
  };
}

type Json = Record<string, unknown>;
type Versions = Readonly<Record<string, string>>;

/** The host's services as its file says them, then what holds in previews, then the versions that were asked for. */
function mergeServices(
  host: Environment,
  document: Document<PreviewParameters>,
  versions: Versions,
  { backing, services }: Declared,
): Parameters['services'] {
  const ofHost = (JSON.parse(host.document.text) as { services: Json }).services;
  const ofPreviews = (JSON.parse(document.text) as { services?: Json }).services ?? {};
  const { replicas } = document.value;
  const merged = Object.fromEntries(
    Object.entries(services).map(([name, { processes = {} }]) => {
      const small = Object.fromEntries(
        Object.entries(processes)
          // What follows a queue on its host follows that of the preview here.
          .filter(([process, { consumes }]) => consumes === undefined || !follows(ofHost[name], process))
          .map(([process]) => [process, { replicas, maxReplicas: undefined }]),
      );
      const own = versions[name] === undefined ? {} : { version: versions[name] };
      return [
        name,
        [{ processes: small }, ofPreviews[name] ?? {}, own].reduce<Json>(merge, ofHost[name] as Json),
      ];
    }),
  );
  const schema = z.strictObject({
    services: each(services, (service) => serviceParameters(service, backing)),
  });
  const { value, problems } = checkValue(document.file, { services: merged }, schema, {
    at: (path) => locate(document.text, path),
  });
  if (problems.length > 0) throw new ParameterError(problems);
  return value!.services as unknown as Parameters['services'];
}

/** Whether a process may have more pods in the host's file than it has at least. */
function follows(service: unknown, process: string): boolean {
  const { processes = {} } = service as { processes?: Record<string, { maxReplicas?: number }> };
  return processes[process]?.maxReplicas !== undefined;
}

/** The second wins. What says which version runs, or that none does, replaces all that said so before. */
function merge(first: Json, second: unknown): Json {
  const over = second as Json;
  const { version, versions, commit, absent, ...rest } = first;
  const base = (over.version ?? over.versions ?? over.absent) ? rest : first;
  return {
    ...base,
    ...Object.fromEntries(Object.entries(over).map(([key, value]) => [key, mergeValue(base[key], value)])),
  };
}

function mergeValue(first: unknown, second: unknown): unknown {
  const both = [first, second].every(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  return both ? merge(first as Json, second) : second;
}

function readVersions(
  text: string | undefined,
  { services }: Declared,
): { versions: Versions; problems: Problem[] } {
  const entries = (text ?? '')
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split('=') as [string, string?]);
  const problems = entries.flatMap(([service, version]) => {
    const refuse = (got: string, allowed: string) => [
      { file: 'PREVIEW_VERSIONS', path: service, got, allowed },
    ];
    if (!Object.hasOwn(services, service)) {
      return refuse('a service that is not declared', Object.keys(services).join(', '));
    }
    return version !== undefined && VERSION.test(version)
      ? []
      : refuse(`"${version ?? ''}"`, ALLOWED_VERSION);
  });
  return { versions: Object.fromEntries(entries) as Versions, problems };
}

function checkId(id: string): Problem[] {
  if (PREVIEW_ID.test(id)) return [];
  const allowed = 'an id such as pr-42 or faster-search-1a2b3c4d, as npm run preview -- list shows them';
  return [{ file: 'PREVIEW_ID', path: '', got: `"${id}"`, allowed }];
}

function checkDay(day: string): Problem[] {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  return isDay
    ? []
    : [{ file: 'PREVIEW_EXPIRES', path: '', got: `"${day}"`, allowed: 'a day such as 2026-11-27' }];
}

function checkAttempt(text: string): Problem[] {
  if (/^\d{1,6}$/.test(text)) return [];
  return [{ file: 'PREVIEW_ATTEMPT', path: '', got: `"${text}"`, allowed: '0 to 999999' }];
}

function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

/** A text as AWS takes it for the value of a tag. Source: AWS Tagging Best Practices, "Tag naming limits". */
function asTag(text: string): string {
  return text.replaceAll(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '-').slice(0, 256);
}
