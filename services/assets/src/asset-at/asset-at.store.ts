import type { Session } from '@plimsoll/shared';

/** An outage that held assets at an instant, or hit customers without any. */
export interface OutageAt {
  id: string;
  kind: 'INCIDENT' | 'CHANGE';
  state: 'AT_RISK' | 'DEGRADED' | 'DOWN';
  assetIds: string[];
  productId: string | null;
  customerId: string | null;
}

/** The ids of all dependencies ever recorded of assets as `consumer` or as `provider`; one statement. */
export async function findDependencyIds(
  session: Session,
  role: 'consumer' | 'provider',
  assetIds: readonly string[],
): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select id from dependency where ${role}_id = any($1::text[])`,
    [assetIds],
  );
  return rows.map(({ id }) => id);
}

/** The ids of all placements ever recorded of assets; one statement. */
export async function findPlacementIds(session: Session, assetIds: readonly string[]): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    'select id from placement where asset_id = any($1::text[])',
    [assetIds],
  );
  return rows.map(({ id }) => id);
}

/** A subscription with the dates of its customer's zone. */
export interface SubscriptionDates {
  customerId: string;
  productId: string;
  podId: string | null;
  startedOn: string;
  endedOn: string | null;
  timeZone: string;
}

/** All subscriptions, as they are known now; one statement. */
export function readSubscriptions(session: Session): Promise<SubscriptionDates[]> {
  return session.query<SubscriptionDates>(
    `select s.customer_id as "customerId", s.product_id as "productId", s.pod_id as "podId",
            s.started_on::text as "startedOn", s.ended_on::text as "endedOn", coalesce(c.time_zone, 'UTC') as "timeZone"
       from subscription s left join customer c on c.id = s.customer_id`,
  );
}

/** Incidents and changes that held assets at an instant of the past, as they are recorded now; one statement. */
export function readOutagesAt(session: Session, at: Date): Promise<OutageAt[]> {
  return session.query<OutageAt>(
    `select i.id, 'INCIDENT' as kind, p.state,
            coalesce(array_agg(p.asset_id) filter (where p.asset_id is not null), '{}') as "assetIds",
            p.product_id as "productId", p.customer_id as "customerId"
       from incident i join incident_impact p on p.incident_id = i.id
      where i.span @> $1::timestamptz and p.from_at <= $1 and (p.to_at is null or p.to_at > $1)
      group by i.id, p.state, p.product_id, p.customer_id
     union all
     select c.id, 'CHANGE', c.expected_state, c.asset_ids, null, null
       from change c
      where c.expected_state <> 'UP' and c.status in ('IN_PROGRESS', 'COMPLETED')
        and c.started_at <= $1 and (c.ended_at is null or c.ended_at > $1)
      order by 1`,
    [at],
  );
}
