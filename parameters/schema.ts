import { z } from 'zod';

/**
 * What a change to a parameter does to a running environment. Shown in docs/parameters.md.
 * - in place: nothing is interrupted
 * - restart: seconds to minutes without service, or a failover
 * - rolling: pods are replaced one after another, without interruption
 * - replacement: the resource is replaced; stored data moves only by a restore
 */
export type ChangeEffect = 'in place' | 'rolling' | 'restart' | 'replacement';

export interface Documented {
  readonly description: string;
  readonly allowed?: string;
  readonly unit?: string;
  readonly change: ChangeEffect;
}

export const documented = <T extends z.ZodType>(schema: T, meta: Documented): T =>
  schema.meta({ ...meta }) as T;

export const whole = (min: number, max: number, meta: Omit<Documented, 'allowed'>) =>
  documented(z.int().min(min).max(max), { allowed: `${min} to ${max}`, ...meta });

export const oneOf = <T extends string | number>(values: readonly T[], meta: Documented) =>
  documented(z.literal([...values]), { allowed: values.join(', '), ...meta });

export const text = (pattern: RegExp, meta: Documented & { allowed: string }) =>
  documented(z.string().regex(pattern), meta);

export const flag = (meta: Omit<Documented, 'allowed'>) =>
  documented(z.boolean(), { allowed: 'true, false', ...meta });

/** Whose members all have defaults: these hold where it is left out. */
export const mayBeLeftOut = <T extends z.ZodType>(schema: T) => schema.prefault({} as never);

export const group = <T extends z.ZodRawShape>(shape: T) => mayBeLeftOut(z.strictObject(shape));

export const each = <T extends object, S extends z.ZodType>(things: T, schema: (thing: T[keyof T]) => S) =>
  z.strictObject(
    Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, schema(thing)])),
  ) as unknown as z.ZodObject<{ [K in keyof T]: S }, z.core.$strict>;
