import { createHash, timingSafeEqual } from 'node:crypto';
import { DateTime, Duration } from 'luxon';
import { invalid, type KeyScope } from '@plimsoll/shared';

const DAY = 86_400_000;
const LONGEST_LIFE_DAYS = 5 * 366;
const LIFE_DAYS = 365;
const LONGEST_OVERLAP_DAYS = 30;
/** No look-alikes; 32 of them, so that a byte chooses among them without bias. */
const HINT_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** How many keys in force a partner may have. */
export const MOST_KEYS = 50;

/** A new secret: what its owner is told once, and what is kept of it. */
export interface NewSecret {
  /** `plk_`, the hint, `_`, and 256 bits in base64url. */
  secret: string;
  /** Its public part, 12 characters, by which it is found and recognised. */
  hint: string;
  hash: Buffer;
}

/**
 * A secret made of randomness.
 *
 * @param randomness 44 bytes: 12 for the public part, 32 for the secret one
 */
export function secretFrom(randomness: Buffer): NewSecret {
  const hint = [...randomness.subarray(0, 12)].map((byte) => HINT_ALPHABET[byte % 32]).join('');
  const secret = `plk_${hint}_${randomness.subarray(12, 44).toString('base64url')}`;
  return { secret, hint, hash: createHash('sha256').update(secret).digest() };
}

/** Why a key is not accepted. The caller is not told which. */
export type KeyRefusal = 'KEY_UNKNOWN' | 'KEY_REVOKED' | 'KEY_EXPIRED';

/** What decides whether a secret is accepted. */
export interface StoredSecret {
  hash: Buffer;
  /** Its own end, once the key was rotated. */
  validUntil: Date | null;
  expiresAt: Date;
  revokedAt: Date | null;
}

/**
 * Whether a secret is accepted at an instant, or why not; the hashes are compared in constant time, before anything
 * is said of the key.
 *
 * @param hash SHA-256 of what the caller sent, in hexadecimal
 */
export function judgeSecret(stored: StoredSecret | null, hash: string, now: Date): KeyRefusal | null {
  const given = Buffer.from(hash, 'hex');
  const expected = stored?.hash ?? Buffer.alloc(32);
  const same = given.length === expected.length && timingSafeEqual(given, expected);
  if (!stored || !same) return 'KEY_UNKNOWN';
  if (stored.revokedAt) return 'KEY_REVOKED';
  return endOf(stored) <= now ? 'KEY_EXPIRED' : null;
}

/** The instant from which a secret is not accepted any more, revocation aside. */
export function endOf({ validUntil, expiresAt }: Pick<StoredSecret, 'validUntil' | 'expiresAt'>): Date {
  return validUntil && validUntil < expiresAt ? validUntil : expiresAt;
}

/** Scopes in a fixed order, each once. @throws DomainError `INVALID` for none */
export function checkScopes(scopes: readonly KeyScope[]): KeyScope[] {
  const distinct = [...new Set(scopes)].toSorted();
  if (distinct.length === 0) throw invalid('A key has at least one scope.', ['scopes']);
  return distinct;
}

/** When a key ends: as asked for, at most five years ahead, else in 365 days. @throws DomainError `INVALID` */
export function checkExpiry(asked: Date | null, now: Date): Date {
  if (asked === null) return new Date(now.getTime() + LIFE_DAYS * DAY);
  if (asked <= now || asked.getTime() > now.getTime() + LONGEST_LIFE_DAYS * DAY) {
    throw invalid('`expiresAt` is in the future, at most five years ahead.', ['expiresAt']);
  }
  return asked;
}

/** Until when the former secrets work. @throws DomainError `INVALID` for more than 30 days, or a negative length */
export function overlapUntil(overlap: string, now: Date): Date {
  const start = DateTime.fromJSDate(now, { zone: 'utc' });
  const length = Duration.fromISO(overlap);
  const end = length.isValid ? start.plus(length) : start.minus(1);
  if (end < start || end > start.plus({ days: LONGEST_OVERLAP_DAYS })) {
    throw invalid('`overlap` is `PT0S` to `P30D`.', ['overlap']);
  }
  return end.toJSDate();
}

/** How a key stands at an instant. */
export type KeyStanding = 'ACTIVE' | 'EXPIRED' | 'REVOKED';

/** How a key stands at an instant. */
export function standingOf(key: { expiresAt: Date; revokedAt: Date | null }, now: Date): KeyStanding {
  if (key.revokedAt) return 'REVOKED';
  return key.expiresAt <= now ? 'EXPIRED' : 'ACTIVE';
}
