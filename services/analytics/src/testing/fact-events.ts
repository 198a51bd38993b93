import type { DomainEvent } from '@plimsoll/shared';
import { told } from './account-events.js';

/** An incident of priority P2 that was opened on 2 March 2026 at 10:00 UTC and is open, as tickets tells of it. */
export function ticketTold(
  id: string,
  customerId: string | null,
  rest: Record<string, unknown> = {},
  version = 1,
): DomainEvent {
  const data = {
    kind: 'INCIDENT',
    status: 'NEW',
    priority: 'P2',
    severity: 'SEV2',
    phase: 'DETECTED',
    nature: null,
    parentId: null,
    mergedIntoId: null,
    channel: 'EMAIL',
    tier: 'L1',
    category: null,
    teamId: null,
    queueId: null,
    assigneeId: null,
    customerId,
    productId: null,
    assetIds: [],
    openedAt: '2026-03-02T10:00:00.000Z',
    firstRespondedAt: null,
    resolvedAt: null,
    closedAt: null,
    reopenedCount: 0,
    reassignedCount: 0,
    satisfaction: null,
    externalVerdict: null,
    ...rest,
  };
  const event = told('ticket', id, data, version);
  return version === 1 ? { ...event, type: 'plimsoll.ticket.opened.v1' } : event;
}

/** The outage side of a ticket, unplanned, begun on 2 March 2026 at 10:00 UTC, as tickets tells of it. */
export function incidentTold(ticketId: string, rest: Record<string, unknown> = {}, version = 1): DomainEvent {
  return {
    type: 'plimsoll.incident.impact_recorded.v1',
    subject: ticketId,
    version,
    data: {
      id: ticketId,
      externalId: null,
      source: null,
      ticketId,
      planned: false,
      announcedFrom: null,
      announcedTo: null,
      noticeGivenAt: null,
      startedAt: '2026-03-02T10:00:00.000Z',
      detectedAt: null,
      acknowledgedAt: null,
      mitigatedAt: null,
      restoredAt: null,
      causeCategory: null,
      causedByChangeId: null,
      impacts: [],
      ...rest,
    },
  };
}

/** All clocks of a ticket as tickets tells of them: of each what differs from a running first response. */
export function clocksTold(
  ticketId: string,
  customerId: string | null,
  clocks: Record<string, unknown>[],
  version = 1,
): DomainEvent {
  return {
    type: 'plimsoll.ticket_clocks.recorded.v1',
    subject: ticketId,
    version,
    data: {
      id: ticketId,
      externalId: null,
      source: null,
      ticketId,
      customerId,
      clocks: clocks.map((clock) => ({
        target: 'FIRST_RESPONSE',
        cycle: 1,
        status: 'RUNNING',
        priority: 'P2',
        agreementId: 'sla_1',
        entitlementId: null,
        startedAt: '2026-03-02T10:00:00.000Z',
        dueAt: '2026-03-02T11:00:00.000Z',
        stoppedAt: null,
        breachedAt: null,
        ...clock,
      })),
    },
  };
}

/** An escalation of a ticket, raised on 2 March 2026 at 10:30 UTC, as tickets tells of it. */
export function escalationTold(
  id: string,
  ticketId: string,
  rest: Record<string, unknown> = {},
  version = 1,
): DomainEvent {
  const data = {
    ticketId,
    kind: 'FUNCTIONAL',
    raisedAt: '2026-03-02T10:30:00.000Z',
    acknowledgedAt: null,
    endedAt: null,
    endedBecause: null,
    ...rest,
  };
  const event = told('escalation', id, data, version);
  return version === 1 ? { ...event, type: 'plimsoll.escalation.raised.v1' } : event;
}

/** Something that happened to a subscription, as entitlements tells of it. */
export function subscriptionEventTold(
  of: { subscriptionId: string; customerId: string; on: string; type: string; reason?: string },
  version = 1,
  verb: 'recorded' | 'withdrawn' = 'recorded',
): DomainEvent {
  const id = `${of.subscriptionId}/${of.on}/${of.type}`;
  return {
    type: `plimsoll.subscription_event.${verb}.v1`,
    subject: id,
    version,
    data: { id, externalId: null, source: null, reason: null, ...of },
  };
}

/** Measurements of what a customer used, as entitlements tells of them in one batch. */
export function usageTold(
  batchId: string,
  customerId: string,
  records: { id: string; version?: number; at: string; metric: string; value: string }[],
): DomainEvent {
  return {
    type: 'plimsoll.usage.recorded.v1',
    subject: batchId,
    version: 1,
    data: {
      id: batchId,
      externalId: null,
      source: null,
      customerId,
      records: records.map((record) => ({ version: 1, component: null, path: null, ...record })),
    },
  };
}
