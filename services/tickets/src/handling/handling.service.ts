import { checkText, DomainError, type RequestContext } from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import { acknowledgeIncident } from '../incident/index.js';
import { settleFollowers, takeTurnWithFollowers } from '../ticket-follow/index.js';
import { withRoute } from '../rerouting/index.js';
import {
  ASKING_ROLES,
  decideAssignment,
  decideClosing,
  decidePriority,
  decideResolution,
  DESK_ROLES,
  LONGEST_SUBJECT,
  mergedAway,
  optionalText,
  rated,
  takeStep,
  type TicketStepInput,
} from '../ticket-step/index.js';
import { statusAfter, TicketStatus, type TicketRecord } from '../ticket/index.js';
import { checkAssetIds, checkRatingTime } from './handling.rules.js';
import type {
  AssignTicketInput,
  ChangeTicketPriorityInput,
  CloseTicketInput,
  RateTicketInput,
  ResolveTicketInput,
  SetTicketAssetsInput,
  UpdateTicketInput,
  WaitOnInput,
} from './handling.types.js';

/** Changes what a ticket says of itself. Roles: admin, agent, operator, manager. */
export function updateTicket(context: RequestContext, input: UpdateTicketInput): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket) => ({
    changes: {
      status: statusAfter(ticket.status, { type: 'UPDATED' }),
      ...(input.subject == null ? {} : { subject: checkText(input.subject, 'subject', LONGEST_SUBJECT) }),
      ...(input.description === undefined
        ? {}
        : { description: optionalText(input.description, 'description') }),
      ...(input.category === undefined ? {} : { category: optionalText(input.category, 'category', 200) }),
      ...(input.severity === undefined ? {} : { severity: input.severity }),
    },
    events: [{ type: 'UPDATED' }],
  }));
}

/** Gives a ticket to a person, a team or a queue. Roles: admin, agent, operator, manager. */
export function assignTicket(context: RequestContext, input: AssignTicketInput): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket, tx) => decideAssignment(tx, ticket, input));
}

/** Gives a ticket another priority than impact and urgency did. Roles: admin, agent, operator, manager. */
export function changeTicketPriority(
  context: RequestContext,
  input: ChangeTicketPriorityInput,
): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket, tx) => {
    const decision = decidePriority(ticket, input);
    return input.reroute ? withRoute(tx, ticket, decision, context.now, 'PRIORITY_CHANGED') : decision;
  });
}

/** Takes a new ticket into work. Roles: admin, agent, operator, manager. */
export function acknowledgeTicket(context: RequestContext, input: TicketStepInput): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket) => {
    const status = statusAfter(ticket.status, { type: 'ACKNOWLEDGED' });
    return {
      changes: { status },
      events: [
        { type: 'ACKNOWLEDGED', from: ticket.status, to: status, text: optionalText(input.text, 'text') },
      ],
      after: (tx, author) => acknowledgeIncident(tx, author, ticket.id, context.now),
    };
  });
}

/** Lets a ticket wait for the customer, a third party or a problem. Roles: admin, agent, operator, manager. */
export function waitOn(context: RequestContext, input: WaitOnInput): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket) => {
    const status = statusAfter(ticket.status, { type: 'WAITED', on: input.on });
    return {
      changes: { status },
      events: [
        {
          type: 'WAITED',
          from: ticket.status,
          to: status,
          text: optionalText(input.text, 'text'),
          isPublic: status === TicketStatus.WAITING_ON_CUSTOMER,
        },
      ],
    };
  });
}

/** Ends the waiting of a ticket. Roles: admin, agent, operator, manager. */
export function resumeTicket(context: RequestContext, input: TicketStepInput): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket) => {
    const status = statusAfter(ticket.status, { type: 'RESUMED' });
    return {
      changes: { status },
      events: [{ type: 'RESUMED', from: ticket.status, to: status, text: optionalText(input.text, 'text') }],
    };
  });
}

/**
 * Resolves a ticket, and does with those that follow it what was chosen; an incident's outage ends. Roles: admin, agent,
 * operator, manager.
 */
export function resolveTicket(context: RequestContext, input: ResolveTicketInput): Promise<TicketRecord> {
  return takeStep(
    context,
    DESK_ROLES,
    input,
    (ticket) => {
      const decision = decideResolution(ticket, input, context.now);
      return {
        ...decision,
        after: async (tx, author) => {
          await decision.after?.(tx, author);
          await settleFollowers(tx, author, ticket, input, context.now);
        },
      };
    },
    (tx) => takeTurnWithFollowers(tx, input.id),
  );
}

/** Closes a resolved ticket. Roles: admin, agent, operator, manager, partner, contact. */
export function closeTicket(context: RequestContext, input: CloseTicketInput): Promise<TicketRecord> {
  return takeStep(context, ASKING_ROLES, input, (ticket) => decideClosing(ticket, input, context.now));
}

/**
 * Confirms that a ticket which waits for its customer is solved: it is resolved and closed at once. Roles: partner,
 * contact.
 */
export function confirmSolution(context: RequestContext, input: CloseTicketInput): Promise<TicketRecord> {
  return takeStep(context, ['partner', 'contact'], input, (ticket) => {
    if (ticket.status !== TicketStatus.WAITING_ON_CUSTOMER) {
      throw new DomainError('INVALID_TRANSITION', 'Only a ticket that waits for its customer is confirmed.', [
        'id',
      ]);
    }
    const resolution = decideResolution(ticket, {}, context.now);
    const closing = decideClosing({ ...ticket, status: TicketStatus.RESOLVED }, input, context.now);
    return {
      ...resolution,
      changes: { ...resolution.changes, ...closing.changes },
      events: [...resolution.events, ...closing.events],
    };
  });
}

/** Rates a closed ticket, or rates it otherwise, within 14 days of its closing. Roles: partner, contact. */
export function rateTicket(context: RequestContext, input: RateTicketInput): Promise<TicketRecord> {
  return takeStep(context, ['partner', 'contact'], input, (ticket) => {
    const status = statusAfter(ticket.status, { type: 'RATED' });
    if (ticket.mergedIntoId !== null) throw mergedAway(ticket.mergedIntoId);
    checkRatingTime(ticket.closedAt, context.now);
    const { changes, events } = rated(ticket, input.satisfaction, optionalText(input.text, 'text'));
    return { changes: { ...changes, status }, events };
  });
}

/** Takes a resolved or closed ticket up again. Roles: admin, agent, operator, manager, partner, contact. */
export function reopenTicket(context: RequestContext, input: TicketStepInput): Promise<TicketRecord> {
  return takeStep(context, ASKING_ROLES, input, (ticket) => {
    if (ticket.mergedIntoId !== null) throw mergedAway(ticket.mergedIntoId);
    const status = statusAfter(ticket.status, { type: 'REOPENED' });
    return {
      changes: { status, resolvedAt: null, closedAt: null, reopenedCount: ticket.reopenedCount + 1 },
      events: [
        {
          type: 'REOPENED',
          from: ticket.status,
          to: status,
          text: optionalText(input.text, 'text'),
          isPublic: true,
        },
      ],
    };
  });
}

/** Says what a ticket is about. Roles: admin, agent, operator, manager. */
export function setTicketAssets(context: RequestContext, input: SetTicketAssetsInput): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, async (ticket, tx) => {
    const assetIds = checkAssetIds(input.assetIds);
    await requireSeen(tx, 'asset', assetIds, ['assetIds']);
    return {
      changes: { status: statusAfter(ticket.status, { type: 'ASSETS_CHANGED' }), assetIds },
      events: [{ type: 'ASSETS_CHANGED' }],
    };
  });
}
