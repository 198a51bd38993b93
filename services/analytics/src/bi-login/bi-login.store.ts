import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { BiLoginEntity } from './bi-login.entity.js';

/** A login as the rest of the service knows it. */
export type BiLoginRecord = BiLoginEntity;

/** What may be asked of the list of logins. */
export type BiLoginListArguments = ListArguments<Record<string, never>, 'LOGIN'>;

/** Logins, with their history and events. */
export const biLoginRecords = new Records<BiLoginRecord>({
  entity: BiLoginEntity,
  noun: 'bi_login',
  eventNoun: 'bi_login',
  eventData: ({ login, partnerId, createdAt, revokedAt }) => ({ login, partnerId, createdAt, revokedAt }),
});

/** How logins are listed: by name. */
export const biLoginList: ListDefinition<Record<string, never>, 'LOGIN'> = {
  columns: `l.id, l.version, l.external_id as "externalId", l.source, l.login, l.partner_id as "partnerId",
    l.created_at as "createdAt", l.revoked_at as "revokedAt"`,
  from: 'bi_login l',
  id: 'l.id',
  orders: { LOGIN: { sql: 'l.login', type: 'text' } },
  defaultOrder: { field: 'LOGIN', direction: 'ASC' },
  where: () => [],
  parents: {},
};

/** Lets the database know a login, by what it keeps of its password. */
export async function openLogin(tx: Session, login: string, verifier: string): Promise<void> {
  await tx.query('select create_bi_login($1, $2)', [login, verifier]);
}

/** Lets the database forget a login and ends its connections. */
export async function closeLogin(tx: Session, login: string): Promise<void> {
  await tx.query('select drop_bi_login($1)', [login]);
}

/** Whether this reseller is known. */
export async function isPartner(tx: Session, partnerId: string): Promise<boolean> {
  const [row] = await tx.query<{ present: boolean }>(
    `select exists (select from partner where id = $1) or exists (select from customer where partner_id = $1) as present`,
    [partnerId],
  );
  return row?.present === true;
}
