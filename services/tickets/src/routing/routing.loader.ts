import { listByParent, type Page, type RequestContext } from '@plimsoll/shared';
import {
  decisionList,
  findLastDecisions,
  type DecisionListArguments,
  type RoutingDecisionRecord,
} from './routing.store.js';

/** The latest decision about a ticket, or null where the caller sees none; batched a request. */
export function loadLastDecision(
  context: RequestContext,
  ticketId: string,
): Promise<RoutingDecisionRecord | null> {
  return context
    .loader<string, RoutingDecisionRecord>('routing-decision', (ids) =>
      findLastDecisions(context.session, ids),
    )
    .load(ticketId);
}

/** A page of the decisions about a ticket, the latest first; one statement for all tickets of the request. */
export function loadDecisions(
  context: RequestContext,
  ticketId: string,
  args: DecisionListArguments,
): Promise<Page<RoutingDecisionRecord> | null> {
  return context
    .loader<string, Page<RoutingDecisionRecord>>(`routing-decisions:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, decisionList, 'ticket', ids, args),
    )
    .load(ticketId);
}
