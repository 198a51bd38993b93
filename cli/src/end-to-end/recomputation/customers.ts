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

const STATES = ['UP', 'AT_RISK', 'DEGRADED', 'DOWN'];

/** One round of the least fixpoint of the domain glossary (section 7); answers how many assets got worse. */
const ROUND = `
with member as (
  select d.consumer_id, coalesce(d.group_name, d.id) as part, d.strength, d.min_up_count, d.min_up_percent, n.STATE as state
    from assets.dependency d join figures.node n on n.id = d.provider_id where d.removed_at is null
), part as (
  select consumer_id, strength, array_agg(state order by state) as states, count(*)::int as members,
         least(count(*), greatest(1, coalesce(max(min_up_count), ceil(count(*) * max(min_up_percent) / 100.0), 1)))::int as needed
    from member group by consumer_id, part, strength
), verdict as (
  select consumer_id, strength, case when states[needed] = 0 and states[members] >= 2 then 1 else states[needed] end as state
    from part
), handed as (
  select consumer_id, max(case strength when 'SOFT' then greatest(0, state - 1) else state end) as state from verdict group by 1
)
update figures.node n set STATE = h.state from handed h where h.consumer_id = n.id and h.state > n.STATE`;

/**
 * `affectedCustomers`: whom the loss of an asset would make DEGRADED or DOWN, amid the incidents that last at the instant;
 * `amid` is what holds without it.
 */
export async function affectedCustomers(
  sources: SourceDatabases,
  { asOf }: Pick<Period, 'asOf'>,
  assetId: string,
  first: number,
) {
  await sources.rows('drop table if exists figures.node');
  await sources.rows(
    `create table figures.node as
     with held as (
       select told->>'assetId' as id, max(case told->>'state' when 'DOWN' then 3 when 'DEGRADED' then 2 else 1 end) as state
         from tickets.incident cross join jsonb_array_elements(impacts) as told
        where (told->>'from')::timestamptz <= '${asOf}'
          and coalesce((told->>'to')::timestamptz, restored_at, 'infinity') > '${asOf}' group by 1
     )
     select a.id, coalesce(h.state, 0) as amid, case a.id when '${assetId}' then 3 else coalesce(h.state, 0) end as lost
       from assets.asset a left join held h using (id) where a.status <> 'RETIRED'`,
  );
  for (const state of ['amid', 'lost']) {
    for (let worse = 1; worse > 0;) {
      const changed = await sources.rows<object>(`${ROUND.replaceAll('STATE', state)} returning n.id`);
      worse = changed.length;
    }
  }
  const rows = await sources.rows<{ id: string; name: string; state: number }>(
    `with has as (
       select distinct s.customer_id, s.product_id, s.pod_id from entitlements.subscription s
         join entitlements.customer c on c.id = s.customer_id
        where s.started_on <= ($1::timestamptz at time zone c.time_zone)::date
          and coalesce(s.ended_on, 'infinity') > ($1::timestamptz at time zone c.time_zone)::date
     ), hit as (
       select h.customer_id, h.product_id, max(n.lost) as lost, max(n.amid) as amid
         from assets.placement p join figures.node n on n.id = p.asset_id
         join has h on (p.product_id is null or p.product_id = h.product_id) and (p.pod_id is null or p.pod_id = h.pod_id)
          and (p.customer_id is null or p.customer_id = h.customer_id)
        where p.removed_at is null group by 1, 2
     )
     select c.id, c.name, max(h.lost) as state from hit h join entitlements.customer c on c.id = h.customer_id
      where h.lost >= 2 and h.lost > h.amid group by 1, 2 order by state desc, c.id`,
    [asOf],
  );
  return {
    totalCount: rows.length,
    nodes: rows
      .slice(0, first)
      .map(({ id, name, state }) => ({ state: STATES[state], customer: { id, name } })),
  };
}
