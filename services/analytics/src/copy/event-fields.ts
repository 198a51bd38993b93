import { z } from 'zod';
import { checkTimeZone } from '@plimsoll/shared';

/** A decimal as text, or a number in an older spelling; canonical text comes out. At most ten decimals. */
const decimal = z
  .union([z.string(), z.number().transform(String)])
  .refine((text) => /^\d{1,20}(\.\d{1,10})?$/.test(text), 'is no decimal of zero or more');

/** Whether a well-formed RFC 3339 text is in UTC and to the millisecond already: almost all are. */
const isCanonical = (value: string | number): value is string =>
  typeof value === 'string' && value.length === 24 && value.endsWith('Z');

/** An instant as RFC 3339 text or in epoch milliseconds; comes out as RFC 3339 in UTC. */
const instant = z
  .union([z.iso.datetime({ offset: true }), z.number().int()])
  .transform((value) => (isCanonical(value) ? value : new Date(value).toISOString()));

const text = z.string().min(1);

/** The forms in which other services state values in their events; what is absent comes out as null. */
export const field = {
  text,
  decimal,
  instant,
  date: z.iso.date(),
  weight: decimal.refine(
    (value) => Number(value) <= 1 && !/\.\d{6}\d*[1-9]/.test(value),
    'is no weight from 0 to 1 with at most six decimals',
  ),
  percent: decimal.refine((value) => Number(value) <= 100, 'is above 100 percent'),
  currency: z.string().regex(/^[A-Z]{3}$/),
  timeZone: text.transform((name) => checkTimeZone(name, 'timeZone')),
};

/** A value that may be absent or null. */
export function optional<Out>(schema: z.ZodType<Out>): z.ZodType<Out | null> {
  return schema.nullish().transform((value) => value ?? null);
}
