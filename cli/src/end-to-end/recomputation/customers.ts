import { euro, type Period } from './period.js';
import type { SourceDatabases } from './source-databases.js';

/** `topCustomers` but for `health`, as of the instant the ledger was measured at. */
export async function topCustomers(sources: SourceDatabases, { asOf }: Pick<Period, 'asOf'>, first: number) {
  const rows = await sources.rows<
    Record<'id' | 'name' | 'mrr' | 'breaches' | 'open', string> & Record<'uptime' | 'renews', string | null>
  >(
    `with top as (
       select c.id, c.name, c.time_zone, sum(p.amount * figures.rate(p.currency, ($1::timestamptz at time zone 'UTC')::date)) as mrr
         from entitlements.customer c join figures.paid p on p.customer_id = c.id
          and p.on_day = ($1::timestamptz at time zone 'UTC')::date
        group by 1, 2, 3 order by mrr desc, c.id limit ${first}
     ), year as (
       select *, (date_trunc('month', $1::timestamptz at time zone time_zone) - interval '11 months')::date as since from top
     )
     select id, name, round(mrr, 2) as mrr,
            (select round(100 * (1 - sum(counted_seconds) / sum(length_seconds)), 12) from figures.level_month m
              where m.customer_id = y.id and m.first_day >= since) as uptime,
            (select count(*) from figures.level_month m where m.customer_id = y.id and m.breached and m.first_day >= since) +
            (select count(*) from tickets.sla_clock k join tickets.ticket t on t.id = k.ticket_id
              where t.customer_id = y.id and k.status = 'BREACHED' and k.breached_at <= $1
                and k.breached_at >= since::timestamp at time zone 'UTC') as breaches,
            (select count(*) from tickets.ticket t
              where t.customer_id = y.id and t.merged_into_id is null and t.opened_at <= $1
                and coalesce(t.resolved_at, t.closed_at, 'infinity') > $1) as open,
            (select min(renews_on)::text from entitlements.subscription s
              where s.customer_id = y.id and s.kind = 'STANDARD' and s.renews_on >= ($1::timestamptz at time zone 'UTC')::date
                and s.started_on <= ($1::timestamptz at time zone 'UTC')::date
                and (s.ended_on is null or s.ended_on > s.renews_on) and s.cancelled_on is null) as renews
       from year y order by mrr desc, id`,
    [asOf],
  );
  return rows.map(({ id, name, mrr, uptime, breaches, open, renews }) => ({
    customer: { id, name },
    monthlyRecurringRevenue: euro(mrr),
    uptime,
    breachCount: Number(breaches),
    openTicketCount: Number(open),
    renewsOn: renews,
  }));
}
