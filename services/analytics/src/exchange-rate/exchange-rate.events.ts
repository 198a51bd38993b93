import { canonicalDecimal } from '@plimsoll/shared';
import { z } from 'zod';
import { field } from '../copy/index.js';

/** What entitlements tells of an exchange rate; at most twelve decimals. */
export const exchangeRateEvent = z.object({
  date: field.date,
  from: field.currency,
  to: field.currency,
  rate: z
    .string()
    .refine((text) => /^\d{1,12}(\.\d{1,12})?$/.test(text) && Number(text) > 0, 'is no decimal above 0')
    .transform(canonicalDecimal),
});
