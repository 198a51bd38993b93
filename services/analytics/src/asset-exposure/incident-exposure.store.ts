import type { ListDefinition, Session } from '@plimsoll/shared';

/** An incident that hit somebody, by the ledger as it stands. */
export interface HittingIncident {
  id: string;
  planned: boolean;
  startedAt: Date;
  /** Null while it lasts. */
  endedAt: Date | null;
}

/** Which incidents: those whose first impact began in a period. */
export interface IncidentPeriod {
  from: Date;
  to: Date;
  planned: boolean | null;
}

/** How incidents that hit somebody are listed. */
export const hittingIncidentList: ListDefinition<IncidentPeriod, 'STARTED_AT'> = {
  columns: 'h.id, h.planned, h.started_at as "startedAt", h.ended_at as "endedAt"',
  from: `(select i.incident_id as id, s.planned, min(i.impact_from) as started_at,
                 case when count(i.impact_to) = count(*) then max(i.impact_to) end as ended_at
            from ledger_impact i join ledger_statement s using (incident_id, version)
           where i.current and i.state <> 'UNKNOWN' group by i.incident_id, s.planned) h`,
  id: 'h.id',
  orders: { STARTED_AT: { sql: 'h.started_at', type: 'timestamptz' } },
  defaultOrder: { field: 'STARTED_AT', direction: 'ASC' },
  where: ({ from, to, planned }, parameters) => [
    `h.started_at >= ${parameters.add(from)}`,
    `h.started_at < ${parameters.add(to)}`,
    ...(planned === null ? [] : [`h.planned = ${parameters.add(planned)}`]),
  ],
};

/** The customers whom any of these incidents hit, by the ledger as it stands; one statement. */
export async function findHitBy(session: Session, incidentIds: readonly string[]): Promise<string[]> {
  const [row] = await session.query<{ ids: string | null }>(
    `select string_agg(distinct c.customer_id, ',') as ids
       from ledger_impact i join ledger_customer c using (incident_id, version, piece)
      where i.current and i.incident_id = any($1::text[])`,
    [incidentIds],
  );
  return row?.ids ? row.ids.split(',') : [];
}
