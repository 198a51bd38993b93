import { createHash } from 'node:crypto';
import type { KeyScope, Logger, Principal } from '@plimsoll/shared';
import { AttemptLimit } from './attempt-limit.js';
import { keysUnavailable, tooManyAttempts, unauthenticated } from './authentication.errors.js';

/** Whom a key stands for, as the service that keeps the keys says. */
export interface KeyCaller {
  keyId: string;
  partnerId: string;
  scopes: KeyScope[];
  /** From when on it is not accepted. */
  validUntil: Date;
}

/** Asks the service that keeps the keys; null where the key is not accepted. The secret itself never leaves here. */
export type KeyLookup = (
  attempt: { hint: string; hash: string },
  requestId: string,
) => Promise<KeyCaller | null>;

/** How long a key that was accepted is not asked about again: a revoked one is refused after that at the latest. */
const ACCEPTED_MILLISECONDS = 10_000;
/** How long a key that was refused is not asked about again. */
const REFUSED_MILLISECONDS = 10_000;
const REMEMBERED_KEYS = 10_000;
const FORM = /^plk_([0-9a-hj-kmnp-tv-z]{12})_[A-Za-z0-9_-]{43}$/;

interface Remembered {
  principal: Principal | null;
  until: number;
}

/**
 * Establishes whose system is calling from an API key. Accepted and refused keys are remembered for 10 seconds, by
 * their hash, at most 10,000 of each. An address that sends 30 keys in a minute that are not accepted is held off
 * for the rest of it; keys accepted before from anywhere still pass, so that nobody locks out a neighbour behind the
 * same address.
 */
export class ApiKeyAuthenticator {
  readonly #lookup: KeyLookup;
  readonly #logger: Logger;
  readonly #clock: () => number;
  readonly #accepted = new Map<string, Remembered>();
  readonly #refused = new Map<string, Remembered>();
  readonly #asked = new Map<string, Promise<Principal | null>>();
  readonly #limit = new AttemptLimit({ failures: 30, windowMilliseconds: 60_000 });

  constructor(lookup: KeyLookup, logger: Logger, clock: () => number = Date.now) {
    this.#lookup = lookup;
    this.#logger = logger;
    this.#clock = clock;
  }

  /** Whether a bearer token or header value is meant as an API key. */
  static isKey(text: string): boolean {
    return text.startsWith('plk_');
  }

  /**
   * The caller a key stands for. One key always gives the same object while it is remembered.
   *
   * @param address the client's, for the limit on failed attempts
   * @throws GraphQLError UNAUTHENTICATED, the same for every reason; TOO_MANY_ATTEMPTS; AUTHENTICATION_UNAVAILABLE
   */
  async authenticate(key: string, address: string, requestId: string): Promise<Principal> {
    const hint = FORM.exec(key)?.[1];
    if (hint === undefined) throw unauthenticated('KEY_NOT_ACCEPTED');
    const hash = createHash('sha256').update(key).digest('hex');
    const now = this.#clock();
    const accepted = this.#accepted.get(hash);
    if (accepted?.principal && accepted.until > now) return accepted.principal;
    const wait = accepted ? 0 : this.#limit.waitOf(address, now);
    if (wait > 0) throw tooManyAttempts(Math.ceil(wait / 1000));
    const refused = this.#refused.get(hash);
    const principal = refused && refused.until > now ? null : await this.#askOnce(hint, hash, requestId);
    if (principal) return principal;
    this.#limit.fail(address, now);
    throw unauthenticated('KEY_NOT_ACCEPTED');
  }

  /** Requests that come with one key at the same time ask once. */
  #askOnce(hint: string, hash: string, requestId: string): Promise<Principal | null> {
    const running = this.#asked.get(hash);
    if (running) return running;
    const asking = this.#ask(hint, hash, requestId).finally(() => this.#asked.delete(hash));
    this.#asked.set(hash, asking);
    return asking;
  }

  async #ask(hint: string, hash: string, requestId: string): Promise<Principal | null> {
    // Taken before the question: whatever happens to the key while it is answered counts from here.
    const now = this.#clock();
    let caller: KeyCaller | null;
    try {
      caller = await this.#lookup({ hint, hash }, requestId);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#logger.error({ reason, requestId }, 'API keys cannot be checked');
      throw keysUnavailable();
    }
    if (!caller) {
      this.#accepted.delete(hash);
      remember(this.#refused, hash, { principal: null, until: now + REFUSED_MILLISECONDS });
      return null;
    }
    const { keyId, partnerId, scopes, validUntil } = caller;
    const principal: Principal = { subject: keyId, roles: ['partner'], partnerId, keyScopes: scopes };
    const until = Math.min(now + ACCEPTED_MILLISECONDS, validUntil.getTime());
    remember(this.#accepted, hash, { principal, until });
    return principal;
  }
}

function remember(where: Map<string, Remembered>, hash: string, what: Remembered): void {
  where.delete(hash);
  if (where.size >= REMEMBERED_KEYS) {
    for (const oldest of where.keys()) {
      where.delete(oldest);
      break;
    }
  }
  where.set(hash, what);
}
