import type { BusEvent, Projection, Session } from '@plimsoll/shared';
import { countCases, followEntitlements, followSupportLevels } from './case-allowance.service.js';
import type { CaseEvent } from './case-allowance.store.js';

/**
 * Counts the cases of tickets, and follows this service's own entitlements and support levels.
 *
 * @param own the name of this service
 */
export function caseAllowanceProjections(own: string, clock: () => Date): Projection[] {
  const count = (tx: Session, events: BusEvent[]) => countCases(tx, events.map(toCase), clock());
  const entitlements = (tx: Session, events: BusEvent[]) =>
    followEntitlements(
      tx,
      [...new Set(events.flatMap(({ data }) => textOf(data['customerId']) ?? []))],
      [...new Set(events.map(({ subject, data }) => textOf(data['subscriptionId']) ?? subject))],
      clock(),
    );
  return [
    {
      producer: 'tickets',
      handlers: { 'plimsoll.ticket.opened.v1': count, 'plimsoll.ticket.updated.v1': count },
    },
    {
      producer: own,
      handlers: {
        'plimsoll.entitlement.created.v1': entitlements,
        'plimsoll.entitlement.updated.v1': entitlements,
        'plimsoll.support_level.updated.v1': (tx, events) =>
          followSupportLevels(tx, [...new Set(events.map(({ subject }) => subject))], clock()),
      },
    },
  ];
}

function toCase({ subject, version, data }: BusEvent): CaseEvent {
  return {
    ticketId: subject,
    version,
    customerId: textOf(data['customerId']),
    kind: textOf(data['kind']) ?? 'REQUEST',
    closedAt: textOf(data['closedAt']),
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
