import { signInternalToken, type Principal } from '@plimsoll/shared';

const REUSED_MILLISECONDS = 20_000;

/**
 * The internal tokens by which the gateway vouches for its callers to the subgraphs. Signed once for a
 * principal and used for at most 20 of their 60 seconds; the id of each request travels in its own header.
 */
export class Vouchers {
  readonly #secret: string;
  readonly #signed = new WeakMap<Principal, { token: Promise<string>; until: number }>();

  constructor(secret: string) {
    this.#secret = secret;
  }

  async of(principal: Principal, requestId: string): Promise<string> {
    const now = Date.now();
    const known = this.#signed.get(principal);
    if (known && known.until > now) return known.token;
    const token = signInternalToken(principal, requestId, this.#secret);
    this.#signed.set(principal, { token, until: now + REUSED_MILLISECONDS });
    return token;
  }
}
