import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  checkExpiry,
  checkScopes,
  endOf,
  judgeSecret,
  overlapUntil,
  secretFrom,
  standingOf,
} from './api-key.rules.js';

const NOW = new Date('2026-03-10T12:00:00Z');
const randomness = fc.uint8Array({ minLength: 44, maxLength: 44 }).map((bytes) => Buffer.from(bytes));
const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');

describe('a secret', () => {
  it('has its form, whatever it is made of, and what is kept of it tells nothing of its secret part', () => {
    fc.assert(
      fc.property(randomness, (bytes) => {
        const { secret, hint, hash } = secretFrom(bytes);
        expect(secret).toMatch(/^plk_[0-9a-hj-kmnp-tv-z]{12}_[A-Za-z0-9_-]{43}$/);
        expect(secret.slice(4, 16)).toBe(hint);
        expect(hash.toString('hex')).toBe(hashOf(secret));
        const secretPart = secret.slice(17);
        expect(`${hint}${hash.toString('hex')}${hash.toString('base64url')}`).not.toContain(secretPart);
        expect(
          secretFrom(Buffer.concat([bytes.subarray(0, 43), Buffer.from([bytes[43]! ^ 1])])).secret,
        ).not.toBe(secret);
      }),
    );
  });

  it('is accepted exactly where it is the one, was not revoked, and neither end has come', () => {
    fc.assert(
      fc.property(
        randomness,
        fc.record({
          validUntil: fc.option(instant),
          expiresAt: instant,
          revokedAt: fc.option(instant),
        }),
        instant,
        (bytes, key, now) => {
          const { secret, hash } = secretFrom(bytes);
          const stored = { ...key, hash };
          const ended = [key.validUntil, key.expiresAt].some((end) => end !== null && end <= now);
          const expected = key.revokedAt ? 'KEY_REVOKED' : ended ? 'KEY_EXPIRED' : null;
          expect(judgeSecret(stored, hashOf(secret), now)).toBe(expected);
          expect(judgeSecret(stored, hashOf(`${secret}x`), now)).toBe('KEY_UNKNOWN');
          expect(judgeSecret(stored, 'no hash', now)).toBe('KEY_UNKNOWN');
          expect(judgeSecret(null, hashOf(secret), now)).toBe('KEY_UNKNOWN');
          expect(endOf(key) <= now).toBe(ended);
        },
      ),
    );
  });

  it('is not accepted for the hash of nothing where none is stored', () => {
    expect(judgeSecret(null, '0'.repeat(64), NOW)).toBe('KEY_UNKNOWN');
  });
});

describe('what a key is made with', () => {
  it('is at least one scope, each once', () => {
    expect(checkScopes(['SUPPORT', 'READ', 'SUPPORT'])).toEqual(['READ', 'SUPPORT']);
    expect(() => checkScopes([])).toThrow('at least one scope');
  });

  it('is an end within five years, by default in 365 days', () => {
    expect(checkExpiry(null, NOW)).toEqual(new Date('2027-03-10T12:00:00Z'));
    const end = new Date('2031-03-10T12:00:00Z');
    expect(checkExpiry(end, NOW)).toBe(end);
    for (const bad of [NOW, new Date('2026-03-10T11:59:59Z'), new Date('2031-03-20T00:00:00Z')]) {
      expect(() => checkExpiry(bad, NOW)).toThrow('five years');
    }
  });

  it('is an overlap of at most thirty days when it is rotated', () => {
    expect(overlapUntil('PT0S', NOW)).toEqual(NOW);
    expect(overlapUntil('P30D', NOW)).toEqual(new Date('2026-04-09T12:00:00Z'));
    for (const bad of ['P30DT0.001S', 'P1M', '-PT1S', 'soon']) {
      expect(() => overlapUntil(bad, NOW)).toThrow('`PT0S` to `P30D`');
    }
  });

  it('stands as revoked before it stands as expired', () => {
    expect(standingOf({ expiresAt: new Date(NOW.getTime() + 1), revokedAt: null }, NOW)).toBe('ACTIVE');
    expect(standingOf({ expiresAt: NOW, revokedAt: null }, NOW)).toBe('EXPIRED');
    expect(standingOf({ expiresAt: NOW, revokedAt: NOW }, NOW)).toBe('REVOKED');
  });
});
