import { z } from 'zod';
import { PRESETS } from '../log-form';
import { property, texts } from './values';

/** What a pattern of CloudWatch may hold between quotes, and a regular expression of its queries without an escape. */
const level = texts(
  (text) => /^[\w .+:/*-]{1,30}$/.test(text),
  '1 to 30 letters, digits, spaces, . _ + : / or -, and * for any characters',
);

const form = z.strictObject({
  level: property,
  error: z
    .union([z.array(level).min(1).max(8), z.strictObject({ atLeast: z.number() })])
    .meta({ allowed: 'one to eight levels such as ["ERROR", "FATAL"], or a number such as { atLeast: 50 }' }),
  message: property.optional(),
});

const presets = Object.keys(PRESETS) as (keyof typeof PRESETS)[];

export const logs = z
  .union([z.enum(presets), form])
  .meta({ allowed: `${presets.join(', ')}, or a form such as { level: "severity", error: ["ERROR"] }` });
