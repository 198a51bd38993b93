import { DomainError, invalid, type RequestContext, type Session } from '@plimsoll/shared';
import {
  candidatesOf,
  demandOf,
  findWays,
  holdCandidate,
  keepDecisions,
  obstacleOf,
  readDesk,
  type Demand,
  type Desk,
} from '../routing/index.js';
import { findLiveRuleSet } from '../routing-rule/index.js';
import { teamRecords } from '../team/index.js';
import { takeSteps, type Decision, type StepResult } from '../ticket-step/index.js';
import { statusAfter, TicketStatus, type TicketRecord } from '../ticket/index.js';
import { rebalance, type Move } from './rebalancing.rules.js';
import { findTeamWork } from './rebalancing.store.js';
import type { RebalanceTeamInput } from './rebalancing.types.js';

const MOST_TICKETS = 1_000;

/** How the work of a team would be spread anew. */
export interface Rebalancing {
  teamId: string;
  ticketCount: number;
  regardedCount: number;
  moves: (Move & { expectedVersion: number })[];
  people: { personId: string; capacity: number; load: number; loadAfter: number }[];
}

/**
 * How the work of a team would be spread anew: of its open tickets that do not wait the 1,000 most urgent are regarded.
 * Writes nothing. Null for callers who are not staff, and where there is no such team.
 */
export async function planRebalancing(context: RequestContext, teamId: string): Promise<Rebalancing | null> {
  const { session, now } = context;
  if (context.scope.kind !== 'STAFF') return null;
  const team = (await teamRecords.findByIds(session, [teamId])).get(teamId);
  if (!team) return null;
  const { tickets, count } = await findTeamWork(session, teamId, MOST_TICKETS);
  const desk = await readDesk(session, [teamId], [], now);
  const people = candidatesOf(desk, teamId);
  const needs = await needsOf(session, tickets, now);
  const moves = rebalance(
    people,
    tickets.map((ticket, index) => ({
      ticketId: ticket.id,
      assigneeId: ticket.assigneeId,
      ...needs[index]!,
    })),
  );
  const after = new Map(people.map(({ personId, load }) => [personId, load]));
  for (const { fromId, toId } of moves) {
    if (fromId !== null && after.has(fromId)) after.set(fromId, after.get(fromId)! - 1);
    after.set(toId, (after.get(toId) ?? 0) + 1);
  }
  const versions = new Map(tickets.map(({ id, version }) => [id, version]));
  return {
    teamId,
    ticketCount: count,
    regardedCount: tickets.length,
    moves: moves.map((move) => ({ ...move, expectedVersion: versions.get(move.ticketId)! })),
    people: people.map(({ personId, capacity, load }) => ({
      personId,
      capacity,
      load,
      loadAfter: after.get(personId) ?? load,
    })),
  };
}

/** What each ticket asks of whoever has it, and whether it stays with whoever that is. */
async function needsOf(
  session: Session,
  tickets: readonly TicketRecord[],
  now: Date,
): Promise<{ demand: Demand; stays: boolean }[]> {
  const ways = await findWays(session, await findLiveRuleSet(session), tickets, now);
  return tickets.map((ticket, index) => {
    const { rule, language, designatedAnalystId } = ways[index]!;
    const begun = ticket.status !== TicketStatus.NEW || ticket.firstRespondedAt !== null;
    const isDesignated = ticket.assigneeId !== null && ticket.assigneeId === designatedAnalystId;
    return {
      demand: rule ? demandOf(rule, language) : { skills: [], language: null },
      stays: begun || isDesignated,
    };
  });
}

/**
 * Moves tickets of a team as a plan said, each that still can: it has to be with whoever the plan found, and whoever gets it
 * has to be able to take it now. Roles: admin, manager, operator.
 */
export async function rebalanceTeam(
  context: RequestContext,
  input: RebalanceTeamInput,
): Promise<StepResult[]> {
  const { now } = context;
  const byTicket = new Map(input.moves.map((move) => [move.ticketId, move]));
  if (byTicket.size < input.moves.length) throw invalid('A ticket is moved twice.', ['moves']);
  const tickets = input.moves.map(({ ticketId, expectedVersion }) => ({ id: ticketId, expectedVersion }));
  // What was given whom before in this transaction is stored only at its end.
  const given = new Map<string, number>();
  let desk: Desk | undefined;
  return takeSteps(context, ['admin', 'manager', 'operator'], { ...input, tickets }, async (ticket, tx) => {
    desk ??= await readDesk(tx, [input.teamId], [], now);
    return decideMove(tx, ticket, { ...input, toId: byTicket.get(ticket.id)!.toId, desk, given }, now);
  });
}

async function decideMove(
  tx: Session,
  ticket: TicketRecord,
  { teamId, toId, desk, given }: { teamId: string; toId: string; desk: Desk; given: Map<string, number> },
  now: Date,
): Promise<Decision> {
  if (ticket.teamId !== teamId) throw invalid('The ticket is not of this team any more.', ['id']);
  if (ticket.assigneeId === toId) throw invalid('Whoever gets the ticket has it already.', ['toId']);
  const status = statusAfter(ticket.status, { type: 'ASSIGNED' });
  const candidate = candidatesOf(desk, teamId).find(({ personId }) => personId === toId);
  const [need] = await needsOf(tx, [ticket], now);
  const canTake = candidate && need && obstacleOf(candidate, need.demand) === null;
  const held = canTake ? await holdCandidate(tx, candidate, given) : null;
  if (!held) {
    throw new DomainError('CANNOT_TAKE', 'Whoever was to get the ticket cannot take it now.', ['toId']);
  }
  const text = `Moved within the team: ${held.load} of ${held.capacity} tickets before this one.`;
  const handedOn = ticket.assigneeId === null ? 0 : 1;
  return {
    changes: { status, assigneeId: toId, reassignedCount: ticket.reassignedCount + handedOn },
    events: [{ type: 'ASSIGNED', from: ticket.assigneeId, to: toId, text }],
    after: (within) =>
      keepDecisions(within, [
        {
          decision: {
            ticketId: ticket.id,
            at: now,
            cause: 'REBALANCED',
            ruleSetId: null,
            ruleName: null,
            teamId,
            queueId: ticket.queueId,
            assigneeId: toId,
            reasons: ['The work of the team was spread anew.', text],
          },
        },
      ]),
  };
}
