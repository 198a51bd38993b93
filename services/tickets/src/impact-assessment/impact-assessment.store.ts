import type { ListArguments, ListDefinition, Session } from '@plimsoll/shared';
import type { TicketLevel } from '../ticket/index.js';
import type { HitCustomer } from './impact-assessment.rules.js';

/** What an incident does to a customer's product, the worst of it. */
export interface ToldHit {
  customerId: string;
  productId: string;
  state: 'DOWN' | 'DEGRADED';
}

/** What is known of the impact of a ticket, and what a person said instead. */
export interface ImpactAssessmentRecord {
  ticketId: string;
  customers: number;
  derived: TicketLevel | null;
  because: string[];
  overriddenTo: TicketLevel | null;
  reason: string | null;
  overriddenBy: string | null;
  overriddenAt: Date | null;
}

const COLUMNS = `a.ticket_id as "ticketId", a.customers, a.derived, a.because, a.overridden_to as "overriddenTo",
  a.reason, a.overridden_by as "overriddenBy", a.overridden_at as "overriddenAt"`;

/** What may be asked of the customers that a ticket hits. */
export type HitListArguments = ListArguments<object, 'CUSTOMER'>;

/** A customer that a ticket hits, as listed. */
export interface HitRow {
  id: string;
  state: 'DOWN' | 'DEGRADED';
}

/** How the customers that tickets hit are listed: each once, with the worst that happens to any of its products. */
export const hitList: ListDefinition<object, 'CUSTOMER'> = {
  columns: 'h.customer_id as id, h.state',
  from: `(select ticket_id, customer_id, case when bool_or(state = 'DOWN') then 'DOWN' else 'DEGRADED' end as state
            from impact_hit group by ticket_id, customer_id) h`,
  id: 'h.customer_id',
  orders: { CUSTOMER: { sql: 'h.customer_id', type: 'text' } },
  defaultOrder: { field: 'CUSTOMER', direction: 'ASC' },
  parents: { ticket: 'h.ticket_id' },
};

/** The assessments of these tickets that the session's scope sees, by ticket; one statement. */
export async function findAssessments(
  session: Session,
  ticketIds: readonly string[],
): Promise<Map<string, ImpactAssessmentRecord>> {
  const rows = await session.query<ImpactAssessmentRecord>(
    `select ${COLUMNS} from impact_assessment a where a.ticket_id = any($1::text[])`,
    [[...ticketIds]],
  );
  return new Map(rows.map((row) => [row.ticketId, row]));
}

/**
 * Takes note of what assets told of incidents; what is older than what is on record changes nothing. Three statements
 * however many. Returns the tickets that it was news about; incidents that are not on record are left out.
 */
export async function keepHits(
  tx: Session,
  told: readonly { ticketId: string; version: number; hits: readonly ToldHit[] }[],
): Promise<string[]> {
  const news = await tx.query<{ id: string }>(
    `insert into impact_assessment as a (ticket_id, told_version)
     select given.id, given.version from jsonb_to_recordset($1::jsonb) as given(id text, version integer)
       join ticket t on t.id = given.id
     on conflict (ticket_id) do update set told_version = excluded.told_version
      where a.told_version < excluded.told_version
     returning ticket_id as id`,
    [JSON.stringify(told.map(({ ticketId, version }) => ({ id: ticketId, version })))],
  );
  const ids = news.map(({ id }) => id);
  await tx.query('delete from impact_hit where ticket_id = any($1::text[])', [ids]);
  const hits = told
    .filter(({ ticketId }) => ids.includes(ticketId))
    .flatMap(({ ticketId, hits: of }) => of.map((hit) => ({ ...hit, ticketId })));
  await tx.query(
    `insert into impact_hit (ticket_id, customer_id, product_id, state)
     select "ticketId", "customerId", "productId", state from jsonb_to_recordset($1::jsonb)
       as given("ticketId" text, "customerId" text, "productId" text, state text)`,
    [JSON.stringify(hits)],
  );
  return ids;
}

/** The customers that these tickets hit, with what they are promised when each ticket was opened; one statement. */
export async function findHitCustomers(
  tx: Session,
  ticketIds: readonly string[],
): Promise<Map<string, HitCustomer[]>> {
  const rows = await tx.query<HitCustomer & { ticketId: string }>(
    `select h.ticket_id as "ticketId", h.customer_id as "customerId",
            case when bool_or(h.state = 'DOWN') then 'DOWN' else 'DEGRADED' end as state, min(c.segment) as segment,
            max(promised_uptime(h.customer_id, h.product_id, t.opened_at))::double precision as "uptimeTarget"
       from impact_hit h join ticket t on t.id = h.ticket_id left join customer c on c.id = h.customer_id
      where h.ticket_id = any($1::text[])
      group by h.ticket_id, h.customer_id`,
    [[...ticketIds]],
  );
  const byTicket = new Map<string, HitCustomer[]>(ticketIds.map((id) => [id, []]));
  for (const { ticketId, ...hit } of rows) byTicket.get(ticketId)?.push(hit);
  return byTicket;
}

/** What was made of the customers that a ticket hits. */
export interface Assessed {
  ticketId: string;
  customers: number;
  worstState: 'DOWN' | 'DEGRADED' | null;
  segments: string[];
  uptimeTarget: number | null;
  derived: TicketLevel | null;
  because: string[];
}

/** Keeps what was made of tickets whose hits are on record; one statement. */
export async function keepAssessed(tx: Session, assessed: readonly Assessed[]): Promise<void> {
  await tx.query(
    `update impact_assessment a set customers = given.customers, worst_state = given."worstState",
       segments = given.segments, uptime_target = given."uptimeTarget", derived = given.derived, because = given.because
       from jsonb_to_recordset($1::jsonb) as given("ticketId" text, customers integer, "worstState" text,
         segments text[], "uptimeTarget" numeric, derived text, because text[])
      where a.ticket_id = given."ticketId"`,
    [JSON.stringify(assessed)],
  );
}

/** What a person says of the impact of a ticket instead of what follows from the customers it hits. */
export interface ImpactOverride {
  to: TicketLevel;
  reason: string;
  by: string | null;
  at: Date;
}

/** Keeps what a person says of the impact of a ticket, or with null takes it back; one statement. */
export async function keepOverride(
  tx: Session,
  ticketId: string,
  override: ImpactOverride | null,
): Promise<void> {
  await tx.query(
    `insert into impact_assessment (ticket_id, overridden_to, reason, overridden_by, overridden_at)
     values ($1, $2, $3, $4, $5)
     on conflict (ticket_id) do update set overridden_to = excluded.overridden_to, reason = excluded.reason,
       overridden_by = excluded.overridden_by, overridden_at = excluded.overridden_at`,
    [ticketId, override?.to ?? null, override?.reason ?? null, override?.by ?? null, override?.at ?? null],
  );
}
