import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ApiKeyEntity } from './api-key.entity.js';
import type { NewSecret, StoredSecret } from './api-key.rules.js';
import type { ApiKeyFilter, ApiKeyOrderField } from './api-key.types.js';

/** A key as the rest of the service knows it; it says nothing of a secret. */
export type ApiKeyRecord = ApiKeyEntity;

/** What may be asked of the list of keys. */
export type ApiKeyListArguments = ListArguments<ApiKeyFilter & { now: Date }, keyof typeof ApiKeyOrderField>;

/** Keys, with their history and events. */
export const apiKeyRecords = new Records<ApiKeyRecord>({
  entity: ApiKeyEntity,
  noun: 'API key',
  eventNoun: 'api_key',
  eventData: ({ partnerId, scopes, expiresAt, rotatedAt, revokedAt }) => ({
    partnerId,
    scopes,
    expiresAt,
    rotatedAt,
    revokedAt,
  }),
});

/** How keys are listed. */
export const apiKeyList: ListDefinition<ApiKeyFilter & { now: Date }, keyof typeof ApiKeyOrderField> = {
  columns: `k.id, k.version, k.external_id as "externalId", k.source, k.partner_id as "partnerId", k.name, k.scopes,
    k.created_at as "createdAt", k.expires_at as "expiresAt", k.rotated_at as "rotatedAt",
    k.revoked_at as "revokedAt", k.revoke_reason as "revokeReason"`,
  from: 'api_key k',
  id: 'k.id',
  orders: {
    CREATED_AT: { sql: 'k.created_at', type: 'timestamptz' },
    EXPIRES_AT: { sql: 'k.expires_at', type: 'timestamptz' },
    NAME: { sql: 'k.name', type: 'text' },
  },
  defaultOrder: { field: 'CREATED_AT', direction: 'DESC' },
  where: (filter, parameters) => {
    const conditions: string[] = [];
    if (filter.partnerId != null) conditions.push(`k.partner_id = ${parameters.add(filter.partnerId)}`);
    if (filter.search) conditions.push(`k.name ilike ${parameters.addContaining(filter.search)}`);
    if (filter.scope != null) conditions.push(`${parameters.add(filter.scope)} = any(k.scopes)`);
    if (filter.status === 'REVOKED') conditions.push('k.revoked_at is not null');
    else if (filter.status != null) {
      const compare = filter.status === 'ACTIVE' ? '>' : '<=';
      conditions.push(`k.revoked_at is null and k.expires_at ${compare} ${parameters.add(filter.now)}`);
    }
    return conditions;
  },
  parents: { partner: 'k.partner_id' },
};

/** What may be shown of a secret. */
export interface SecretRow {
  keyId: string;
  hint: string;
  createdAt: Date;
  validUntil: Date | null;
  lastUsedAt: Date | null;
}

/** How many keys of a partner are in force; nobody creates another one for it before the transaction ends. */
export async function countKeysInForce(tx: Session, partnerId: string, now: Date): Promise<number> {
  await tx.query('select from partner where id = $1 for no key update', [partnerId]);
  const [row] = await tx.query<{ count: number }>(
    `select count(*) as count from api_key where partner_id = $1 and revoked_at is null and expires_at > $2`,
    [partnerId, now],
  );
  return row?.count ?? 0;
}

/** Stores a secret of a key: its public part and its hash. */
export async function storeSecret(
  tx: Session,
  keyId: string,
  { hint, hash }: NewSecret,
  now: Date,
): Promise<void> {
  await tx.query('insert into api_key_secret (hint, key_id, hash, created_at) values ($1, $2, $3, $4)', [
    hint,
    keyId,
    hash,
    now,
  ]);
}

/** Lets the secrets a key has end at an instant, unless they end before. */
export async function endSecrets(tx: Session, keyId: string, until: Date): Promise<void> {
  await tx.query(
    'update api_key_secret set valid_until = least(valid_until, $2::timestamptz) where key_id = $1',
    [keyId, until],
  );
}

/** The secrets of many keys, without their hashes, newest first; one statement. */
export async function findSecrets(session: Session, keyIds: readonly string[]): Promise<SecretRow[]> {
  return session.query<SecretRow>(
    `select key_id as "keyId", hint, created_at as "createdAt", valid_until as "validUntil",
            last_used_at as "lastUsedAt"
       from api_key_secret where key_id = any($1::text[]) order by created_at desc, hint`,
    [keyIds],
  );
}

/** The secret with this public part and its key; null where there is none. The one reader of hashes. */
export async function findSecretByHint(
  tx: Session,
  hint: string,
): Promise<(StoredSecret & { keyId: string; partnerId: string; scopes: string[] }) | null> {
  const [row] = await tx.query<StoredSecret & { keyId: string; partnerId: string; scopes: string[] }>(
    `select s.hash, s.valid_until as "validUntil", k.expires_at as "expiresAt", k.revoked_at as "revokedAt",
            k.id as "keyId", k.partner_id as "partnerId", k.scopes
       from api_key_secret s join api_key k on k.id = s.key_id where s.hint = $1`,
    [hint],
  );
  return row ?? null;
}

/** Notes when secrets were last used, where what is noted is more than a minute old. */
export async function storeUses(tx: Session, uses: ReadonlyMap<string, Date>): Promise<void> {
  await tx.query(
    `update api_key_secret s set last_used_at = given.at
       from unnest($1::text[], $2::timestamptz[]) as given(hint, at)
      where s.hint = given.hint and (s.last_used_at is null or s.last_used_at < given.at - interval '1 minute')`,
    [[...uses.keys()], [...uses.values()]],
  );
}
