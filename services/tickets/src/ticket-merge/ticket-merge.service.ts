import { conflict, invalid, type RequestContext, type Session } from '@plimsoll/shared';
import {
  cyclic,
  findLinksOf,
  leadsTo,
  removeLinks,
  storeLinks,
  TicketLinkType,
} from '../ticket-link/index.js';
import {
  DESK_ROLES,
  optionalText,
  takeStep,
  takeSteps,
  takeStepsBySystem,
  takeStepWithin,
  type Decision,
  type StepAuthor,
  type StepResult,
} from '../ticket-step/index.js';
import { takeTurn } from '../ticket-event/index.js';
import { statusAfter, ticketRecords, TicketKind, TicketStatus, type TicketRecord } from '../ticket/index.js';
import { checkMergeSource, checkMergeTarget } from './ticket-merge.rules.js';
import { findDependants, findStatusBefore } from './ticket-merge.store.js';
import type { MergeTicketsInput, UnmergeTicketInput } from './ticket-merge.types.js';

/** What is merged, and whether anything was. */
interface Merge {
  target: TicketRecord | null;
  sources: TicketRecord[];
}

/**
 * Merges tickets of one customer into one of them: each that can is closed as its duplicate, those that follow it or were
 * merged into it come along. Roles: admin, agent, operator, manager.
 */
export async function mergeTickets(context: RequestContext, input: MergeTicketsInput): Promise<StepResult[]> {
  const merge: Merge = { target: null, sources: [] };
  const text = optionalText(input.text, 'text');
  return takeSteps(
    context,
    DESK_ROLES,
    input,
    async (source, tx) => {
      const target = merge.target as TicketRecord;
      checkMergeSource(source, target);
      const status = statusAfter(source.status, { type: 'MERGED' });
      if (await leadsTo(tx, TicketLinkType.DUPLICATE_OF, target.id, source.id))
        throw cyclic(TicketLinkType.DUPLICATE_OF);
      merge.sources.push(source);
      return {
        changes: { status, closedAt: context.now, mergedIntoId: target.id },
        events: [
          { type: 'MERGED', from: source.mergedIntoId, to: target.id, text, isPublic: true },
          { type: 'CLOSED', from: source.status, to: status, isPublic: true },
        ],
      };
    },
    async (tx) => {
      merge.target = await holdTarget(tx, input);
    },
    (tx, author) => bringAlong(tx, author, merge, context.now),
  );
}

/** Holds the ticket that goes on, before those that are merged into it. */
async function holdTarget(tx: Session, input: MergeTicketsInput): Promise<TicketRecord> {
  await tx.query('select id from ticket where id = $1 for update', [input.intoId]);
  const target = await ticketRecords.require(tx, input.intoId, ['intoId']);
  if (target.version !== input.expectedVersion) throw conflict('ticket', target.version);
  checkMergeTarget(target);
  return target;
}

/** Links what was merged, lets those that depend on it depend on the target, and tells the target's log. */
async function bringAlong(tx: Session, author: StepAuthor, merge: Merge, now: Date): Promise<void> {
  const { target, sources } = merge;
  if (target === null || sources.length === 0) return;
  const ids = sources.map(({ id }) => id);
  await storeLinks(
    tx,
    author,
    ids.map((ticketId) => ({
      ticketId,
      type: TicketLinkType.DUPLICATE_OF,
      toTicketId: target.id,
      toChangeId: null,
      toReleaseId: null,
    })),
    now,
  );
  const { merged, followers } = await findDependants(tx, ids);
  const intoTarget = (ticket: TicketRecord): Decision => ({
    changes: { mergedIntoId: target.id },
    events: [{ type: 'MERGED', from: ticket.mergedIntoId, to: target.id, isPublic: true }],
  });
  if (merged.length > 0) await takeStepsBySystem(tx, author, merged, now, intoTarget);
  // A request cannot be followed: its followers stay with the ticket that they followed.
  if (followers.length > 0 && target.kind !== TicketKind.REQUEST) {
    await takeStepsBySystem(tx, author, followers, now, (ticket) =>
      ticket.id === target.id
        ? { changes: { parentId: null }, events: [{ type: 'UNFOLLOWED', from: ticket.parentId }] }
        : {
            changes: { parentId: target.id },
            events: [{ type: 'FOLLOWED', from: ticket.parentId, to: target.id }],
          },
    );
  }
  await takeStepWithin(tx, author, { id: target.id }, now, () => ({
    changes: {},
    events: ids.map((to) => ({ type: 'ABSORBED', to })),
  }));
}

/**
 * Takes a ticket out of the one it was merged into: it is again what it was. Roles: admin, agent, operator, manager.
 *
 * @throws DomainError `INVALID` where it is not merged
 */
export function unmergeTicket(context: RequestContext, input: UnmergeTicketInput): Promise<TicketRecord> {
  return takeStep(
    context,
    DESK_ROLES,
    input,
    async (ticket, tx) => {
      const intoId = ticket.mergedIntoId;
      if (intoId === null) throw invalid('The ticket is not merged into another one.', ['id']);
      const before = await findStatusBefore(tx, ticket.id);
      const to = Object.values(TicketStatus).find((status) => status === before) ?? TicketStatus.IN_PROGRESS;
      const status = statusAfter(ticket.status, { type: 'UNMERGED', to });
      const text = optionalText(input.text, 'text');
      return {
        changes: { status, closedAt: null, mergedIntoId: null },
        events: [{ type: 'UNMERGED', from: ticket.status, to: status, text, isPublic: true }],
        after: async (inTx, author) => {
          await removeLinks(inTx, await findLinksOf(inTx, TicketLinkType.DUPLICATE_OF, ticket.id, intoId));
          await takeStepWithin(inTx, author, { id: intoId }, context.now, () => ({
            changes: {},
            events: [{ type: 'GAVE_BACK', from: ticket.id }],
          }));
        },
      };
    },
    takeTurn,
  );
}
