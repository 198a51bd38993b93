import type { Session } from '@plimsoll/shared';
import { severityOf, type SeverityFacts, type SeverityScore } from './severity.rules.js';

/**
 * The severity of each of these tickets that the session's scope sees, by id; one statement. A ticket of which no
 * impact is on record hits its own customer alone.
 */
export async function severityScores(
  session: Session,
  ticketIds: readonly string[],
): Promise<Map<string, SeverityScore>> {
  const rows = await session.query<SeverityFacts & { id: string }>(
    `select t.id, t.urgency, t.reopened_count as reopenings,
            coalesce(a.customers, (t.customer_id is not null)::integer) as customers,
            a.worst_state as "worstState",
            coalesce(a.segments, case when c.segment is null then '{}' else array[c.segment] end) as segments,
            (case when a.ticket_id is not null then a.uptime_target else own.uptime_target end)::double precision
              as "uptimeTarget",
            (select count(*)::integer from sla_clock k where k.ticket_id = t.id and k.status = 'BREACHED') as breaches
       from ticket t
       left join impact_assessment a on a.ticket_id = t.id and a.customers > 0
       left join customer c on c.id = t.customer_id
       left join lateral promised_uptime(t.customer_id, t.product_id, t.opened_at) own(uptime_target) on true
      where t.id = any($1::text[])`,
    [[...new Set(ticketIds)]],
  );
  return new Map(rows.map(({ id, ...facts }) => [id, severityOf(facts)]));
}
