import { ROLES, type Logger, type Principal } from '@plimsoll/shared';
import {
  createRemoteJWKSet,
  decodeJwt,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';
import { z } from 'zod';
import { identityProviderUnavailable, unauthenticated } from './authentication.errors.js';
import { LOCAL_AUDIENCE, LOCAL_ISSUER, type LocalKey } from './local-key.js';

/** An OpenID Connect provider whose access tokens are accepted. */
export interface OidcProvider {
  issuer: string;
  audience: string;
  jwksUrl: string;
}

/** Who may vouch for a caller: the platform's own key, an identity provider, or both. */
export interface AuthenticationOptions {
  local?: LocalKey | undefined;
  oidc?: OidcProvider | undefined;
}

/** Asymmetric only: a published key must never serve as the secret of an HMAC. */
const OIDC_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'];
const REMEMBERED_TOKENS = 1_000;
const REMEMBERED_MILLISECONDS = 20_000;
const LONGEST_TOKEN = 8_192;

const identifier = z.string().min(1).max(255);
const claimsSchema = z.object({
  sub: identifier,
  roles: z.array(z.string()).default([]),
  person_id: identifier.optional(),
  partner_id: identifier.optional(),
  customer_id: identifier.optional(),
  contact_id: identifier.optional(),
});

/** Establishes who is calling from the Authorization header; remembers a token it has checked for 20 seconds. */
export class Authenticator {
  readonly #options: AuthenticationOptions;
  readonly #publishedKeys: JWTVerifyGetKey | undefined;
  readonly #logger: Logger;
  readonly #remembered = new Map<string, { principal: Principal; until: number }>();

  constructor(options: AuthenticationOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
    this.#publishedKeys = options.oidc
      ? createRemoteJWKSet(new URL(options.oidc.jwksUrl), { timeoutDuration: 5_000 })
      : undefined;
  }

  /**
   * The caller of a request. One token always gives the same object while it is remembered.
   *
   * @throws GraphQLError UNAUTHENTICATED, or AUTHENTICATION_UNAVAILABLE when the provider's keys cannot be read
   */
  async authenticate(header: string | undefined): Promise<Principal> {
    if (header === undefined || header === '') throw unauthenticated('MISSING');
    const token = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(header)?.[1];
    if (!token || token.length > LONGEST_TOKEN) throw unauthenticated('MALFORMED');
    const now = Date.now();
    const known = this.#remembered.get(token);
    if (known && known.until > now) return known.principal;
    const payload = await this.#verify(token);
    const principal = principalOf(payload);
    this.#remember(token, principal, Math.min(now + REMEMBERED_MILLISECONDS, (payload.exp ?? 0) * 1000));
    return principal;
  }

  async #verify(token: string): Promise<JWTPayload> {
    try {
      const { local, oidc } = this.#options;
      const pinned = { requiredClaims: ['exp', 'sub'], clockTolerance: 5 } satisfies JWTVerifyOptions;
      const issuer = decodeJwt(token).iss;
      if (local && issuer === LOCAL_ISSUER) {
        const { payload } = await jwtVerify(token, local.verifying, {
          ...pinned,
          algorithms: local.algorithm === 'EdDSA' ? ['EdDSA', 'Ed25519'] : [local.algorithm],
          issuer: LOCAL_ISSUER,
          audience: LOCAL_AUDIENCE,
        });
        return payload;
      }
      if (oidc && this.#publishedKeys && issuer === oidc.issuer) {
        const { payload } = await jwtVerify(token, this.#publishedKeys, {
          ...pinned,
          algorithms: OIDC_ALGORITHMS,
          issuer: oidc.issuer,
          audience: oidc.audience,
        });
        return payload;
      }
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthenticated('EXPIRED');
      const reason = error instanceof Error ? error.message : String(error);
      if (isProviderFault(error)) {
        this.#logger.error({ reason }, 'the keys of the identity provider cannot be read');
        throw identityProviderUnavailable();
      }
      this.#logger.debug({ reason }, 'a token was refused');
    }
    throw unauthenticated('NOT_ACCEPTED');
  }

  #remember(token: string, principal: Principal, until: number): void {
    if (this.#remembered.size >= REMEMBERED_TOKENS) {
      for (const oldest of this.#remembered.keys()) {
        this.#remembered.delete(oldest);
        break;
      }
    }
    this.#remembered.set(token, { principal, until });
  }
}

/** Whether the keys could not be fetched at all, as opposed to a token that none of them signed. */
function isProviderFault(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return error instanceof TypeError;
  return (
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC'
  );
}

/** The principal a verified token describes; roles the platform does not know give nothing. */
function principalOf(payload: JWTPayload): Principal {
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success) throw unauthenticated('NOT_ACCEPTED');
  const claims = parsed.data;
  return {
    subject: claims.sub,
    roles: ROLES.filter((role) => claims.roles.includes(role)),
    ...(claims.person_id ? { personId: claims.person_id } : {}),
    ...(claims.partner_id ? { partnerId: claims.partner_id } : {}),
    ...(claims.customer_id ? { customerId: claims.customer_id } : {}),
    ...(claims.contact_id ? { contactId: claims.contact_id } : {}),
  };
}
