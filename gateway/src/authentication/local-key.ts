import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { ConfigError, type Principal } from '@plimsoll/shared';
import { SignJWT } from 'jose';

/** Written into the tokens this platform mints for itself, and required of them. */
export const LOCAL_ISSUER = 'plimsoll';
/** Whom a caller's token is for. */
export const LOCAL_AUDIENCE = 'plimsoll';

const SHORTEST_SECRET = 32;

/** A key of the platform's own: it checks callers' tokens and, unless it is a public key, mints them. */
export interface LocalKey {
  algorithm: 'HS256' | 'EdDSA';
  /** Checks tokens. */
  verifying: KeyObject | Uint8Array;
  /** Mints tokens; absent when only a public key is known. */
  signing?: KeyObject | Uint8Array;
}

/**
 * The key written as text: a PEM block of an Ed25519 private or public key, or else a secret of at least
 * 32 characters for HS256.
 *
 * @throws ConfigError
 */
export function readLocalKey(text: string): LocalKey {
  if (!text.startsWith('-----BEGIN')) {
    if (text.length < SHORTEST_SECRET) {
      throw new ConfigError(`The local token key must have at least ${SHORTEST_SECRET} characters.`);
    }
    const secret = new TextEncoder().encode(text);
    return { algorithm: 'HS256', verifying: secret, signing: secret };
  }
  let signing: KeyObject | undefined;
  let verifying: KeyObject;
  try {
    if (text.includes('PRIVATE KEY')) signing = createPrivateKey(text);
    verifying = createPublicKey(text);
  } catch {
    throw new ConfigError('The local token key is not a readable PEM key.');
  }
  if (verifying.asymmetricKeyType !== 'ed25519') {
    throw new ConfigError('The local token key must be an Ed25519 key, or a secret for HS256.');
  }
  return { algorithm: 'EdDSA', verifying, ...(signing ? { signing } : {}) };
}

/**
 * A bearer token for a caller, signed with the platform's own key.
 *
 * @param lifetimeSeconds from now; every token expires
 * @throws ConfigError when the key can only check tokens
 */
export async function mintToken(
  principal: Principal,
  key: LocalKey,
  lifetimeSeconds: number,
): Promise<string> {
  if (!key.signing) throw new ConfigError('A public key cannot mint tokens; configure the private key.');
  const { subject, roles, personId, partnerId, customerId, contactId } = principal;
  const claims = Object.entries({
    person_id: personId,
    partner_id: partnerId,
    customer_id: customerId,
    contact_id: contactId,
  }).filter(([, value]) => value !== undefined);
  return new SignJWT({ roles: [...roles], ...Object.fromEntries(claims) })
    .setProtectedHeader({ alg: key.algorithm, typ: 'JWT' })
    .setSubject(subject)
    .setIssuer(LOCAL_ISSUER)
    .setAudience(LOCAL_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1000) + lifetimeSeconds)
    .sign(key.signing);
}
