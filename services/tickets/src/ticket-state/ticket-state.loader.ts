import type { RequestContext } from '@plimsoll/shared';
import { initialPhase } from '../ticket-phase/index.js';
import { TicketTier, type TicketRecord } from '../ticket/index.js';
import { nextSteps, stateOf, waitingReasonOf } from './ticket-state.rules.js';
import { findLastEvents, type LastEvent } from './ticket-state.store.js';
import type { StateValue } from './ticket-state.types.js';

/** The state of a ticket with what is known of it; the log is read once for all tickets of the request. */
export async function loadState(context: RequestContext, ticket: TicketRecord): Promise<StateValue> {
  const { kind, channel, status } = ticket;
  const phase = ticket.phase ?? initialPhase(kind, channel);
  const [state, types] = stateOf({ kind, channel, status, phase });
  const last = await lastOf(context, ticket.id, types);
  return {
    __state: state,
    status,
    phase,
    since: last?.at ?? (state === 'ResolvedState' ? ticket.resolvedAt : null),
    text: last?.text ?? null,
    category: ticket.category,
    severity: ticket.severity,
    on: waitingReasonOf(status),
    tier: ticket.tier === TicketTier.L4 && context.scope.kind !== 'STAFF' ? null : ticket.tier,
    reference: last?.to ?? null,
    satisfaction: ticket.satisfaction,
    mergedIntoId: ticket.mergedIntoId,
    nextSteps: nextSteps({ kind, channel, status, phase, isMerged: ticket.mergedIntoId !== null }),
  };
}

async function lastOf(
  context: RequestContext,
  ticketId: string,
  types: readonly string[],
): Promise<LastEvent | null> {
  const events = await context
    .loader<string, LastEvent[]>('state-events', async (ids) => {
      const found = await findLastEvents(context.session, ids);
      return ids.map((id) => found.filter((event) => event.ticketId === id));
    })
    .load(ticketId);
  const leading = (events ?? []).filter(({ type }) => types.includes(type));
  return leading.reduce<LastEvent | null>(
    (last, one) => (last === null || one.at >= last.at ? one : last),
    null,
  );
}
