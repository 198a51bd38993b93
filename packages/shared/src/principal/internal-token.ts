import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { KEY_SCOPES, ROLES, type Principal } from './principal.js';

const ISSUER = 'plimsoll-gateway';
const AUDIENCE = 'plimsoll-subgraph';
const LIFETIME_SECONDS = 60;

const claims = z.object({
  sub: z.string(),
  roles: z.array(z.enum(ROLES)),
  personId: z.string().optional(),
  partnerId: z.string().optional(),
  customerId: z.string().optional(),
  contactId: z.string().optional(),
  keyScopes: z.array(z.enum(KEY_SCOPES)).optional(),
  gateway: z.literal(true).optional(),
  requestId: z.string(),
});

const keyOf = (secret: string) => new TextEncoder().encode(secret);

/**
 * The token by which the gateway vouches for a caller to a subgraph: HS256, valid for 60 seconds.
 * `secret` is shared by the gateway and the subgraphs alone, at least 32 characters.
 */
export async function signInternalToken(
  principal: Principal,
  requestId: string,
  secret: string,
): Promise<string> {
  const { subject, ...rest } = principal;
  return new SignJWT({ ...rest, roles: [...principal.roles], requestId })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(subject)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_SECONDS}s`)
    .sign(keyOf(secret));
}

/**
 * The principal and request id of an internal token. Throws when the token is expired, signed by another
 * key or algorithm, or was not meant for a subgraph.
 */
export async function verifyInternalToken(
  token: string,
  secret: string,
): Promise<{ principal: Principal; requestId: string }> {
  const { payload } = await jwtVerify(token, keyOf(secret), {
    algorithms: ['HS256'],
    issuer: ISSUER,
    audience: AUDIENCE,
    requiredClaims: ['exp', 'iat', 'sub'],
    maxTokenAge: LIFETIME_SECONDS,
  });
  const { sub, requestId, ...rest } = claims.parse(payload);
  return { principal: { subject: sub, ...rest }, requestId };
}
