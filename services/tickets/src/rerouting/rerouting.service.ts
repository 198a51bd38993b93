import type { RequestContext, Session } from '@plimsoll/shared';
import { keepDecisions, planRoutes, type RoutingCauseName } from '../routing/index.js';
import { DESK_ROLES, takeStep, type Decision } from '../ticket-step/index.js';
import { statusAfter, type TicketRecord } from '../ticket/index.js';
import type { RerouteTicketInput } from './rerouting.types.js';

/** Finds the way of an open ticket anew, by the rules in force. Roles: admin, agent, operator, manager. */
export function rerouteTicket(context: RequestContext, input: RerouteTicketInput): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket, tx) =>
    withRoute(tx, ticket, { changes: {}, events: [] }, context.now, 'BY_HAND'),
  );
}

/**
 * A step after which the ticket, as the step leaves it, finds its way anew by the rules in force.
 *
 * @throws DomainError `INVALID_TRANSITION` where the ticket is not open
 */
export async function withRoute(
  tx: Session,
  ticket: TicketRecord,
  decision: Decision,
  now: Date,
  cause: RoutingCauseName,
): Promise<Decision> {
  const changed = { ...ticket, ...decision.changes };
  const [route] = await planRoutes(tx, [changed], now, cause);
  if (!route) return decision;
  const { assigneeId = changed.assigneeId } = route.changes;
  const handedOn =
    changed.assigneeId !== null && assigneeId !== null && assigneeId !== changed.assigneeId ? 1 : 0;
  return {
    changes: {
      ...decision.changes,
      ...route.changes,
      status: statusAfter(changed.status, { type: 'ASSIGNED' }),
      reassignedCount: changed.reassignedCount + handedOn,
    },
    events: [...decision.events, ...route.events],
    after: async (within, author) => {
      await decision.after?.(within, author);
      await keepDecisions(within, [route]);
    },
  };
}
