import type { Session } from '@plimsoll/shared';
import type { CustomerLife } from './customer-life.rules.js';

/** A switching of access for which tickets have not been seen to. */
export interface Switching {
  id: string;
  active: boolean;
  accessReason: string | null;
  openTickets: string | null;
}

/**
 * Keeps what events say of access; what is older than what is kept changes nothing. Answers the customers whose access
 * was switched since tickets were last seen to, which counts as done from now on. Two statements.
 */
export async function keepLives(tx: Session, lives: readonly CustomerLife[]): Promise<Switching[]> {
  await tx.query(
    `insert into customer_life as kept (id, version, active, access_since, access_reason, open_tickets)
     select id, version, active, "accessSince", "accessReason", "openTickets"
       from jsonb_to_recordset($1::jsonb) as given(id text, version integer, active boolean,
            "accessSince" timestamptz, "accessReason" text, "openTickets" text)
     on conflict (id) do update set version = excluded.version, active = excluded.active,
       access_since = excluded.access_since, access_reason = excluded.access_reason,
       open_tickets = excluded.open_tickets
      where kept.version < excluded.version`,
    [JSON.stringify(lives)],
  );
  return tx.query<Switching>(
    `update customer_life set acted_on = access_since
      where id = any($1::text[]) and acted_on is distinct from access_since
      returning id, active, access_reason as "accessReason", open_tickets as "openTickets"`,
    [lives.map(({ id }) => id)],
  );
}

/** Why the access of a customer is off, where it is and the session's scope sees it; null: it is on. */
export async function findAccessOff(
  session: Session,
  customerId: string,
): Promise<{ reason: string | null } | null> {
  const [row] = await session.query<{ reason: string | null }>(
    'select access_reason as reason from customer_life where id = $1 and not active',
    [customerId],
  );
  return row ?? null;
}

/** The customer that this one turned out to be, or itself. */
export async function findCurrentCustomer(session: Session, customerId: string): Promise<string> {
  const [row] = await session.query<{ id: string }>('select current_customer($1) as id', [customerId]);
  return row?.id ?? customerId;
}

/** The tickets of these customers that want work and are not on hold, kept from others until the transaction ends. */
export async function lockOpenTickets(
  tx: Session,
  customerIds: readonly string[],
): Promise<{ id: string; customerId: string }[]> {
  return tx.query(
    `select id, customer_id as "customerId" from ticket
      where customer_id = any($1::text[]) and status not in ('ON_HOLD', 'RESOLVED', 'CLOSED')
      order by id for update`,
    [[...customerIds]],
  );
}

/** The tickets of these customers on hold, each with its status before; kept from others until the transaction ends. */
export async function lockHeldTickets(
  tx: Session,
  customerIds: readonly string[],
): Promise<{ id: string; customerId: string; before: string | null }[]> {
  return tx.query(
    `select t.id, t.customer_id as "customerId",
            (select e.from_value from ticket_event e where e.ticket_id = t.id and e.type = 'HELD'
              order by e.sequence desc limit 1) as before
       from ticket t where t.customer_id = any($1::text[]) and t.status = 'ON_HOLD'
      order by t.id for update of t`,
    [[...customerIds]],
  );
}

/**
 * Notes that a customer turned out to be another one, whatever was noted before in whatever order. Answers whose
 * records go to whom: the customer itself and those that were merged into it. Nobody writes tickets meanwhile.
 */
export async function noteMerge(
  tx: Session,
  duplicateId: string,
  intoId: string,
): Promise<{ into: string; duplicates: string[] }> {
  await tx.query('lock table customer_merge in row exclusive mode');
  const into = await findCurrentCustomer(tx, intoId);
  const rows = await tx.query<{ id: string }>(
    `with noted as (
       insert into customer_merge (duplicate_id, into_id) values ($1, $2)
       on conflict (duplicate_id) do nothing)
     update customer_merge set into_id = $2 where into_id = $1 returning duplicate_id as id`,
    [duplicateId, into],
  );
  return { into, duplicates: [duplicateId, ...rows.map(({ id }) => id)] };
}

/** The ids of the tickets of these customers, kept from others until the transaction ends. */
export async function lockTicketsOf(tx: Session, customerIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'select id from ticket where customer_id = any($1::text[]) order by id for update',
    [[...customerIds]],
  );
  return rows.map(({ id }) => id);
}
