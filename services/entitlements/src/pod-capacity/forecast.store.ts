import type { Session } from '@plimsoll/shared';
import {
  FORECAST_WEEKS,
  type PlacedGroup,
  type PlacementHistory,
  type TrialOutcome,
} from './forecast.rules.js';

interface ForecastRow {
  placed: (PlacedGroup & { podId: string })[];
  trials: { podId: string; inDays: number; count: number }[];
  finished: number;
  converted: number;
}

/**
 * What the forecasts of these pods are made of, by pod, and how the company's trials of the last year ended. One
 * statement however many pods.
 *
 * @param today YYYY-MM-DD
 */
export async function findPlacementHistory(
  session: Session,
  podIds: readonly string[],
  today: string,
): Promise<{ byPod: Map<string, PlacementHistory>; outcome: TrialOutcome }> {
  const [row] = await session.query<ForecastRow>(
    `with placed as (
       select pod_id, kind, $2::date - started_on as age, $2::date - ended_on as gone
         from subscription
        where pod_id = any($1::text[]) and activated_at is not null and started_on <= $2::date),
     grouped as (
       select pod_id as "podId", kind, least(age / 7, $3::integer) as "from",
              case when gone >= 0 then least(gone / 7, $3::integer) + 1 else 0 end as "to",
              count(*)::integer as count, max(age) as age
         from placed group by 1, 2, 3, 4),
     trial as (
       select pod_id as "podId", -gone as "inDays", count(*)::integer as count
         from placed where kind = 'TRIAL' and gone < 0 group by 1, 2),
     outcome as (
       select count(*)::integer as finished,
              (count(*) filter (where exists (
                select 1 from subscription_event e where e.subscription_id = s.id and e.type = 'CONVERTED')))::integer
                as converted
         from subscription s
        where s.kind = 'TRIAL' and s.activated_at is not null and s.ended_on <= $2::date and s.ended_on > $2::date - 365)
     select (select coalesce(jsonb_agg(grouped), '[]') from grouped) as placed,
            (select coalesce(jsonb_agg(trial), '[]') from trial) as trials, finished, converted
       from outcome`,
    [[...podIds], today, FORECAST_WEEKS],
  );
  const byPod = new Map(
    podIds.map((id) => [
      id,
      { placed: [] as PlacedGroup[], trials: [] as PlacementHistory['trials'][number][] },
    ]),
  );
  for (const { podId, ...group } of row?.placed ?? []) byPod.get(podId)?.placed.push(group);
  for (const { podId, ...trial } of row?.trials ?? []) byPod.get(podId)?.trials.push(trial);
  return { byPod, outcome: { finished: row?.finished ?? 0, converted: row?.converted ?? 0 } };
}
