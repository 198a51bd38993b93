import type { Session } from '@plimsoll/shared';
import type { CarriedOut } from './suspect-change.rules.js';

/** What an incident holds by what is on record of it. */
export interface IncidentOnRecord {
  id: string;
  startedAt: Date;
  /** The assets it names, and those on which the products or customers run that it names. */
  assetIds: string[];
}

/** Incidents with at least one asset, by ticket; one statement. */
export function readIncidents(session: Session, ticketIds: readonly string[]): Promise<IncidentOnRecord[]> {
  return session.query<IncidentOnRecord>(
    `select p.incident_id as id, min(p.from_at) as "startedAt", array_agg(distinct a.asset_id) as "assetIds"
       from incident_impact p
       cross join lateral (
         select p.asset_id where p.asset_id is not null
         union
         select l.asset_id from placement l
          where p.asset_id is null and l.removed_at is null
            and (p.product_id is null or l.product_id = p.product_id)
            and (p.customer_id is null or l.customer_id = p.customer_id
                 or p.product_id is not null and l.customer_id is null)) as a
      where p.incident_id = any($1::text[])
      group by p.incident_id`,
    [[...ticketIds]],
  );
}

/** An interval, both ends included. */
export interface Stretch {
  since: Date;
  upto: Date;
}

/** The changes that were being carried out at some time within one of these intervals; one statement. */
export async function readCarriedOut(session: Session, stretches: readonly Stretch[]): Promise<CarriedOut[]> {
  const rows = await session.query<Omit<CarriedOut, 'from' | 'to'> & { from: Date; to: Date | null }>(
    `select c.id, c.kind, c.outcome, c.asset_ids as "assetIds",
            lower(change_carried_out(c.status, c.started_at, c.ended_at, c.window_from, c.window_to)) as "from",
            upper(change_carried_out(c.status, c.started_at, c.ended_at, c.window_from, c.window_to)) as "to"
       from (select distinct c.id from jsonb_to_recordset($1::jsonb) as asked(since timestamptz, upto timestamptz)
               join change c on change_carried_out(c.status, c.started_at, c.ended_at, c.window_from, c.window_to)
                 && tstzrange(asked.since, asked.upto, '[]')
              where c.status in ('IN_PROGRESS', 'COMPLETED')) as near
       join change c using (id)`,
    [JSON.stringify(stretches)],
  );
  return rows.map((row) => ({ ...row, from: row.from.getTime(), to: row.to?.getTime() ?? null }));
}
