import type { BusEvent, Session } from '@plimsoll/shared';
import { newestOf } from '../copy/index.js';
import { assetEvent, changeEvent, incidentImpactEvent } from './reliability.events.js';
import { assetCopies, changeCopies, replaceIncidents } from './reliability.store.js';

type Handler = (tx: Session, events: BusEvent[]) => Promise<void>;

const asset: Handler = async (tx, events) => {
  const firstSeen = new Map<string, string>();
  for (const { subject, time } of events) {
    const known = firstSeen.get(subject);
    if (known === undefined || time < known) firstSeen.set(subject, time);
  }
  await assetCopies.keep(
    tx,
    newestOf(events).map(({ subject: id, version, data }) => {
      const { externalId, ...told } = assetEvent.parse(data);
      return { ...told, external_id: externalId, first_seen_at: firstSeen.get(id), id, version };
    }),
  );
};

const change: Handler = async (tx, events) => {
  await changeCopies.keep(
    tx,
    newestOf(events).map(({ subject: id, version, data: given }) => {
      const data = changeEvent.parse(given);
      return {
        title: data.title,
        kind: data.kind,
        status: data.status,
        outcome: data.outcome,
        asset_ids: [...new Set(data.assetIds)],
        window_from: data.windowFrom,
        window_to: data.windowTo,
        started_at: data.startedAt,
        ended_at: data.endedAt,
        id,
        version,
      };
    }),
  );
};

/** Keeps copies of assets and changes from assets' events. */
export const estateHandlers: Record<string, Handler> = {
  'plimsoll.asset.created.v1': asset,
  'plimsoll.asset.updated.v1': asset,
  'plimsoll.change.created.v1': change,
  'plimsoll.change.updated.v1': change,
};

/** Keeps what incidents do to assets from tickets' events. */
export const incidentHandlers: Record<string, Handler> = {
  'plimsoll.incident.impact_recorded.v1': (tx, events) =>
    replaceIncidents(
      tx,
      newestOf(events).map(({ subject: incidentId, version, data }) => {
        const { planned, impacts } = incidentImpactEvent.parse(data);
        return {
          incidentId,
          version,
          planned,
          impacts: impacts.flatMap(({ assetId, ...rest }) => (assetId === null ? [] : { assetId, ...rest })),
        };
      }),
    ),
};
