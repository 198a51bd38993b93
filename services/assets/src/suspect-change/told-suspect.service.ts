import { createHash } from 'node:crypto';
import { emit, type DomainEvent, type Session } from '@plimsoll/shared';
import { currentGraph } from '../graph/index.js';
import { relatedAssets, suspectsOf } from './suspect-change.rules.js';
import { readCarriedOut, readIncidents } from './suspect-change.store.js';
import { noteTold, takeAsked } from './told-suspect.store.js';

const HOURS = 24;
const WITHIN_MS = HOURS * 3_600_000;
/** The nearest suspects of an incident that are told. */
const MOST_TOLD = 100;

/**
 * Tells of incidents which changes on what they hold, or on what that needs, had been carried out in the 24 hours before
 * they started or were under way: of those that are new, and of those that a change was carried out before that was not
 * on record. What was told before is not told again. Whoever lays incidents to changes listens.
 */
export async function tellSuspects(tx: Session): Promise<void> {
  const asked = await takeAsked(tx);
  if (asked.length === 0) return;
  const incidents = await readIncidents(
    tx,
    asked.map(({ id }) => id),
  );
  const changes =
    incidents.length === 0
      ? []
      : await readCarriedOut(
          tx,
          incidents.map(({ startedAt }) => ({
            since: new Date(startedAt.getTime() - WITHIN_MS),
            upto: startedAt,
          })),
        );
  const { graph } = await currentGraph(tx);
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  const told: { id: string; version: number; hash: string }[] = [];
  const events: DomainEvent[] = [];
  for (const { id, toldVersion, toldHash } of asked) {
    const incident = byId.get(id);
    const suspects = incident
      ? suspectsOf(incident.startedAt.getTime(), WITHIN_MS, relatedAssets(graph, incident.assetIds), changes)
          .flatMap(({ changeId, related: [nearest] }) =>
            nearest === undefined || nearest.relation === 'AFFECTED' ? [] : { changeId, hops: nearest.hops },
          )
          .sort((a, b) => a.hops - b.hops || (a.changeId < b.changeId ? -1 : 1))
          .slice(0, MOST_TOLD)
      : [];
    const data = { incidentId: id, withinHours: HOURS, suspects };
    const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex');
    if (toldHash === null ? suspects.length === 0 : toldHash === hash) continue;
    const version = toldVersion + 1;
    told.push({ id, version, hash });
    events.push({
      type: 'plimsoll.incident_suspects.recorded.v1',
      subject: id,
      version,
      data: { id, externalId: null, source: null, ...data },
    });
  }
  if (events.length === 0) return;
  await noteTold(tx, told);
  await emit(tx, events);
}
