import { checkText, invalid, type RequestContext, type Session } from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import { acknowledgeIncident, endIncident } from '../incident/index.js';
import { queueRecords } from '../queue/index.js';
import { teamRecords } from '../team/index.js';
import {
  ASKING_ROLES,
  DESK_ROLES,
  LONGEST_REASON,
  LONGEST_SUBJECT,
  LONGEST_TEXT,
  takeStep,
  type Happening,
  type TicketStepInput,
} from '../ticket-step/index.js';
import {
  checkSatisfaction,
  statusAfter,
  TicketStatus,
  type TicketRecord,
} from '../ticket/index.js';
import { checkAssetIds } from './handling.rules.js';
import type {
  AssignTicketInput,
  ChangeTicketPriorityInput,
  CloseTicketInput,
  EscalateTicketInput,
  SetTicketAssetsInput,
  UpdateTicketInput,
  WaitOnInput,
} from './handling.types.js';

const optionalText = (text: string | null | undefined, field: string, longest = LONGEST_TEXT) =>
  text == null ? null : checkText(text, field, longest);

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
  const { assigneeId, teamId, queueId } = input;
  return takeStep(context, DESK_ROLES, input, async (ticket, tx) => {
    if (assigneeId === undefined && teamId === undefined && queueId === undefined) {
      throw invalid('Say to which person, team or queue the ticket goes.', ['assigneeId']);
    }
    if (teamId != null) await teamRecords.require(tx, teamId, ['teamId']);
    if (queueId != null) await queueRecords.require(tx, queueId, ['queueId']);
    const text = optionalText(input.reason, 'reason', LONGEST_REASON);
    const events: Happening[] = [];
    if (assigneeId !== undefined && assigneeId !== ticket.assigneeId) {
      events.push({ type: 'ASSIGNED', from: ticket.assigneeId, to: assigneeId, text });
    }
    if (teamId !== undefined && teamId !== ticket.teamId) {
      events.push({ type: 'ROUTED', from: ticket.teamId, to: teamId, text });
    }
    if (queueId !== undefined && queueId !== ticket.queueId) {
      events.push({ type: 'ROUTED', from: ticket.queueId, to: queueId, text });
    }
    return {
      changes: {
        status: statusAfter(ticket.status, { type: 'ASSIGNED' }),
        ...(await assignment(tx, ticket, assigneeId)),
        teamId,
        queueId,
      },
      events,
    };
  });
}

/** The new assignee, counted where the ticket goes from one person to another. */
async function assignment(
  tx: Session,
  ticket: TicketRecord,
  assigneeId: string | null | undefined,
): Promise<Partial<TicketRecord>> {
  if (assigneeId === undefined) return {};
  if (assigneeId !== null) await requireSeen(tx, 'person', [assigneeId], ['assigneeId']);
  const handedOn = ticket.assigneeId !== null && assigneeId !== null && assigneeId !== ticket.assigneeId;
  return { assigneeId, reassignedCount: ticket.reassignedCount + (handedOn ? 1 : 0) };
}

/** Gives a ticket another priority than impact and urgency did. Roles: admin, agent, operator, manager. */
export function changeTicketPriority(
  context: RequestContext,
  input: ChangeTicketPriorityInput,
): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket) => {
    if (input.priority === ticket.priority) {
      throw invalid(`The ticket has the priority ${input.priority} already.`, ['priority']);
    }
    return {
      changes: {
        status: statusAfter(ticket.status, { type: 'PRIORITY_CHANGED' }),
        priority: input.priority,
      },
      events: [
        {
          type: 'PRIORITY_CHANGED',
          from: ticket.priority,
          to: input.priority,
          text: checkText(input.reason, 'reason', LONGEST_REASON),
        },
      ],
    };
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

/** Hands a ticket to another tier, a person, or both. Roles: admin, agent, operator, manager. */
export function escalateTicket(context: RequestContext, input: EscalateTicketInput): Promise<TicketRecord> {
  const { tier, assigneeId } = input;
  return takeStep(context, DESK_ROLES, input, async (ticket, tx) => {
    if (tier == null && assigneeId == null) {
      throw invalid('Say to which tier or person the ticket is escalated.', ['tier']);
    }
    if (tier != null && tier === ticket.tier) {
      throw invalid(`The ticket is with the tier ${tier} already.`, ['tier']);
    }
    const text = checkText(input.reason, 'reason', LONGEST_REASON);
    const change = await assignment(tx, ticket, assigneeId ?? undefined);
    const events: Happening[] = [];
    if (tier != null) {
      events.push({ type: 'ESCALATED', from: ticket.tier, to: tier, text });
    }
    if (assigneeId != null) {
      events.push({ type: 'ESCALATED', from: ticket.assigneeId, to: assigneeId, text });
    }
    return {
      changes: {
        status: statusAfter(ticket.status, { type: 'ESCALATED' }),
        ...(tier == null ? {} : { tier }),
        ...change,
      },
      events,
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

/** Resolves a ticket; an incident's outage ends. Roles: admin, agent, operator, manager. */
export function resolveTicket(context: RequestContext, input: TicketStepInput): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket) => {
    const status = statusAfter(ticket.status, { type: 'RESOLVED' });
    return {
      changes: { status, resolvedAt: context.now },
      events: [
        {
          type: 'RESOLVED',
          from: ticket.status,
          to: status,
          text: optionalText(input.text, 'text'),
          isPublic: true,
        },
      ],
      after: (tx, author) => endIncident(tx, author, ticket.id, context.now),
    };
  });
}

/** Closes a resolved ticket. Roles: admin, agent, operator, manager, partner, contact. */
export function closeTicket(context: RequestContext, input: CloseTicketInput): Promise<TicketRecord> {
  return takeStep(context, ASKING_ROLES, input, (ticket) => {
    const status = statusAfter(ticket.status, { type: 'CLOSED' });
    return {
      changes: {
        status,
        closedAt: context.now,
        ...(input.satisfaction == null ? {} : { satisfaction: checkSatisfaction(input.satisfaction) }),
      },
      events: [
        {
          type: 'CLOSED',
          from: ticket.status,
          to: status,
          text: optionalText(input.text, 'text'),
          isPublic: true,
        },
      ],
    };
  });
}

/** Takes a resolved or closed ticket up again. Roles: admin, agent, operator, manager, partner, contact. */
export function reopenTicket(context: RequestContext, input: TicketStepInput): Promise<TicketRecord> {
  return takeStep(context, ASKING_ROLES, input, (ticket) => {
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
