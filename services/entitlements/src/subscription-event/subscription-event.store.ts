import { emit, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import type { SubscriptionEvent } from './subscription-event.rules.js';

/** What may be asked of the list of a subscription's events. */
export type SubscriptionEventListArguments = ListArguments<object, 'ON'>;

const COLUMNS = `e.subscription_id as "subscriptionId", e.occurred_on as "on", e.type, e.quantity,
  e.monthly_price as "monthlyPrice", e.plan_id as "planId", e.reason`;

/** The events on record and, where they are not among them, those that the subscription's own dates tell of. */
const TOLD = `(
  select subscription_id, occurred_on, type, quantity, monthly_price, plan_id, reason from subscription_event
  union all
  select s.id, told.day, told.type, told.quantity, told.price, told.plan, told.reason
    from subscription s cross join lateral (values
      (s.started_on, 'STARTED', s.quantity, s.monthly_price, s.plan_id, null::text),
      (s.cancelled_on, 'CANCELLED', null, null, null, s.end_reason),
      (s.ended_on, 'ENDED', null, null, null, s.end_reason)) as told(day, type, quantity, price, plan, reason)
   where told.day is not null and s.activated_at is not null and not exists (select from subscription_event e
     where e.subscription_id = s.id and e.occurred_on = told.day and e.type = told.type)
)`;

/** How the events of subscriptions are listed. */
export const subscriptionEventList: ListDefinition<object, 'ON'> = {
  columns: COLUMNS,
  from: `${TOLD} e`,
  id: 'e.type',
  orders: { ON: { sql: 'e.occurred_on', type: 'date' } },
  defaultOrder: { field: 'ON', direction: 'ASC' },
  parents: { subscription: 'e.subscription_id' },
};

/** The events on record of these subscriptions, by subscription; one statement. */
export async function findEvents(
  session: Session,
  subscriptionIds: readonly string[],
): Promise<Map<string, SubscriptionEvent[]>> {
  if (subscriptionIds.length === 0) return new Map();
  return bySubscription(
    await session.query<SubscriptionEvent>(
      `select ${COLUMNS} from subscription_event e where e.subscription_id = any($1::text[])`,
      [[...subscriptionIds]],
    ),
  );
}

/** The events on record of the subscriptions with these external or platform ids, by subscription; one statement. */
export async function findEventsByExternalIds(
  session: Session,
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, SubscriptionEvent[]>> {
  return bySubscription(
    await session.query<SubscriptionEvent>(
      `select ${COLUMNS} from subscription_event e join subscription s on s.id = e.subscription_id
        where s.source = $1 and s.external_id = any($2::text[]) or s.id = any($2::text[])`,
      [source, [...externalIds]],
    ),
  );
}

/**
 * Puts events on record, and tells of each; of one subscription, day and type the later replaces the earlier. Two
 * statements. The caller holds the subscriptions, so that versions come in the order of what happens.
 */
export async function storeEvents(tx: Session, events: readonly SubscriptionEvent[]): Promise<void> {
  if (events.length === 0) return;
  const stored = await tx.query<StoredEvent>(
    `insert into subscription_event as e (subscription_id, occurred_on, type, quantity, monthly_price, plan_id, reason)
     select g."subscriptionId", g."on", g.type, g.quantity, g."monthlyPrice", g."planId", g.reason
       from jsonb_to_recordset($1::jsonb) as g("subscriptionId" text, "on" date, type text, quantity integer,
            "monthlyPrice" numeric, "planId" text, reason text)
     on conflict (subscription_id, occurred_on, type) do update set quantity = excluded.quantity,
       monthly_price = excluded.monthly_price, plan_id = excluded.plan_id, reason = excluded.reason
     returning ${STORED}`,
    [JSON.stringify(events)],
  );
  await tellOf(tx, 'recorded', stored);
}

/** Takes an event back; where it had replaced another of its day and type, that one is on record again. */
export async function withdrawEvent(
  tx: Session,
  subscriptionId: string,
  { on, type }: Pick<SubscriptionEvent, 'on' | 'type'>,
  replaced: SubscriptionEvent | null,
): Promise<void> {
  const withdrawn = await tx.query<StoredEvent>(
    `delete from subscription_event e where subscription_id = $1 and occurred_on = $2 and type = $3
     returning ${STORED}`,
    [subscriptionId, on, type],
  );
  await tellOf(tx, 'withdrawn', withdrawn);
  if (replaced) await storeEvents(tx, [replaced]);
}

/** An event with whose it is, and a number that is higher than whatever was told of it before. */
type StoredEvent = SubscriptionEvent & { customerId: string; version: number };

const STORED = `${COLUMNS}, (select s.customer_id from subscription s where s.id = e.subscription_id) as "customerId",
  nextval('subscription_event_version')::integer as version`;

async function tellOf(
  tx: Session,
  verb: 'recorded' | 'withdrawn',
  events: readonly StoredEvent[],
): Promise<void> {
  await emit(
    tx,
    events.map(({ version, ...event }) => {
      const id = `${event.subscriptionId}/${event.on}/${event.type}`;
      const { subscriptionId, customerId, on, type, reason, quantity, monthlyPrice, planId } = event;
      return {
        type: `plimsoll.subscription_event.${verb}.v1`,
        subject: id,
        version,
        data: {
          id,
          externalId: null,
          source: null,
          subscriptionId,
          customerId,
          on,
          type,
          reason,
          quantity,
          monthlyPrice,
          planId,
        },
      };
    }),
  );
}

function bySubscription(events: readonly SubscriptionEvent[]): Map<string, SubscriptionEvent[]> {
  const found = new Map<string, SubscriptionEvent[]>();
  for (const event of events) {
    const known = found.get(event.subscriptionId);
    if (known) known.push(event);
    else found.set(event.subscriptionId, [event]);
  }
  return found;
}
