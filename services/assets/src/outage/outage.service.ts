import { createHash } from 'node:crypto';
import { emit, type BusEvent, type DomainEvent, type Projection, type Session } from '@plimsoll/shared';
import { currentGraph, type EstateGraph } from '../graph/index.js';
import { incidentImpacts, type CustomerImpact, type Outage } from '../impact/index.js';
import { outageParts, overlappingSets, type RecordedOutage } from './outage.rules.js';
import {
  findCleared,
  findRestatable,
  keepIncidents,
  noteRestatement,
  noteTold,
  readOutages,
  takeRestatements,
  type KeptIncident,
  type ToldIncident,
} from './outage.store.js';

/** The estate and what holds its assets. Good until the next `await`, as `currentGraph` says. */
export interface EstateOutages extends EstateGraph {
  outages: Outage[];
}

/**
 * What holds assets in [from, to): open and past incidents, and changes that are approved, scheduled or in
 * progress, with the estate they are in; whatever the session's scope. Two statements. An incident without an end
 * lasts; a change in progress ends with its window, or lasts where `now` is beyond that.
 */
export async function outagesIn(session: Session, from: Date, to: Date, now: Date): Promise<EstateOutages> {
  return onEstate(session, await readOutages(session, from, to), now);
}

/** What holds assets at this moment, as `outagesIn` says, without changes that have not begun. Two statements. */
export async function outagesAt(session: Session, now: Date): Promise<EstateOutages> {
  const recorded = await readOutages(session, now, new Date(now.getTime() + 1));
  const begun = recorded.filter(({ kind, to }) => kind === 'INCIDENT' || to === null);
  return onEstate(session, begun, now);
}

async function onEstate(
  session: Session,
  recorded: readonly RecordedOutage[],
  now: Date,
): Promise<EstateOutages> {
  const estate = await currentGraph(session);
  return {
    ...estate,
    outages: recorded.flatMap((one) => outageParts(one, (id) => estate.graph.indexOf(id), now.getTime())),
  };
}

/** Takes in what tickets tells of incidents, and tells which customers they hit. */
export const incidentProjection: Projection = {
  producer: 'tickets',
  handlers: { 'plimsoll.incident.impact_recorded.v1': recordIncidents },
};

/**
 * Asks that the customer impact of all incidents that last beyond `since` be stated again, because what they hit
 * may have changed from then on; done within a minute of the commit, once for all that was asked by then.
 */
export function requestRestatement(tx: Session, since: Date): Promise<void> {
  return noteRestatement(tx, since);
}

/** Does what {@link requestRestatement} asked for. */
export async function restateRequested(tx: Session): Promise<void> {
  const since = await takeRestatements(tx);
  if (since) await restate(tx, [`[${since.toISOString()},)`], []);
}

async function recordIncidents(tx: Session, events: BusEvent[]): Promise<void> {
  const latest = new Map<string, BusEvent>();
  for (const event of events) {
    if ((latest.get(event.subject)?.version ?? 0) <= event.version) latest.set(event.subject, event);
  }
  const spans = await keepIncidents(tx, [...latest.values()].map(toTold));
  await restate(tx, spans, [...latest.keys()]);
}

/** Reads an event leniently in what may be missing: nothing was planned, announced or hit. */
function toTold(event: BusEvent): ToldIncident {
  const data = event.data as unknown as Partial<Omit<ToldIncident, 'impacts'>> & {
    restoredAt?: string | null;
    impacts?: (Partial<ToldIncident['impacts'][number]> &
      Pick<ToldIncident['impacts'][number], 'state' | 'from'>)[];
  };
  const impacts = (data.impacts ?? []).map(({ assetId, productId, customerId, state, from, to }) => ({
    assetId: assetId ?? null,
    productId: productId ?? null,
    customerId: customerId ?? null,
    state,
    from,
    to: to ?? data.restoredAt ?? null,
  }));
  return {
    id: event.subject,
    version: event.version,
    planned: data.planned ?? false,
    announcedFrom: data.announcedFrom ?? null,
    announcedTo: data.announcedTo ?? null,
    noticeGivenAt: data.noticeGivenAt ?? null,
    impacts: impacts.filter(({ from, to }) => to === null || Date.parse(from) < Date.parse(to)),
  };
}

/** States again the customer impact of all incidents in `spans`, and tells what differs from what was told. */
async function restate(tx: Session, spans: readonly string[], cleared: readonly string[]): Promise<void> {
  const incidents = [...(await findRestatable(tx, spans)), ...(await findCleared(tx, cleared))];
  if (!incidents.some(({ restated }) => restated)) return;
  const estate = await currentGraph(tx);
  const impacts = impactsOf(estate, incidents);
  const told: { id: string; hash: string; version: number }[] = [];
  const events: DomainEvent[] = [];
  for (const incident of incidents) {
    if (!incident.restated) continue;
    const data = toData(incident, impacts.get(incident.id) ?? []);
    const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex');
    const unchanged = incident.toldHash === null ? data.impacts.length === 0 : incident.toldHash === hash;
    if (unchanged) continue;
    const version = incident.toldVersion + 1;
    told.push({ id: incident.id, hash, version });
    events.push({
      type: 'plimsoll.customer_impact.recorded.v1',
      subject: incident.id,
      version,
      data: { id: incident.id, externalId: null, source: null, ...data },
    });
  }
  if (events.length === 0) return;
  await noteTold(tx, told);
  await emit(tx, events);
}

/** Incidents that do not overlap are run apart, so that what is computed for them can be let go. */
function impactsOf(
  { graph, placements }: EstateGraph,
  incidents: readonly KeptIncident[],
): Map<string, CustomerImpact[]> {
  const restated = new Set(incidents.filter((incident) => incident.restated).map(({ id }) => id));
  const outages = incidents.flatMap((incident) =>
    incident.outages.flatMap((one) => outageParts(one, (id) => graph.indexOf(id), Infinity)),
  );
  const impacts = new Map<string, CustomerImpact[]>();
  for (const set of overlappingSets(outages)) {
    if (!set.some(({ id }) => restated.has(id))) continue;
    for (const [id, own] of incidentImpacts(graph, placements, set)) impacts.set(id, own);
  }
  return impacts;
}

function toData(incident: KeptIncident, impacts: readonly CustomerImpact[]) {
  return {
    incidentId: incident.id,
    planned: incident.planned,
    announcedFrom: incident.announcedFrom?.toISOString() ?? null,
    announcedTo: incident.announcedTo?.toISOString() ?? null,
    noticeGivenAt: incident.noticeGivenAt?.toISOString() ?? null,
    impacts: impacts.map(({ productId, state, from, to, customerIds }) => ({
      productId,
      state,
      from: new Date(from).toISOString(),
      to: to === null ? null : new Date(to).toISOString(),
      customerIds,
    })),
  };
}
