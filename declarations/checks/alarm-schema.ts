import { z } from 'zod';
import { allowedName, isName } from '../name';
import type { OwnAlarm } from '../own-alarm';
import { property, texts, whole } from './values';

/** Between the quotes of a pattern. */
const wantedText = texts(
  (text) => /^[^"\\\p{Cc}]{1,100}$/u.test(text),
  '1 to 100 characters without quotes and backslashes, * for any characters',
);

const wanted = z
  .union([wantedText, z.number(), z.boolean(), z.strictObject({ atLeast: z.number() })])
  .meta({ allowed: 'a text, a number, true, false, or the lowest number such as { atLeast: 500 }' });

const log = z
  .record(property, wanted)
  .refine((all) => Object.keys(all).length >= 1 && Object.keys(all).length <= 5)
  .meta({ allowed: 'one to five properties such as { event: "payment refused" }' });

/** Source: Amazon CloudWatch API Reference, Dimension and MetricDatum: printable ASCII, no colon first. */
const ascii = (longest: number) =>
  texts(
    (text) => /^(?!:)[ -~]+$/.test(text) && text.trim() !== '' && text.length <= longest,
    `1 to ${longest} printable ASCII characters, no colon first`,
  );

/** Source: Amazon CloudWatch User Guide, "Namespaces". */
const namespace = texts(
  (text) => /^(?!:)[\w.\-/#: ]{1,255}$/.test(text) && text.trim() !== '',
  'such as Shop/Orders: 1 to 255 letters, digits and . - _ / # :, no colon first',
);

const metric = z.strictObject({
  namespace,
  name: ascii(255),
  dimensions: z
    .record(ascii(255), ascii(1024))
    .refine((all) => Object.keys(all).length <= 30)
    .meta({ allowed: 'at most 30 dimensions' })
    .optional(),
  statistic: texts(
    (text) => /^(Sum|Average|Minimum|Maximum|SampleCount|p(100|\d{1,2}(\.\d{1,2})?))$/.test(text),
    'Sum, Average, Minimum, Maximum, SampleCount, or a percentile such as p99',
  ),
});

const one = z.strictObject({
  description: texts(
    (text) => text.trim() !== '' && text.length <= 700,
    'a text of at most 700 characters: what it means, and what to look at first',
  ),
  log: log.optional(),
  metric: metric.optional(),
  above: z.number().optional(),
  below: z.number().optional(),
  minutes: whole(1, 1440, ' minutes'),
  severity: z.enum(['warning', 'critical']).meta({ allowed: 'warning, critical' }).optional(),
  takesFlagsBack: z.boolean().optional(),
  runbook: texts(
    (text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text),
    'the name of a page in docs/runbooks/alarms/, without .md',
  ).optional(),
}) satisfies z.ZodType<OwnAlarm>;

const LONGEST = 40;
const name = texts((text) => isName(text, LONGEST), allowedName(LONGEST));

export const alarms = z.record(name, one);
