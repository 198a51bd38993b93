import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { PodEntity } from './pod.entity.js';
import type { PodFilter, PodOrderField } from './pod.types.js';

/** A pod as the rest of the service knows it. */
export type PodRecord = PodEntity;

/** What may be asked of the list of pods. */
export type PodListArguments = ListArguments<PodFilter, keyof typeof PodOrderField>;

/** Pods, with their history and events. */
export const podRecords = new Records<PodRecord>({
  entity: PodEntity,
  noun: 'pod',
  eventNoun: 'pod',
  eventData: ({ name, region }) => ({ name, region }),
});

/** How pods are listed. */
export const podList: ListDefinition<PodFilter, keyof typeof PodOrderField> = {
  columns: `p.id, p.version, p.external_id as "externalId", p.source, p.name, p.region, p.seats,
    p.warning_percent as "warningPercent", p.verticals`,
  from: 'pod p',
  id: 'p.id',
  orders: { NAME: { sql: 'p.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.search ? [`p.name ilike ${parameters.addContaining(filter.search)}`] : []),
    ...(filter.region ? [`p.region = ${parameters.add(filter.region)}`] : []),
  ],
};

/**
 * How many subscriptions are active on each pod at an instant, by pod and kind; one statement. A subscription is
 * active from the start of its first day to the start of its last, in its customer's time zone.
 */
export async function countActiveSubscriptions(
  session: Session,
  podIds: readonly string[],
  at: Date,
): Promise<Map<string, Map<string, number>>> {
  const rows = await session.query<{ podId: string; kind: string; count: number }>(
    `select s.pod_id as "podId", s.kind, count(*)::int as count
       from subscription s join customer c on c.id = s.customer_id
      where s.pod_id = any($1::text[])
        and s.started_on <= ($2::timestamptz at time zone c.time_zone)::date
        and (s.ended_on is null or s.ended_on > ($2::timestamptz at time zone c.time_zone)::date)
      group by s.pod_id, s.kind`,
    [[...podIds], at],
  );
  const byPod = new Map(podIds.map((id) => [id, new Map<string, number>()]));
  for (const row of rows) byPod.get(row.podId)?.set(row.kind, row.count);
  return byPod;
}
