import { accessSync, constants } from 'node:fs';
import { z } from 'zod';

/** What each part of a program needs to be told, by variable. */
const common = {
  ENVIRONMENT: z.string().default('local'),
  SERVICE_NAME: z.string().default('storefront'),
  SERVICE_VERSION: z.string().default('unknown'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'debug, info, warn, error').default('info'),
  /** The authorities that servers are verified against. */
  CA_FILE: z.string().refine(isReadable, 'a file that can be read').optional(),
  /** Traces go there, if there is one. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url('a URL').optional(),
};
const database = { DATABASE_URL: urlOf('postgresql', 'postgres') };
const bucket = { ASSETS_BUCKET: z.string('the name of a bucket') };
const queue = { MAILS_QUEUE_URL: urlOf('https', 'http') };
/** How long it takes to send one, as a mail server would. */
const mail = {
  MAIL_SECONDS: z.coerce.number('0 to 20').min(0, '0 to 20').max(20, '0 to 20').default(0),
};
const web = {
  PORT: z.coerce.number('1 to 65535').int('1 to 65535').min(1, '1 to 65535').max(65_535, '1 to 65535'),
  REDIS_URL: urlOf('rediss', 'redis'),
  REDIS_PREFIX: z.string().default(''),
  CATALOG_URL: urlOf('http', 'https'),
  FLAGS_URL: urlOf('http', 'https').optional(),
  CURRENCY: z
    .string('three capital letters')
    .regex(/^[A-Z]{3}$/, 'three capital letters')
    .default('EUR'),
  PAGE_SIZE: z.coerce.number('1 to 100').int('1 to 100').min(1, '1 to 100').max(100, '1 to 100').default(24),
};

export const SETTINGS = {
  web: z.object({ ...common, ...database, ...bucket, ...web }),
  worker: z.object({ ...common, ...database, ...bucket, ...queue }),
  mailer: z.object({ ...common, ...bucket, ...queue, ...mail }),
  /** Release command and schedules. */
  job: z.object({ ...common, ...database }),
};
type Settings = typeof SETTINGS;
export type Configuration<P extends keyof Settings> = z.infer<Settings[P]>;
export type Common = z.infer<z.ZodObject<typeof common>>;

/** All that is wrong, a line each. */
export class WrongConfiguration extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('; '));
  }
}

/** @throws WrongConfiguration */
export function readConfiguration<P extends keyof Settings>(
  program: P,
  env: Readonly<Record<string, string | undefined>>,
): Configuration<P> {
  // A variable that is empty says as little as one that is not there.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { data, error } = SETTINGS[program].safeParse(given);
  if (data) return data as Configuration<P>;
  throw new WrongConfiguration(
    error!.issues.map(({ path, message }) => {
      const name = String(path[0]);
      const value = given[name];
      return `${name}: ${value === undefined ? 'is missing' : `got "${masked(value)}"`}; allowed: ${message}`;
    }),
  );
}

/** For the log: every variable that counts, without what must stay secret. */
export function shown(configuration: object): Record<string, string> {
  return Object.fromEntries(Object.entries(configuration).map(([name, value]) => [name, masked(`${value}`)]));
}

/** Without the password of a URL, and without all that could be one in what is no URL. */
export function masked(text: string): string {
  return text.replace(/^([\w+]+:\/\/[^:/@]*:|).*@/, '$1***@');
}

function urlOf(...schemes: readonly string[]) {
  const allowed = `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  return z
    .string(allowed)
    .refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)), allowed);
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
