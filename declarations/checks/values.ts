import { z } from 'zod';

export const texts = (matches: (text: string) => boolean, allowed: string) =>
  z.string().refine(matches).meta({ allowed });

export const whole = (min: number, max: number, unit = '') =>
  z
    .int()
    .min(min)
    .max(max)
    .meta({ allowed: `${min} to ${max}${unit}` });

/**
 * A property of a line of a log, as CloudWatch's filters and queries name it without quotes.
 * Source: CloudWatch Logs User Guide, "Filter pattern syntax", property selectors.
 */
export const property = texts(
  (text) => /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(text) && text.length <= 50,
  'the name of a property: letters, digits and _, a dot before the property of an object, at most 50 characters',
);
