import type { BusEvent, ListArguments, ListDefinition, Session } from '@plimsoll/shared';
import { ticketList } from '../ticket/index.js';
import type { EnhancementFilter } from './enhancement.types.js';

/** Brings copies of subscriptions up to their events; an event older than the copy changes nothing. */
export async function copySubscriptions(tx: Session, events: readonly BusEvent[]): Promise<void> {
  const latest = new Map<string, BusEvent>();
  for (const event of events) {
    if ((latest.get(event.subject)?.version ?? 0) < event.version) latest.set(event.subject, event);
  }
  await tx.query(
    `insert into subscription as s (id, version, external_id, source, customer_id, product_id, kind, terms)
     select id, version, "externalId", source, "customerId", "productId", kind, coalesce(terms, '[]')
       from jsonb_to_recordset($1::jsonb) as given(id text, version integer, "externalId" text, source text,
         "customerId" text, "productId" text, kind text, terms jsonb)
     on conflict (id) do update set version = excluded.version, external_id = excluded.external_id,
       source = excluded.source, customer_id = excluded.customer_id, product_id = excluded.product_id,
       kind = excluded.kind, terms = excluded.terms
      where s.version < excluded.version`,
    [
      JSON.stringify(
        [...latest.values()].map(({ subject, version, data }) => ({ ...data, id: subject, version })),
      ),
    ],
  );
}

/** Who asks for an enhancement: requests linked to it, and the customers behind them. */
export interface DemandRecord {
  ticketId: string;
  requests: number;
  customers: number;
}

/** How many requests and customers ask for each of these enhancements; in order. One statement. */
export async function findDemand(
  session: Session,
  ticketIds: readonly string[],
): Promise<(DemandRecord | null)[]> {
  const rows = await session.query<DemandRecord>(
    `select l.to_ticket_id as "ticketId", count(*)::int as requests, count(distinct t.customer_id)::int as customers
       from ticket_link l join ticket t on t.id = l.ticket_id
      where l.type = 'ASKS_FOR' and l.to_ticket_id = any($1::text[]) group by l.to_ticket_id`,
    [[...ticketIds]],
  );
  const byTicket = new Map(rows.map((row) => [row.ticketId, row]));
  return ticketIds.map((ticketId) => byTicket.get(ticketId) ?? { ticketId, requests: 0, customers: 0 });
}

/**
 * What the customers that ask for an enhancement pay a month, by currency: the terms in force on a day of their
 * `STANDARD` subscriptions; each customer once, however often it asks.
 */
const REVENUE = `select a.ticket_id, term->>'currency' as currency, sum((term->>'monthlyPrice')::numeric) as amount
  from (select distinct l.to_ticket_id as ticket_id, t.customer_id
          from ticket_link l join ticket t on t.id = l.ticket_id where l.type = 'ASKS_FOR') a
  join subscription s on s.customer_id = a.customer_id and s.kind = 'STANDARD'
  cross join lateral jsonb_array_elements(s.terms) term
 where (term->>'from')::date <= DAY and (term->>'to' is null or (term->>'to')::date > DAY)`;

/** The revenue behind each of these enhancements on a day, by currency. */
export async function findRevenue(
  session: Session,
  ticketIds: readonly string[],
  day: string,
): Promise<{ ticketId: string; amount: string; currency: string }[]> {
  return session.query(
    `select r.ticket_id as "ticketId", r.amount::text, r.currency from (${REVENUE.replaceAll('DAY', '$2::date')}
       and a.ticket_id = any($1::text[]) group by 1, 2) r order by r.ticket_id, r.currency`,
    [[...ticketIds], day],
  );
}

type OrderField = 'CUSTOMERS' | 'REQUESTS' | 'REVENUE' | 'OPENED_AT';

/** What may be asked of the list of enhancements. */
export type EnhancementListArguments = ListArguments<EnhancementFilter, OrderField>;

/** How enhancements are listed: problems of that nature, with who asks for them. */
export function enhancementList(
  currency: string | null,
  day: string,
): ListDefinition<EnhancementFilter, OrderField> {
  const revenue = `coalesce((select sum(r.amount) from (${REVENUE.replaceAll('DAY', `'${day}'::date`)}
    and a.ticket_id = t.id group by 1, 2) r where r.currency = '${currency ?? ''}'), 0)`;
  return {
    columns: ticketList.columns,
    from: `ticket t cross join lateral (select count(*) as requests, count(distinct c.customer_id) as customers
      from ticket_link l join ticket c on c.id = l.ticket_id
      where l.to_ticket_id = t.id and l.type = 'ASKS_FOR') d`,
    id: 't.id',
    orders: {
      CUSTOMERS: { sql: 'd.customers', type: 'bigint' },
      REQUESTS: { sql: 'd.requests', type: 'bigint' },
      REVENUE: { sql: revenue, type: 'numeric' },
      OPENED_AT: { sql: 't.opened_at', type: 'timestamptz' },
    },
    defaultOrder: { field: 'CUSTOMERS', direction: 'DESC' },
    where: (filter, parameters) => [
      `t.nature = 'ENHANCEMENT' and (select viewer_sees_all())`,
      ...(filter.open == null ? [] : [`t.status ${filter.open ? 'not ' : ''}in ('RESOLVED', 'CLOSED')`]),
      ...(filter.productId == null ? [] : [`t.product_id = ${parameters.add(filter.productId)}`]),
      ...(filter.customerId == null
        ? []
        : [
            `exists (select 1 from ticket_link l join ticket c on c.id = l.ticket_id where l.to_ticket_id = t.id
               and l.type = 'ASKS_FOR' and c.customer_id = ${parameters.add(filter.customerId)})`,
          ]),
    ],
  };
}
