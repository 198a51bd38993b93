import { keeping, newestOf, ofNoun, type Handlers } from '../copy/index.js';
import { escalationEvent, incidentEvent, ticketClocksEvent, ticketEvent } from './ticket.events.js';
import {
  escalationCopies,
  followTickets,
  incidentCopies,
  placeEscalations,
  replaceClocks,
  ticketCopies,
} from './ticket.store.js';

const ticket = keeping(
  ticketCopies,
  ticketEvent,
  (data) => ({
    external_id: data.externalId,
    source: data.source,
    kind: data.kind,
    status: data.status,
    nature: data.nature,
    phase: data.phase,
    priority: data.priority,
    severity: data.severity,
    channel: data.channel,
    tier: data.tier,
    category: data.category,
    team_id: data.teamId,
    queue_id: data.queueId,
    assignee_id: data.assigneeId,
    customer_id: data.customerId,
    product_id: data.productId,
    asset_ids: [...new Set(data.assetIds ?? [])],
    parent_id: data.parentId,
    merged_into_id: data.mergedIntoId,
    opened_at: data.openedAt,
    first_responded_at: data.firstRespondedAt,
    resolved_at: data.resolvedAt,
    closed_at: data.closedAt,
    reopened_count: data.reopenedCount,
    reassigned_count: data.reassignedCount,
    satisfaction: data.satisfaction,
    external_verdict: data.externalVerdict,
  }),
  async (tx, rows, keep) => {
    await keep();
    await followTickets(
      tx,
      rows.map(({ id }) => id),
    );
  },
);

const incident = keeping(incidentCopies, incidentEvent, (data) => ({
  planned: data.planned,
  started_at: data.startedAt,
  detected_at: data.detectedAt,
  acknowledged_at: data.acknowledgedAt,
  mitigated_at: data.mitigatedAt,
  restored_at: data.restoredAt,
  announced_from: data.announcedFrom,
  announced_to: data.announcedTo,
  notice_given_at: data.noticeGivenAt,
  cause_category: data.causeCategory,
  caused_by_change_id: data.causedByChangeId,
}));

const escalation = keeping(
  escalationCopies,
  escalationEvent,
  (data) => ({
    ticket_id: data.ticketId,
    kind: data.kind,
    raised_at: data.raisedAt,
    acknowledged_at: data.acknowledgedAt,
    ended_at: data.endedAt,
    ended_because: data.endedBecause,
  }),
  async (tx, rows, keep) => {
    await keep();
    await placeEscalations(
      tx,
      rows.map(({ id }) => id),
    );
  },
);

/** Keeps tickets, incidents, the verdicts of clocks and escalations from tickets' events. */
export const ticketHandlers: Handlers = {
  ...ofNoun('ticket', ticket, ['opened', 'updated']),
  ...ofNoun('incident', incident, ['impact_recorded']),
  ...ofNoun('escalation', escalation, ['raised', 'updated']),
  'plimsoll.ticket_clocks.recorded.v1': (tx, events) =>
    replaceClocks(
      tx,
      newestOf(events).map(({ subject: ticketId, version, data }) => ({
        ticketId,
        version,
        ...ticketClocksEvent.parse(data),
      })),
    ),
};
