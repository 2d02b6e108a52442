import { commandLine } from '../../console/command-line';
import { allowedOf, type Range } from '../../declarations/kinds/kind-description';
import { BACKING_KINDS, type BackingKind, enginesOf, optionsOf } from '../../declarations/kinds/kinds';
import { ALLOWED_NAME, isName } from '../../declarations/name';
import type { Route } from '../../declarations/service';
import { ALLOWED_VERSION, VERSION } from '../../parameters/version';
import { suggest } from '../../problems/suggest';

const WHAT = ['service', ...BACKING_KINDS, 'environment'] as const;
const ENGINES = enginesOf(BACKING_KINDS);
const WITHOUT_ENGINE = BACKING_KINDS.filter((kind) => Object.keys(enginesOf([kind])).length === 0);
/** What declarations of some kinds may say beside that, such as `eviction`. */
const OPTIONS_OF_KINDS: ReturnType<typeof optionsOf> = Object.assign({}, ...BACKING_KINDS.map(optionsOf));

export const usage = `npm run new -- ${WHAT.join('|')} NAME [OPTION]...

Writes all that a new one takes: its declaration, its parameters in each environment, and whatever line a rule asks for.
Then it runs \`npm run generate\`. If something is wrong with it, it says what, and leaves every file as it was.

  service
    --port N            where it serves HTTP, as its process "web"; default: it serves nobody, as "worker"
    --ready PATH        whether it can work right now, for a worker a command; default: /ready of one with a port
    --live PATH         whether it has to be restarted; default: /live
    --command COMMAND   what its image runs; default: what the image starts
    --route HOST/PATH   how it is reached from outside: a label before the domain, with a path or without; any number
    --bind NAME         what it uses: backing services, other services, internet; any number, with commas or one by one;
                        NAME=${[...Object.keys(ENGINES), ...WITHOUT_ENGINE].join('|')} makes it first
    --secret NAME       a secret of its own; any number
    --group NAME        whose namespace and quota it shares; default: its own name
    --version VERSION   default: 0.1.0
    --description TEXT
  ${BACKING_KINDS.join(', ')}
    --engine ENGINE     ${Object.keys(ENGINES).join(', ')}
    --port N            default: that of the engine, or the next free one
    --for SERVICE       who binds it; any number
${Object.entries(OPTIONS_OF_KINDS)
  .map(([name, values]) => `    --${`${name} VALUE`.padEnd(18)}${allowedOf(values)}\n`)
  .join('')}  environment
    --from ENVIRONMENT  whose parameters it begins with
    --account ID        its AWS account, which no other environment has
    --cidr BLOCK        its network; default: the next 10.N.0.0/16 that is free
  --json                what was written, and what to do next, for programs
  --help

Examples:
  npm run new -- service reviews --port 8080 --route shop/reviews --bind orders
  npm run new -- service notes --port 8080 --route notes --bind texts=postgres,jobs=queue
  npm run new -- database customers --engine postgres --for storefront
  npm run new -- bucket photos
  npm run new -- queue jobs --jobSeconds 60 --for storefront
  npm run new -- environment staging --from qa --account 444444444444`;

const { parse, refused } = commandLine(usage);

export interface NewServiceArguments {
  readonly what: 'service';
  readonly name: string;
  readonly description?: string;
  readonly group?: string;
  readonly version: string;
  readonly port?: number;
  readonly ready?: string | readonly string[];
  readonly live?: string | readonly string[];
  readonly command?: readonly string[];
  readonly routes: readonly Omit<Route, 'process'>[];
  readonly bind: readonly string[];
  /** Those of them that are to be made first. */
  readonly things: readonly NewThingArguments[];
  readonly secrets: readonly string[];
  readonly json: boolean;
}

export interface NewThingArguments {
  readonly what: 'thing';
  readonly kind: BackingKind;
  readonly name: string;
  /** Undefined: its kind has none. */
  readonly engine?: string;
  readonly port?: number;
  /** What else its kind can be told. */
  readonly options: Readonly<Record<string, string | number>>;
  /** Services that bind it. */
  readonly users: readonly string[];
  readonly json: boolean;
}

export interface NewEnvironmentArguments {
  readonly what: 'environment';
  readonly name: string;
  readonly from: string;
  readonly account: string;
  readonly cidr?: string;
  readonly json: boolean;
}

const OF_SERVICES = {
  ready: { type: 'string' },
  live: { type: 'string' },
  command: { type: 'string' },
  route: { type: 'string', multiple: true },
  bind: { type: 'string', multiple: true },
  secret: { type: 'string', multiple: true },
  group: { type: 'string' },
  version: { type: 'string' },
  description: { type: 'string' },
} as const;
const OF_SERVERS = { engine: { type: 'string' } } as const;
const OF_THINGS = { for: { type: 'string', multiple: true } } as const;
const OF_ENVIRONMENTS = {
  from: { type: 'string' },
  account: { type: 'string' },
  cidr: { type: 'string' },
} as const;
const OF_KINDS = Object.fromEntries(
  Object.keys(OPTIONS_OF_KINDS).map((name) => [name, { type: 'string' } as const]),
);

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseNewArguments(
  args: readonly string[],
): NewServiceArguments | NewThingArguments | NewEnvironmentArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      ...OF_KINDS,
      ...OF_SERVICES,
      ...OF_SERVERS,
      ...OF_THINGS,
      ...OF_ENVIRONMENTS,
      port: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [what, name, ...rest] = positionals;
  const known = WHAT.find((one) => one === what);
  if (!known) {
    throw refused(`got ${what ? `"${what}"${suggest(what, WHAT)}` : 'nothing'}; allowed: ${WHAT.join(', ')}`);
  }
  if (name === undefined || rest.length > 0) {
    throw refused(`${known}: got ${positionals.slice(1).join(' ') || 'no name'}; allowed: one name`);
  }
  if (!isName(name)) throw refused(`${known}: got "${name}"; allowed: ${ALLOWED_NAME}`);
  const { json, help: _, ...given } = values;
  checkFit(
    known,
    Object.keys(given).filter((key) => given[key as keyof typeof given] !== undefined),
  );
  const port = values.port === undefined ? undefined : portOf(values.port);
  switch (known) {
    case 'service':
      return {
        ...{ what: known, name, json, port },
        ...{ description: values.description, group: values.group },
        version: versionOf(values.version ?? '0.1.0'),
        ...{ ready: probeOf(values.ready, port), live: probeOf(values.live, port) },
        command: values.command === undefined ? undefined : words('--command', values.command),
        routes: (values.route ?? []).map((text) => routeOf(text, port)),
        ...bindingsOf(listOf(values.bind)),
        secrets: listOf(values.secret),
      };
    case 'environment':
      return { what: known, name, json, ...environmentOf(values) };
    default:
      return {
        ...{ what: 'thing', kind: known, name, json, port },
        engine: engineOf(known, values.engine),
        options: optionsGiven(known, values as Readonly<Record<string, unknown>>),
        users: listOf(values.for),
      };
  }
}

/** @throws Failure about an option that is for something else. */
function checkFit(what: (typeof WHAT)[number], given: readonly string[]): void {
  const allowed =
    what === 'service'
      ? ['port', ...Object.keys(OF_SERVICES)]
      : what === 'environment'
        ? Object.keys(OF_ENVIRONMENTS)
        : [
            ...(Object.keys(enginesOf([what])).length > 0 ? ['port', ...Object.keys(OF_SERVERS)] : []),
            ...Object.keys(OF_THINGS),
            ...Object.keys(optionsOf(what)),
          ];
  const stray = given.find((name) => !allowed.includes(name));
  if (stray === undefined) return;
  throw refused(`${what}: got --${stray}; allowed: ${allowed.map((name) => `--${name}`).join(', ')}`);
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1024 && port <= 65535) return port;
  throw refused(`--port: got "${text}"; allowed: 1024 to 65535`);
}

function versionOf(text: string): string {
  if (VERSION.test(text)) return text;
  throw refused(`--version: got "${text}"; allowed: ${ALLOWED_VERSION}`);
}

/** A path that is asked by HTTP, or a command. */
function probeOf(text: string | undefined, port: number | undefined): string | readonly string[] | undefined {
  return text === undefined || (text.startsWith('/') && port !== undefined)
    ? text
    : words('--ready, --live', text);
}

function words(option: string, text: string): string[] {
  const all = text.split(/\s+/).filter(Boolean);
  if (all.length > 0) return all;
  throw refused(`${option}: got "${text}"; allowed: a command`);
}

function routeOf(text: string, port: number | undefined): Omit<Route, 'process'> {
  const [, host = '', path] = /^([^/]*)(\/.*)?$/.exec(text) ?? [];
  if (port === undefined) throw refused(`--route: got "${text}", without --port; allowed: both`);
  if (host === '') throw refused(`--route: got "${text}"; allowed: a host such as shop, or shop/reviews`);
  return { host, ...(path !== undefined && path !== '/' && { path }) };
}

function listOf(texts: readonly string[] = []): string[] {
  return texts.flatMap((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  );
}

/** `orders`, or with what is to be made under that name: `orders=postgres`. */
function bindingsOf(texts: readonly string[]): Pick<NewServiceArguments, 'bind' | 'things'> {
  const all = texts.map((text) => text.split('='));
  const things = all.flatMap(([name = '', made, ...rest]): NewThingArguments[] => {
    if (made === undefined) return [];
    const text = [name, made, ...rest].join('=');
    if (rest.length > 0 || !isName(name)) throw refused(`--bind: got "${text}"; allowed: ${ALLOWED_NAME}`);
    return [{ what: 'thing', name, ...kindOf(made, text), options: {}, users: [], json: false }];
  });
  return { bind: all.map(([name = '']) => name), things };
}

/** @param made an engine, or a kind that has none. */
function kindOf(made: string, text: string): Pick<NewThingArguments, 'kind' | 'engine'> {
  const plain = WITHOUT_ENGINE.find((kind) => kind === made);
  if (plain) return { kind: plain };
  const kind = BACKING_KINDS.find((one) => Object.hasOwn(enginesOf([one]), made));
  if (kind) return { kind, engine: made };
  const allowed = [...Object.keys(ENGINES), ...WITHOUT_ENGINE];
  throw refused(`--bind: got "${text}"${suggest(made, allowed)}; allowed after "=": ${allowed.join(', ')}`);
}

function engineOf(kind: BackingKind, engine: string | undefined): string | undefined {
  const engines = Object.keys(enginesOf([kind]));
  if (engine === undefined && engines.length < 2) return engines[0];
  if (engine !== undefined && engines.includes(engine)) return engine;
  const got = engine === undefined ? 'nothing' : `"${engine}"${suggest(engine, engines)}`;
  throw refused(`${kind}: --engine: got ${got}; allowed: ${engines.join(', ')}`);
}

type Options = NewThingArguments['options'];

function optionsGiven(kind: BackingKind, values: Readonly<Record<string, unknown>>): Options {
  const given = Object.entries(optionsOf(kind)).flatMap(([name, allowed]): [string, string | number][] => {
    const value = values[name];
    if (value === undefined) return [];
    if ('from' in allowed) return [[name, wholeOf(name, String(value), allowed)]];
    if (allowed.some((one) => one === value)) return [[name, String(value)]];
    throw refused(`--${name}: got "${value}"; allowed: ${allowedOf(allowed)}`);
  });
  return Object.fromEntries(given);
}

function wholeOf(name: string, text: string, range: Range): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.from && value <= range.to) return value;
  throw refused(`--${name}: got "${text}"; allowed: ${allowedOf(range)}`);
}

function environmentOf({ from, account, cidr }: { from?: string; account?: string; cidr?: string }) {
  if (from === undefined)
    throw refused('--from: got nothing; allowed: an environment whose parameters it begins with');
  if (account === undefined)
    throw refused('--account: got nothing; allowed: an account of its own, of 12 digits');
  return { from, account, cidr };
}
