import { Records, type Session } from '@plimsoll/shared';
import { IncidentEntity } from './incident.entity.js';
import { impactsInEffect, type IncidentImpact } from './incident.rules.js';

/** The outage side of a ticket as the rest of the service knows it. */
export type IncidentRecord = IncidentEntity;

/** Incidents, with their history; every change restates the whole impact to whoever listens. */
export const incidentRecords = new Records<IncidentRecord>({
  entity: IncidentEntity,
  noun: 'incident',
  eventNoun: 'incident',
  eventData: (incident) => ({
    ticketId: incident.id,
    planned: incident.planned,
    announcedFrom: incident.announcedFrom,
    announcedTo: incident.announcedTo,
    noticeGivenAt: incident.noticeGivenAt,
    startedAt: incident.startedAt,
    detectedAt: incident.detectedAt,
    acknowledgedAt: incident.acknowledgedAt,
    mitigatedAt: incident.mitigatedAt,
    restoredAt: incident.restoredAt,
    causeCategory: incident.causeCategory,
    causedByChangeId: incident.causedByChangeId,
    impacts: impactsInEffect(incident.impacts, incident.restoredAt).map(toldImpact),
  }),
  verbs: { created: 'impact_recorded', updated: 'impact_recorded' },
});

/** An impact as others are told of it: only what it names. */
function toldImpact({ assetId, productId, customerId, state, from, to }: IncidentImpact) {
  return {
    ...(assetId === null ? {} : { assetId }),
    ...(productId === null ? {} : { productId }),
    ...(customerId === null ? {} : { customerId }),
    state,
    from,
    to,
  };
}

/** The ids of incidents that name one of these customers, kept from others until the transaction ends. */
export async function lockIncidentsNaming(tx: Session, customerIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from incident
      where exists (select 1 from jsonb_array_elements(impacts) as named
                     where named.value ->> 'customerId' = any($1::text[]))
      order by id for update`,
    [[...customerIds]],
  );
  return rows.map(({ id }) => id);
}
