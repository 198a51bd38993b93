import { euro, ratioOf, type Period } from './period.js';
import type { SourceDatabases } from './source-databases.js';

/**
 * What customers paid for `STANDARD` subscriptions, day by day up to that of the instant of the ledger, and every day on
 * which that changed; as tables of the schema `figures`.
 */
const REVENUE = `
drop table if exists figures.paid, figures.movement;
create table figures.paid as
  select s.customer_id, on_day::date as on_day, t->>'currency' as currency, sum((t->>'monthlyPrice')::numeric) as amount
    from entitlements.subscription s cross join figures.instant
   cross join jsonb_array_elements(s.terms) as t
   cross join generate_series((t->>'from')::timestamp,
                              least((t->>'to')::timestamp - interval '1 day', as_of at time zone 'UTC'), interval '1 day') as on_day
   where s.kind = 'STANDARD' and (t->>'monthlyPrice')::numeric > 0
   group by 1, 2, 3;
create index on figures.paid (customer_id, on_day);
create index on figures.paid (on_day);
analyze figures.paid;

create table figures.movement as
with changed as (
  select coalesce(n.customer_id, o.customer_id) as customer_id, coalesce(n.on_day, o.on_day + 1) as on_day,
         coalesce(n.currency, o.currency) as currency, coalesce(o.amount, 0) as before, coalesce(n.amount, 0) as after
    from figures.paid n full join figures.paid o
      on o.customer_id = n.customer_id and o.currency = n.currency and o.on_day = n.on_day - 1
   where n.amount is distinct from o.amount
), payer as (
  select distinct customer_id, on_day from figures.paid
), told as (
  select c.*, o.on_day is not null as paid_before, n.on_day is not null as pays,
         c.on_day > f.first_day as paid_ever
    from changed c cross join figures.instant
    join (select customer_id, min(on_day) as first_day from payer group by 1) f on f.customer_id = c.customer_id
    left join payer o on o.customer_id = c.customer_id and o.on_day = c.on_day - 1
    left join payer n on n.customer_id = c.customer_id and n.on_day = c.on_day
   where c.on_day <= (as_of at time zone 'UTC')::date
)
select customer_id, on_day, currency, after - before as amount,
       case when paid_before and not pays then 'CHURNED' when paid_before and after > before then 'EXPANSION'
            when paid_before then 'CONTRACTION' when paid_ever then 'REACTIVATED' else 'NEW' end as kind
  from told;
analyze figures.movement;
`;

/** Works out who paid what when, as of the instant the ledger was measured at. */
export async function prepareRevenue(sources: SourceDatabases): Promise<void> {
  await sources.rows(REVENUE);
}

/** One period's bridges, of customers and of revenue in the reporting currency at the rates of its first day. */
export interface Bridges {
  start: string;
  new: string;
  reactivated: string;
  churned: string;
  end: string;
  revenueStart: string;
  revenueNew: string;
  revenueReactivated: string;
  expansion: string;
  contraction: string;
  revenueChurned: string;
  revenueEnd: string;
  lost: string;
  lostRevenue: string;
  grownRevenue: string;
}

/**
 * The bridges over days, of all customers or of those of one segment; `lost…` and `grown…` are of customers there at the
 * start, up to their first loss.
 */
export function bridgesOver(
  sources: SourceDatabases,
  from: string,
  to: string,
  segment?: string,
): Promise<Bridges> {
  return sources.row<Bridges>(
    `with those as (
       select id from entitlements.customer where $3::text is null or coalesce(segment, '') = $3
     ), at_start as (
       select * from figures.paid where on_day = $1::date - 1 and customer_id in (select id from those)
     ), at_end as (
       select * from figures.paid where on_day = $2::date - 1 and customer_id in (select id from those)
     ), move as (
       select *, amount * figures.rate(currency, $1::date) as value from figures.movement
        where on_day >= $1::date and on_day < $2::date and customer_id in (select id from those)
     ), loss as (
       select customer_id, min(on_day) as on_day from move
        where kind = 'CHURNED' and customer_id in (select customer_id from at_start) group by 1
     ), counted as (
       select m.* from move m left join loss l using (customer_id)
        where m.customer_id in (select customer_id from at_start) and m.on_day <= coalesce(l.on_day, 'infinity')
     ), gone as (
       select count(distinct (customer_id, on_day)) filter (where kind = 'NEW') as new,
              count(distinct (customer_id, on_day)) filter (where kind = 'REACTIVATED') as reactivated,
              count(distinct (customer_id, on_day)) filter (where kind = 'CHURNED') as churned,
              coalesce(sum(value) filter (where kind = 'NEW'), 0) as revenue_new,
              coalesce(sum(value) filter (where kind = 'REACTIVATED'), 0) as revenue_reactivated,
              coalesce(sum(value) filter (where kind = 'EXPANSION'), 0) as expansion,
              coalesce(-sum(value) filter (where kind = 'CONTRACTION'), 0) as contraction,
              coalesce(-sum(value) filter (where kind = 'CHURNED'), 0) as revenue_churned from move
     )
     select (select count(distinct customer_id) from at_start) as start, g.new, g.reactivated, g.churned,
            (select count(distinct customer_id) from at_end) as end,
            (select coalesce(sum(amount * figures.rate(currency, $1::date)), 0) from at_start) as "revenueStart",
            g.revenue_new as "revenueNew", g.revenue_reactivated as "revenueReactivated", g.expansion, g.contraction,
            g.revenue_churned as "revenueChurned",
            (select coalesce(sum(amount * figures.rate(currency, $1::date)), 0) from at_end) as "revenueEnd",
            (select count(*) from loss) as lost,
            (select coalesce(-sum(value) filter (where kind in ('CHURNED', 'CONTRACTION')), 0) from counted) as "lostRevenue",
            (select coalesce(sum(value) filter (where kind = 'EXPANSION'), 0) from counted) as "grownRevenue"
       from gone g`,
    [from, to, segment ?? null],
  );
}

/** `churnCauses`. */
export async function churnCauses(sources: SourceDatabases, { from, to, asOf }: Period) {
  const rows = await sources.rows<
    Record<'reason' | 'customers' | 'revenue' | 'all' | 'breaches' | 'days', string>
  >(
    `with loss as (
       select customer_id, on_day, sum(-amount * figures.rate(currency, ($1::timestamptz at time zone 'UTC')::date)) as revenue
         from figures.movement
        where kind = 'CHURNED' and on_day::timestamp at time zone 'UTC' >= $1 and on_day::timestamp at time zone 'UTC' < $2
        group by 1, 2
     ), reason as (
       select distinct on (l.customer_id) l.customer_id, coalesce(s.end_reason, 'NOT_RECORDED') as reason
         from loss l left join entitlements.subscription s on s.customer_id = l.customer_id and s.ended_on = l.on_day
          and s.kind = 'STANDARD'
        order by l.customer_id, l.on_day desc, s.monthly_price desc, s.id
     ), told as (
       select l.*, r.reason,
              (select count(*) from figures.level_month m
                where m.customer_id = l.customer_id and m.breached and m.first_day >= l.on_day - 90 and m.first_day < l.on_day) +
              (select count(*) from tickets.sla_clock c join tickets.ticket t on t.id = c.ticket_id
                where t.customer_id = l.customer_id and c.status = 'BREACHED' and c.breached_at <= $3
                  and c.breached_at >= (l.on_day - 90)::timestamp at time zone 'UTC'
                  and c.breached_at < l.on_day::timestamp at time zone 'UTC') as breaches,
              (select coalesce(sum(extract(epoch from
                        least(coalesce(t.resolved_at, t.closed_at, $3), $3, l.on_day::timestamp at time zone 'UTC')
                        - greatest(t.opened_at, (l.on_day - 90)::timestamp at time zone 'UTC'))), 0) / 86400
                 from tickets.ticket t
                where t.customer_id = l.customer_id and t.merged_into_id is null
                  and t.opened_at < least($3, l.on_day::timestamp at time zone 'UTC')
                  and coalesce(t.resolved_at, t.closed_at, $3) > (l.on_day - 90)::timestamp at time zone 'UTC') as days
         from loss l join reason r using (customer_id)
     )
     select reason, count(*) as customers, round(sum(revenue), 2) as revenue, (select count(*) from loss) as all,
            sum(breaches) as breaches, sum(days) as days
       from told group by reason order by count(*) desc, reason`,
    [from, to, asOf],
  );
  return rows.map(({ reason, customers, revenue, all, breaches, days }) => ({
    reason,
    customerCount: Number(customers),
    monthlyRecurringRevenue: euro(revenue),
    share: ratioOf(customers, all),
    breachesBefore: Number(breaches),
    ticketDaysBefore: Number(days),
  }));
}

const WORDS_OF_A_KIND = {
  DOWNTIME: ['downtime', 'incident', 'incidents', 'outage', 'outages', 'recovery'],
  CHANGE: 'change changes release releases maintenance migration migrations upgrade upgrades'.split(' '),
  DESK: (
    'support desk helpdesk servicedesk ticket tickets telephony staff personnel people labour labor ' +
    'salary salaries wages payroll'
  ).split(' '),
};

/** `trailingTwelveMonths`. */
export async function trailingTwelveMonths(sources: SourceDatabases, { asOf }: Pick<Period, 'asOf'>) {
  const months = await sources.rows<Record<string, string>>(
    `with month as (
       select first::date as first_day, (first + interval '1 month')::date as end_day, to_char(first, 'YYYY-MM') as month,
              first at time zone 'UTC' as from_at,
              least((first + interval '1 month') at time zone 'UTC', $1::timestamptz) as to_at,
              least((first + interval '1 month')::date, ($1::timestamptz at time zone 'UTC')::date + 1) as out_day
         from generate_series(date_trunc('month', $1::timestamptz at time zone 'UTC' - interval '1 millisecond') - interval '11 months',
                              $1::timestamptz at time zone 'UTC' - interval '1 millisecond', interval '1 month') as first)
     select month, first_day::text as from, out_day::text as to,
            (select round(sum(amount * figures.rate(currency, out_day - 1)), 2) from figures.paid where on_day = out_day - 1) as mrr,
            (select count(*) from entitlements.subscription_event e join entitlements.subscription s on s.id = e.subscription_id
              where s.kind = 'STANDARD' and e.type = 'RENEWED' and e.occurred_on >= first_day and e.occurred_on < out_day) as renewed,
            (select count(*) from entitlements.subscription s
              where s.kind = 'STANDARD' and s.term is not null
                and (s.cancelled_on is not null and s.ended_on >= first_day and s.ended_on < out_day
                     or s.cancelled_on is null and s.ended_on is null and s.renews_on >= first_day and s.renews_on < out_day)) as due,
            (select round(100 * (1 - sum(counted_seconds) / sum(length_seconds)), 12) from figures.level_month l where l.month = m.month) as uptime,
            (select count(*) from tickets.incident i join tickets.ticket t on t.id = i.id
              where not i.planned and t.merged_into_id is null and i.started_at >= from_at and i.started_at < to_at) as incidents,
            (select count(*) from assets.change where outcome is not null and ended_at >= from_at and ended_at < to_at) as changes,
            (select count(*) from assets.change where outcome like 'SUCCEEDED%' and ended_at >= from_at and ended_at < to_at) as succeeded,
            (select count(*) from tickets.ticket where merged_into_id is null and opened_at >= from_at and opened_at < to_at) as opened,
            (select count(*) from tickets.ticket where merged_into_id is null and resolved_at >= from_at and resolved_at < to_at) as resolved,
            (select count(*) from tickets.ticket where merged_into_id is null and resolved_at >= from_at and resolved_at < to_at
                and reassigned_count = 0 and reopened_count = 0) as first_contact,
            (select sum(amount * figures.rate(currency, out_day - 1)) from analytics.cost_record
              where date >= first_day and date < out_day
                and (queue_id is not null
                     or string_to_array(lower(kind), '_') && $2 and not string_to_array(lower(kind), '_') && $3)) as costs,
            (select round(coalesce(sum(figures.rate(key, end_day - 1) * value::numeric), 0), 2)
               from figures.level_month l cross join jsonb_each_text(owed) where l.month = m.month) as credits
       from month m order by month`,
    [asOf, WORDS_OF_A_KIND.DESK, [...WORDS_OF_A_KIND.DOWNTIME, ...WORDS_OF_A_KIND.CHANGE]],
  );
  const answers: object[] = [];
  for (const month of months) {
    const bridges = await bridgesOver(sources, month.from ?? '', month.to ?? '');
    const lost = Number(bridges.lostRevenue);
    answers.push({
      month: month.month,
      customerCount: Number(bridges.end),
      monthlyRecurringRevenue: euro(month.mrr ?? '0.00'),
      logoChurn: ratioOf(bridges.lost, bridges.start),
      grossRevenueChurn: ratioOf(lost, bridges.revenueStart),
      netRevenueChurn: ratioOf(lost - Number(bridges.grownRevenue), bridges.revenueStart),
      renewalRate: ratioOf(month.renewed ?? 0, Number(month.renewed) + Number(month.due)),
      uptime: month.uptime,
      incidentCount: Number(month.incidents),
      changeCount: Number(month.changes),
      changeSuccessRate: ratioOf(month.succeeded ?? 0, month.changes ?? 0),
      ticketsOpened: Number(month.opened),
      ticketsResolved: Number(month.resolved),
      firstContactResolution: ratioOf(month.first_contact ?? 0, month.resolved ?? 0),
      costPerTicket:
        month.costs === null || Number(month.resolved) === 0
          ? null
          : euro((Number(month.costs) / Number(month.resolved)).toFixed(2)),
      creditsPaid: euro(month.credits ?? '0.00'),
    });
  }
  return answers;
}
