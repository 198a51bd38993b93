import type { Session } from '@plimsoll/shared';
import type { RenewingSubscription } from './renewal-count.rules.js';
import type { PaidTerm } from './revenue-movement.rules.js';

/** A customer with what it has paid for, as it is grouped in reports. */
export interface ReportedCustomer {
  customerId: string;
  partnerId: string | null;
  region: string | null;
  segment: string | null;
  accountManagerId: string | null;
  /** Of all its `STANDARD` subscriptions. */
  terms: PaidTerm[];
  /** Each of its `STANDARD` subscriptions. */
  subscriptions: RenewingSubscription[];
}

/** Of which customers reports tell. */
export interface ReportFilter {
  partnerId?: string | null;
  region?: string | null;
  segment?: string | null;
  accountManagerId?: string | null;
}

/**
 * The customers with a `STANDARD` subscription that has ever run, as far as the session's scope sees them, by id; one
 * statement. Subscriptions whose tenant never became ready have no terms and are left out.
 */
export function findPaidHistories(session: Session, filter: ReportFilter): Promise<ReportedCustomer[]> {
  return session.query<ReportedCustomer>(
    `select c.id as "customerId", c.partner_id as "partnerId", c.region, c.segment,
            c.account_manager_id as "accountManagerId",
            jsonb_path_query_array(jsonb_agg(s.terms), '$[*][*]') as terms,
            jsonb_agg(jsonb_build_object(
              'hasTerm', s.term is not null, 'renewsOn', s.renews_on, 'endedOn', s.ended_on,
              'isCancelled', s.cancelled_on is not null,
              'cancelledOn', case when s.cancelled_on is null or s.cancelled_on = any(e.cancelled)
                               then to_jsonb(e.cancelled) else to_jsonb(e.cancelled || s.cancelled_on) end,
              'renewedOn', e.renewed)) as subscriptions
       from customer c
       join subscription s on s.customer_id = c.id and s.kind = 'STANDARD' and s.terms <> '[]'
       cross join lateral (
         select coalesce(array_agg(occurred_on) filter (where type = 'RENEWED'), '{}') as renewed,
                coalesce(array_agg(occurred_on) filter (where type = 'CANCELLED'), '{}') as cancelled
           from subscription_event where subscription_id = s.id) e
      where ($1::text is null or c.partner_id = $1) and ($2::text is null or c.region = $2)
        and ($3::text is null or c.segment = $3) and ($4::text is null or c.account_manager_id = $4)
      group by c.id order by c.id`,
    [
      filter.partnerId ?? null,
      filter.region ?? null,
      filter.segment ?? null,
      filter.accountManagerId ?? null,
    ],
  );
}
