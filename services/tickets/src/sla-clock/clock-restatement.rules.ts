import type { DomainEvent } from '@plimsoll/shared';
import type { SlaClockRecord } from './settlement.rules.js';

/** What others are told of a clock: its verdict and what it rests on. */
function toldOf(clock: SlaClockRecord) {
  const { target, cycle, status, priority, agreementId, entitlementId } = clock;
  const { startedAt, dueAt, stoppedAt, breachedAt } = clock;
  return {
    target,
    cycle,
    status,
    priority,
    agreementId,
    entitlementId,
    startedAt,
    dueAt,
    stoppedAt,
    breachedAt,
  };
}

/**
 * The event that restates all clocks of a ticket; none where nothing has changed that others are told. Its version is the
 * sum of the versions of the clocks: each change makes one of them grow, and none is ever taken away.
 *
 * @param before as they were on record
 * @param changed those of them that are new or another now
 */
export function restatementOf(
  ticket: { id: string; customerId: string | null },
  before: readonly SlaClockRecord[],
  changed: readonly SlaClockRecord[],
): DomainEvent[] {
  const clocks = new Map(before.map((clock) => [keyOf(clock), clock]));
  const isNews = changed.some((clock) => {
    const known = clocks.get(keyOf(clock));
    return !known || JSON.stringify(toldOf(known)) !== JSON.stringify(toldOf(clock));
  });
  if (!isNews) return [];
  for (const clock of changed) clocks.set(keyOf(clock), clock);
  const all = [...clocks.values()];
  return [
    {
      type: 'plimsoll.ticket_clocks.recorded.v1',
      subject: ticket.id,
      version: all.reduce((sum, { version }) => sum + version, 0),
      data: {
        id: ticket.id,
        externalId: null,
        source: null,
        ticketId: ticket.id,
        customerId: ticket.customerId,
        clocks: all.map(toldOf),
      },
    },
  ];
}

const keyOf = ({ target, cycle }: SlaClockRecord) => `${target}/${cycle}`;
