import { checkText, invalid, type RequestContext } from '@plimsoll/shared';
import { settleFollowers } from '../ticket-follow/index.js';
import {
  decideAssignment,
  decideClosing,
  decidePriority,
  decideResolution,
  DESK_ROLES,
  takeSteps,
  type StepResult,
} from '../ticket-step/index.js';
import { statusAfter, TicketKind } from '../ticket/index.js';
import type {
  AssignTicketsInput,
  FinishTicketsInput,
  SetTicketPriorityInput,
  TagTicketsInput,
} from './ticket-bulk.types.js';

const MOST_TAGS = 20;

/** Gives tickets to a person, a team or a queue: each that can. Roles: admin, agent, operator, manager. */
export function assignTickets(context: RequestContext, input: AssignTicketsInput): Promise<StepResult[]> {
  return takeSteps(context, DESK_ROLES, input, (ticket, tx) => decideAssignment(tx, ticket, input));
}

/** Gives tickets another priority: each that can. Roles: admin, agent, operator, manager. */
export function setTicketPriority(
  context: RequestContext,
  input: SetTicketPriorityInput,
): Promise<StepResult[]> {
  return takeSteps(context, DESK_ROLES, input, (ticket) => decidePriority(ticket, input));
}

/** Resolves tickets, and leaves those that follow them: each that can. Roles: admin, agent, operator, manager. */
export function resolveTickets(context: RequestContext, input: FinishTicketsInput): Promise<StepResult[]> {
  const { now } = context;
  return takeSteps(context, DESK_ROLES, input, (ticket) => {
    const decision = decideResolution(ticket, input, now);
    if (ticket.kind === TicketKind.REQUEST) return decision;
    return {
      ...decision,
      after: async (tx, author) => {
        await decision.after?.(tx, author);
        await settleFollowers(tx, author, ticket, { text: input.text ?? null }, now);
      },
    };
  });
}

/** Closes resolved tickets: each that can. Roles: admin, agent, operator, manager. */
export function closeTickets(context: RequestContext, input: FinishTicketsInput): Promise<StepResult[]> {
  return takeSteps(context, DESK_ROLES, input, (ticket) => decideClosing(ticket, input, context.now));
}

/** Gives tickets labels and takes labels away: each that can. Roles: admin, agent, operator, manager. */
export function tagTickets(context: RequestContext, input: TagTicketsInput): Promise<StepResult[]> {
  const add = (input.add ?? []).map((tag, index) => checkText(tag, `add.${index}`, 50));
  const remove = new Set(input.remove ?? []);
  return takeSteps(context, DESK_ROLES, input, (ticket) => {
    const tags = [...new Set([...ticket.tags.filter((tag) => !remove.has(tag)), ...add])].sort();
    if (tags.length > MOST_TAGS) throw invalid(`A ticket has at most ${MOST_TAGS} labels.`, ['add']);
    return {
      changes: { status: statusAfter(ticket.status, { type: 'UPDATED' }), tags },
      events: [{ type: 'TAGGED', from: ticket.tags.join(', ') || null, to: tags.join(', ') || null }],
    };
  });
}
