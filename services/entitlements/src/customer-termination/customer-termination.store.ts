import { Records, type Session } from '@plimsoll/shared';
import { CustomerTerminationEntity } from './customer-termination.entity.js';

/** A termination as the rest of the service knows it. */
export type CustomerTerminationRecord = CustomerTerminationEntity;

/** Terminations of customers, with their history and events; why stays here. */
export const customerTerminationRecords = new Records<CustomerTerminationRecord>({
  entity: CustomerTerminationEntity,
  noun: 'termination',
  eventNoun: 'customer_termination',
  eventData: (termination) => ({
    customerId: termination.customerId,
    requestedOn: termination.requestedOn,
    effectiveOn: termination.effectiveOn,
    graceUntil: termination.graceUntil,
    retainUntil: termination.retainUntil,
    status: termination.status,
  }),
  verbs: { created: 'requested', updated: 'updated' },
});

/** The termination that stands of each customer, by customer; one statement. */
export async function findStanding(
  session: Session,
  customerIds: readonly string[],
): Promise<Map<string, CustomerTerminationRecord>> {
  const rows = await session.query<CustomerTerminationRecord>(
    `select id, version, external_id as "externalId", source, customer_id as "customerId",
            requested_on as "requestedOn", effective_on as "effectiveOn", grace_until as "graceUntil",
            retain_until as "retainUntil", reason, by_id as "byId", status, subscriptions
       from customer_termination where customer_id = any($1::text[]) and status <> 'WITHDRAWN'`,
    [[...customerIds]],
  );
  return new Map(rows.map((row) => [row.customerId, row]));
}

/** Customers of whose termination something is due at an instant, at most `limit`; one statement. */
export async function findDueTerminations(session: Session, now: Date, limit: number): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select t.customer_id as id
       from customer_termination t join customer c on c.id = t.customer_id
      where t.status = 'STANDING' and t.grace_until <= ($1::timestamptz at time zone c.time_zone)::date
         or t.status = 'TERMINATED' and t.retain_until <= ($1::timestamptz at time zone c.time_zone)::date
      order by t.grace_until, t.id limit $2`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

/** The ids of all subscriptions of a customer, kept from others until the transaction ends. */
export async function lockSubscriptionsOf(tx: Session, customerId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'select id from subscription where customer_id = $1 order by id for update',
    [customerId],
  );
  return rows.map(({ id }) => id);
}

/** The ids of the subscriptions of a customer that are being provisioned; one statement. */
export async function findUnactivated(tx: Session, customerId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'select id from subscription where customer_id = $1 and activated_at is null order by id',
    [customerId],
  );
  return rows.map(({ id }) => id);
}

/** The ids of all contacts of a customer, kept from others until the transaction ends. */
export async function lockContactsOf(tx: Session, customerId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'select id from contact where customer_id = $1 order by id for update',
    [customerId],
  );
  return rows.map(({ id }) => id);
}
