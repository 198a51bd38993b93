import { z } from 'zod';

/** What PostgreSQL keeps in no text: NUL, and halves of surrogate pairs. */
// oxlint-disable-next-line no-control-regex
const NOT_KEPT = /[\u0000\uD800-\uDFFF]/u;

/** A text of a delivery that can be kept, of at most 1,000 characters. */
export const toldText = z
  .string()
  .max(1_000)
  .refine((value) => !NOT_KEPT.test(value), 'has characters that cannot be kept');

/** An http(s) address of at most 2,000 characters; null for anything else. */
export const toldLink = z
  .string()
  .nullish()
  .transform((value) =>
    value && value.length <= 2_000 && /^https?:\/\//.test(value) && !NOT_KEPT.test(value) ? value : null,
  );
