import { canBeKept } from '@plimsoll/shared';
import { z } from 'zod';
import type { DeployerFact } from '../deployer-rule/index.js';

/** What was understood of a delivery, or why there is nothing to follow. */
export type Reading = { fact: DeployerFact } | { ignored: string };

/** What a delivery without a readable body comes to: says what is wrong first. */
export function notReadable({ issues: [issue] }: z.ZodError): Reading {
  return { ignored: `Not readable: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() };
}

/** A text of a delivery that can be kept, of at most 1,000 characters. */
export const toldText = z
  .string()
  .max(1_000)
  .refine((value) => canBeKept(value), 'has characters that cannot be kept');

/** An http(s) address of at most 2,000 characters; null for anything else. */
export const toldLink = z
  .string()
  .nullish()
  .transform((value) =>
    value && value.length <= 2_000 && /^https?:\/\//.test(value) && canBeKept(value) ? value : null,
  );

/** The instant that a text of a delivery names, in ISO 8601; that of its receipt for none, or one before 1970. */
export function toldInstant(text: string | null | undefined, receivedAt: Date): string {
  const at = Date.parse(text ?? '');
  return (at >= 0 ? new Date(at) : receivedAt).toISOString();
}
