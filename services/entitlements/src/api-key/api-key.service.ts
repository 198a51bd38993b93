import { randomBytes } from 'node:crypto';
import {
  authorize,
  authorOf,
  checkText,
  DomainError,
  hasRole,
  idempotently,
  newId,
  notFound,
  recordDeniedAttempt,
  type RequestContext,
} from '@plimsoll/shared';
import { partnerRecords } from '../partner/index.js';
import { keyNotInForce, tooManyKeys } from './api-key.errors.js';
import { noteUse } from './api-key-usage.js';
import {
  checkExpiry,
  checkScopes,
  endOf,
  judgeSecret,
  MOST_KEYS,
  overlapUntil,
  secretFrom,
  standingOf,
} from './api-key.rules.js';
import {
  apiKeyRecords,
  countKeysInForce,
  endSecrets,
  findSecretByHint,
  storeSecret,
  type ApiKeyRecord,
} from './api-key.store.js';
import type {
  ApiKeyAttempt,
  ApiKeyCaller,
  CreateApiKeyInput,
  RevokeApiKeyInput,
  RotateApiKeyInput,
} from './api-key.types.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const LONGEST_REASON = 500;
const SECRET_BYTES = 44;

/** A key with its new secret; null where the request was answered before. */
export interface IssuedKey {
  apiKey: ApiKeyRecord;
  secret: string | null;
}

/**
 * Creates a key once for its idempotency key. Roles: admin, manager, operator for any partner; a partner for itself.
 *
 * @throws DomainError `TOO_MANY_KEYS`
 */
export async function createApiKey(context: RequestContext, input: CreateApiKeyInput): Promise<IssuedKey> {
  authorizeKeyKeeper(context);
  const { now, principal, session } = context;
  checkText(input.idempotencyKey, 'idempotencyKey');
  const partnerId = await partnerOf(context, input.partnerId ?? null);
  const values = {
    partnerId,
    name: checkText(input.name, 'name'),
    scopes: checkScopes(input.scopes),
    createdAt: now,
    expiresAt: checkExpiry(input.expiresAt ?? null, now),
    rotatedAt: null,
    revokedAt: null,
    revokeReason: null,
  };
  return session.transactionAs(SYSTEM, async (tx) => {
    const made = secretFrom(randomBytes(SECRET_BYTES));
    const request = { principal, mutation: 'createApiKey', key: input.idempotencyKey, body: input };
    const { id, repeated } = await idempotently(tx, request, async () => {
      if ((await countKeysInForce(tx, partnerId, now)) >= MOST_KEYS) throw tooManyKeys();
      const key = { id: newId('key'), version: 1, externalId: null, source: null, ...values };
      await apiKeyRecords.create(tx, authorOf(context), [key]);
      await storeSecret(tx, key.id, made, now);
      return key;
    });
    const apiKey = await apiKeyRecords.require(tx, id, ['idempotencyKey']);
    return { apiKey, secret: repeated ? null : made.secret };
  });
}

/**
 * Gives a key a further secret; the former ones work until the overlap ends, those already ending no longer than
 * before. Roles: admin, manager, operator for any partner; a partner for itself.
 *
 * @throws DomainError `KEY_NOT_IN_FORCE`
 */
export async function rotateApiKey(context: RequestContext, input: RotateApiKeyInput): Promise<IssuedKey> {
  authorizeKeyKeeper(context);
  const { now } = context;
  const until = overlapUntil(input.overlap, now);
  const reason = input.reason == null ? null : checkText(input.reason, 'reason', LONGEST_REASON);
  await apiKeyRecords.require(context.session, input.id, ['id']);
  return context.session.transactionAs(SYSTEM, async (tx) => {
    const made = secretFrom(randomBytes(SECRET_BYTES));
    const author = authorOf(context, reason);
    const apiKey = await apiKeyRecords.update(tx, author, input.id, input.expectedVersion, (key) => {
      if (standingOf(key, now) !== 'ACTIVE') throw keyNotInForce();
      return { rotatedAt: now };
    });
    await endSecrets(tx, apiKey.id, until);
    await storeSecret(tx, apiKey.id, made, now);
    return { apiKey, secret: made.secret };
  });
}

/**
 * Withdraws a key with all its secrets; one that was withdrawn already stays as it is. Roles: admin, manager,
 * operator for any partner; a partner for itself.
 */
export async function revokeApiKey(context: RequestContext, input: RevokeApiKeyInput): Promise<ApiKeyRecord> {
  authorizeKeyKeeper(context);
  const { now } = context;
  const reason = checkText(input.reason, 'reason', LONGEST_REASON);
  await apiKeyRecords.require(context.session, input.id, ['id']);
  return context.session.transactionAs(SYSTEM, (tx) =>
    apiKeyRecords.update(tx, authorOf(context, reason), input.id, input.expectedVersion, (key) =>
      key.revokedAt ? {} : { revokedAt: now, revokeReason: reason },
    ),
  );
}

/**
 * Whom a key stands for, asked by the gateway alone, with the hash of what a caller sent; null where it is not
 * accepted, and then the audit log says why.
 *
 * @throws DomainError `NOT_FOUND` for everybody else
 */
export async function authenticateApiKey(
  context: RequestContext,
  { hint, hash }: ApiKeyAttempt,
): Promise<ApiKeyCaller | null> {
  if (context.principal.gateway !== true) {
    throw new DomainError('NOT_FOUND', 'There is nothing here for you.', []);
  }
  const { now, requestId, session } = context;
  const found = await session.transactionAs(SYSTEM, (tx) => findSecretByHint(tx, hint));
  const refusal = judgeSecret(found, hash, now);
  if (found && refusal === null) {
    noteUse(session.database, hint, now);
    const { keyId, partnerId, scopes } = found;
    return { keyId, partnerId, scopes, validUntil: endOf(found) };
  }
  await recordDeniedAttempt(session, {
    action: 'authenticate',
    code: refusal ?? 'KEY_UNKNOWN',
    subject: refusal !== 'KEY_UNKNOWN' && found ? found.keyId : 'anonymous',
    actorId: null,
    recordIds: found ? [found.keyId] : [],
    requestId,
  });
  return null;
}

/** Staff, and partners who have signed in: a key makes no keys. */
function authorizeKeyKeeper(context: RequestContext): void {
  authorize(context, 'admin', 'manager', 'operator', 'partner');
  if (context.principal.keyScopes !== undefined) {
    throw new DomainError('FORBIDDEN', 'An API key does not manage API keys; sign in with a token.', []);
  }
}

/** The partner a key is made for: the one named, which must be the caller's own where the caller is a partner. */
async function partnerOf(context: RequestContext, named: string | null): Promise<string> {
  const { principal, session } = context;
  const forAnyone = hasRole(principal, 'admin', 'manager', 'operator');
  const partnerId = named ?? principal.partnerId;
  if (partnerId === undefined || (!forAnyone && partnerId !== principal.partnerId)) {
    throw notFound('partner', named ?? '', ['partnerId']);
  }
  await partnerRecords.require(session, partnerId, ['partnerId']);
  return partnerId;
}
