import { z } from 'zod';
import { ALLOWED_CRON, isCron } from '../cron';
import { HOST_LABEL } from '../host';
import type { OptionValues } from '../kinds/kind-description';
import { type BackingSection, enginesOf, kindsIn, optionsOf, SECTIONS } from '../kinds/kinds';
import { ALLOWED_NAME, isName } from '../name';
import { ALLOWED_SECRET, isSecretName, PREVIEW_SECRETS } from '../secret';
import type { Service } from '../service';
import { ALLOWED_TIME_ZONE, isTimeZone } from '../time-zone';
import { ALLOWED_VARIABLE, VARIABLE } from '../variable-name';
import { alarms } from './alarm-schema';
import { egress } from './egress-schema';
import { logs } from './log-schema';
import { previewData } from './preview-data-schema';
import { texts, whole } from './values';

const oneOf = <const T extends string>(...values: readonly T[]) =>
  z.enum(values).meta({ allowed: values.join(', ') });

const name = texts(isName, ALLOWED_NAME);

const command = z
  .array(z.string())
  .refine(([program = '']) => program.trim() !== '')
  .meta({ allowed: 'a program and its arguments, such as ["bin/web", "--verbose"]' });

/** Kubernetes takes any text; what has no slash, or a space in it, is a slip. */
const probePath = z.string().regex(/^\/[!-~]*$/);
const listening = whole(1024, 65535);
const portProbe = z.strictObject({
  port: listening,
  path: probePath.meta({ allowed: 'a path such as "/ready"' }).optional(),
});
const grpcProbe = z.strictObject({ grpc: z.string().regex(/^[!-~]*$/) });
const probe = z.union([probePath, command, portProbe, grpcProbe]).meta({
  allowed:
    'a path such as "/ready", a command such as ["bin/worker", "ready"], a port such as { port: 8081, path: \'/ready\' }, 1024 to 65535, or { grpc: \'\' }',
});

/**
 * The most is half of the disk of a node of EKS Auto Mode, which has the images and the logs as well.
 * Source: Amazon EKS User Guide, "Create a Node Class for Amazon EKS", ephemeralStorage.
 */
const scratchMiB = whole(16, 40_960, ' MiB').optional();

const process = z.strictObject({
  command: command.optional(),
  port: listening.optional(),
  protocol: oneOf('http1', 'http2', 'grpc').optional(),
  ready: probe.optional(),
  live: probe.optional(),
  startSeconds: whole(1, 600, ' seconds').optional(),
  drainSeconds: whole(1, 3600, ' seconds').optional(),
  scaleAtCpuPercent: whole(10, 90, ' %').optional(),
  consumes: z.string().optional(),
  scaleAtMessages: whole(1, 10_000, ' messages').optional(),
  scratchMiB,
});

const task = { command, scratchMiB, timeoutSeconds: whole(1, 86_400, ' seconds').optional() };

const schedule = z.strictObject({
  ...task,
  cron: texts(isCron, ALLOWED_CRON),
  timeZone: texts(isTimeZone, ALLOWED_TIME_ZONE).optional(),
});

/**
 * A path that a listener's rule accepts, without wildcards, which would match more than the path. Two characters are
 * reserved for the `/*` that matches everything below it. The parts are limited by
 * constructs/services/routes/route-priority.ts.
 * Source: Elastic Load Balancing, "Condition types for listener rules", path conditions.
 */
const PATH = /^(?=.{2,126}$)(\/(?!\.{1,2}(\/|$))[A-Za-z0-9_.$~"'@:+&-]+){1,8}$/;

const route = z.strictObject({
  host: texts(
    (text) => HOST_LABEL.test(text),
    'one label of a domain name: lower-case letters, digits, dashes',
  ).optional(),
  path: texts(
    (text) => PATH.test(text),
    'a path of one to eight parts such as /products, without * and without a slash at its end',
  ).optional(),
  process: z.string(),
  internal: z.boolean().optional(),
});

const text = texts((words) => words.trim() !== '', 'a line of text');

const variable = texts((key) => VARIABLE.test(key), ALLOWED_VARIABLE);

const secretName = texts(isSecretName, ALLOWED_SECRET);
const secret = z
  .union([secretName, z.strictObject({ name: secretName, previews: z.enum(PREVIEW_SECRETS).optional() })])
  .meta({
    allowed: `a name such as "stripe-key" (${ALLOWED_SECRET}), or { name: 'stripe-key', previews: 'host' }`,
  });

/** Source: AppConfig, "JSON schema for AWS.AppConfig.FeatureFlags", the names of flags. */
const FLAG = /^[a-z][a-zA-Z\d_-]{0,63}$/;

/** One service, as far as it can be judged by itself. */
export const serviceSchema = z.strictObject({
  description: text,
  group: name,
  renamedFrom: name.optional(),
  processes: z.record(name, process).optional(),
  release: z.strictObject(task).optional(),
  schedules: z.record(name, schedule).optional(),
  routes: z.array(route).optional(),
  bind: z.array(z.string()).optional(),
  egress: egress.optional(),
  flags: z
    .record(
      texts((key) => FLAG.test(key), 'letters, digits, - and _, a small letter first, at most 64 characters'),
      text,
    )
    .optional(),
  logs: logs.optional(),
  alarms: alarms.optional(),
  environment: z.record(variable, z.string()).optional(),
  secrets: z.array(secret).optional(),
  notSecret: z.array(variable).optional(),
  previewData: previewData.optional(),
}) satisfies z.ZodType<Service>;

/** RDS takes no port below. Source: Amazon RDS API Reference, CreateDBInstance, Port. */
const port = whole(1150, 65535).optional();

const optionSchema = (values: OptionValues) =>
  'from' in values ? whole(values.from, values.to, values.unit) : oneOf(...values);

function declarationIn(section: BackingSection) {
  const kinds = kindsIn(section);
  const engines = Object.keys(enginesOf(kinds));
  const options = kinds
    .flatMap((kind) => Object.entries(optionsOf(kind)))
    .map(([name, values]) => [name, optionSchema(values).optional()]);
  return z.strictObject({
    ...(engines.length > 0 && { engine: oneOf(...engines), port }),
    ...Object.fromEntries(options),
  });
}

/** All backing services, each by itself. */
export const backingSchema = z.strictObject(
  Object.fromEntries(SECTIONS.map((section) => [section, z.record(name, declarationIn(section)).optional()])),
);
