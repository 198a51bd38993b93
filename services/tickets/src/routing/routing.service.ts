import { newId, type Session } from '@plimsoll/shared';
import { findLoads } from '../agent/index.js';
import { queueRecords } from '../queue/index.js';
import { findLiveRuleSet } from '../routing-rule/index.js';
import type { NewTicketEvent } from '../ticket-event/index.js';
import { TicketTier, type TicketRecord } from '../ticket/index.js';
import {
  describeScreening,
  inTurn,
  KEPT_BY,
  leastLoadedFirst,
  obstacleOf,
  screen,
  type Candidate,
} from './candidate.rules.js';
import { candidatesOf, demandOf, findWays, readDesk, type Desk, type Way } from './routing-desk.service.js';
import {
  addDecisions,
  findUnroutedQueue,
  holdAgent,
  holdTurn,
  keepTurn,
  lockUnroutedQueue,
  type RoutingCauseName,
  type RoutingDecisionRecord,
  UNROUTED,
} from './routing.store.js';

/** The platform as the author of what it decides itself. */
const PLATFORM = { actorId: null };

/** What becomes of a ticket by a decision: what changes of it, what is told of it, and what is kept of the decision. */
export interface Route {
  changes: Partial<Pick<TicketRecord, 'teamId' | 'queueId' | 'assigneeId' | 'tier'>>;
  events: Pick<NewTicketEvent, 'type' | 'from' | 'to' | 'text'>[];
  decision: Omit<RoutingDecisionRecord, 'id'>;
}

/**
 * Finds the way of each of these tickets by the rules in force, in their order. Whoever gets one is held until the
 * transaction ends, so that nobody gets more than they work on, however many are routed at the same time. To be called
 * where all is seen; changes nothing of the tickets, which need not be stored yet.
 *
 * A ticket that is opened with a person, a team or a queue stays there. One that is routed again leaves team and queue
 * for those of the rule, and keeps its person where that person can still take it.
 */
export async function planRoutes(
  tx: Session,
  tickets: readonly TicketRecord[],
  now: Date,
  cause: RoutingCauseName,
): Promise<Route[]> {
  const isGiven = ({ teamId, queueId, assigneeId }: TicketRecord) =>
    cause === 'OPENED' && (teamId ?? queueId ?? assigneeId) !== null;
  const open = tickets.filter((ticket) => !isGiven(ticket));
  const ways = new Map<TicketRecord, Way>();
  if (open.length > 0) {
    const found = await findWays(tx, await findLiveRuleSet(tx), open, now);
    open.forEach((ticket, index) => ways.set(ticket, found[index]!));
  }
  const all = [...ways.values()];
  const besides = [
    ...all.flatMap(({ designatedAnalystId }) => designatedAnalystId ?? []),
    ...open.flatMap(({ assigneeId }) => assigneeId ?? []),
  ];
  const crewIds = all.flatMap(({ teamId, queueId }) => [teamId, queueId]).filter((id) => id !== null);
  const desk = open.length > 0 ? await readDesk(tx, crewIds, besides, now) : null;
  const assigned = new Map<string, number>();
  const routes: Route[] = [];
  for (const ticket of tickets) {
    const way = ways.get(ticket);
    if (!way || !desk) routes.push(leftAsGiven(ticket, now));
    else routes.push(await routeOne(tx, ticket, way, desk, assigned, now, cause));
  }
  return routes;
}

function leftAsGiven(ticket: TicketRecord, now: Date): Route {
  const { teamId, queueId, assigneeId } = ticket;
  const to = [assigneeId && 'a person', teamId && 'a team', queueId && 'a queue'].filter(Boolean);
  return {
    changes: {},
    events: [],
    decision: {
      ticketId: ticket.id,
      at: now,
      cause: 'OPENED',
      ruleSetId: null,
      ruleName: null,
      teamId,
      queueId,
      assigneeId,
      reasons: [`Opened with ${to.join(' and ')}: it stays there.`],
    },
  };
}

async function routeOne(
  tx: Session,
  ticket: TicketRecord,
  way: Way,
  desk: Desk,
  assigned: Map<string, number>,
  now: Date,
  cause: RoutingCauseName,
): Promise<Route> {
  const { rule, teamId } = way;
  const queueId = way.queueId ?? (await ensureUnroutedQueue(tx));
  const reasons = [...way.reasons, placeOf(desk, teamId, queueId)];
  const person = rule
    ? await findPerson(tx, { way, ticket, desk, assigned, reasons, crewId: teamId ?? queueId })
    : null;
  const changes: Route['changes'] = { teamId, queueId, assigneeId: person };
  if (rule?.tier != null && ticket.tier === null) {
    changes.tier = TicketTier[rule.tier as keyof typeof TicketTier];
    reasons.push(`Tier ${rule.tier} by the rule.`);
  }
  const text = reasons.join(' ');
  const events: Route['events'] = [];
  const tell = (type: string, from: string | null, to: string | null) => {
    if (from !== to) events.push({ type, from, to, text });
  };
  tell('ROUTED', ticket.queueId, queueId);
  tell('ROUTED', ticket.teamId, teamId);
  tell('ASSIGNED', ticket.assigneeId, person);
  return {
    changes,
    events,
    decision: {
      ticketId: ticket.id,
      at: now,
      cause,
      ruleSetId: way.ruleSetId,
      ruleName: rule?.name ?? null,
      teamId,
      queueId,
      assigneeId: person,
      reasons,
    },
  };
}

function placeOf({ crews }: Desk, teamId: string | null, queueId: string): string {
  const queue = `Queue "${crews.get(queueId)?.name ?? UNROUTED_NAME}"`;
  return teamId === null ? `${queue}.` : `${queue}, team "${crews.get(teamId)?.name ?? teamId}".`;
}

interface Search {
  way: Way;
  ticket: TicketRecord;
  desk: Desk;
  /** What this transaction has given whom so far; whoever is in it is held. */
  assigned: Map<string, number>;
  reasons: string[];
  crewId: string;
}

/**
 * Whether somebody can still get a ticket once nobody else is giving them any; they are held until the transaction ends.
 * Their load is as it is then.
 *
 * @param assigned what this transaction has given whom without storing it; this one is added
 */
export async function holdCandidate(
  tx: Session,
  candidate: Candidate,
  assigned: Map<string, number>,
): Promise<Candidate | null> {
  return hold(tx, [candidate], assigned, true);
}

/** Who gets a ticket; null: nobody can. Tells why. */
async function findPerson(tx: Session, search: Search): Promise<string | null> {
  const { way, ticket, desk, assigned, reasons, crewId } = search;
  const rule = way.rule!;
  const demand = demandOf(rule, way.language);
  const withLoad = (candidate: Candidate): Candidate => ({
    ...candidate,
    load: candidate.load + (assigned.get(candidate.personId) ?? 0),
  });
  const people = candidatesOf(desk, crewId).map(withLoad);
  const present = people.find(({ personId }) => personId === ticket.assigneeId);
  if (present && ['FULL', null].includes(obstacleOf(present, demand))) {
    reasons.push('Whoever has it keeps it.');
    return present.personId;
  }
  if (rule.toDesignatedAnalyst && way.designatedAnalystId !== null) {
    const analyst = desk.candidate(way.designatedAnalystId, crewId);
    const obstacle = analyst && obstacleOf(withLoad(analyst), { skills: [], language: null });
    if (!analyst) reasons.push('The designated analyst of the customer has no profile.');
    else if (obstacle !== null)
      reasons.push(`The designated analyst of the customer is ${KEPT_BY[obstacle]}.`);
    else {
      const held = await hold(tx, [withLoad(analyst)], assigned, true);
      if (held) {
        reasons.push('The designated analyst of the customer takes it.');
        return held.personId;
      }
      reasons.push('The designated analyst of the customer is at capacity.');
    }
  }
  if (rule.assign === 'NOBODY') {
    reasons.push('It waits there until somebody takes it.');
    return null;
  }
  const screening = screen(people, demand);
  reasons.push(...describeScreening(screening, people.length));
  const inTurns = rule.assign === 'ROUND_ROBIN';
  const last = inTurns && screening.free.length > 0 ? await holdTurn(tx, crewId) : null;
  const ranked = inTurns ? inTurn(screening.free, last) : leastLoadedFirst(screening.free);
  const held = await hold(tx, ranked, assigned, inTurns);
  if (!held) {
    reasons.push('It waits there until somebody takes it.');
    return null;
  }
  if (inTurns) await keepTurn(tx, crewId, held.personId);
  reasons.push(
    inTurns ? 'Next in turn.' : `Least loaded: ${held.load} of ${held.capacity} tickets before this one.`,
  );
  return held.personId;
}

/**
 * Holds the first of these people who still has room once nobody else is giving them a ticket, and notes that they get
 * one. Whoever has no room is let go at once: who waits for others holds nobody for whom others may be waiting.
 *
 * @param inOrder whether to wait for whoever comes first, rather than to take the next one
 */
async function hold(
  tx: Session,
  ranked: readonly Candidate[],
  assigned: Map<string, number>,
  inOrder: boolean,
): Promise<Candidate | null> {
  let left = [...ranked];
  while (left.length > 0) {
    const ids = left.map(({ personId }) => personId);
    const mayWait = assigned.size === 0;
    let fullId: string | null = null;
    const held = await tx
      .transaction(async (): Promise<Candidate | null> => {
        const id = inOrder && mayWait ? await holdAgent(tx, ids, true) : await holdOne(tx, ids, mayWait);
        const found = left.find(({ personId }) => personId === id);
        if (!found) return null;
        const here = assigned.get(found.personId) ?? 0;
        const load = ((await findLoads(tx, [found.personId])).get(found.personId) ?? 0) + here;
        if (load < found.capacity) return { ...found, load };
        fullId = id;
        throw new NoRoom();
      })
      .catch((error: unknown) => {
        if (error instanceof NoRoom) return null;
        throw error;
      });
    if (held) {
      assigned.set(held.personId, (assigned.get(held.personId) ?? 0) + 1);
      return held;
    }
    if (fullId === null) return null;
    left = left.filter(({ personId }) => personId !== fullId);
  }
  return null;
}

/** Undoes the holding of somebody who turned out to have no room. */
class NoRoom extends Error {}

async function holdOne(tx: Session, ids: readonly string[], mayWait: boolean): Promise<string | null> {
  return (await holdAgent(tx, ids, false)) ?? (mayWait ? await holdAgent(tx, ids, true) : null);
}

const UNROUTED_NAME = 'Unrouted';

/** The queue of tickets while no rules are in force; made when it is first needed. */
async function ensureUnroutedQueue(tx: Session): Promise<string> {
  const found = await findUnroutedQueue(tx);
  if (found !== null) return found;
  await lockUnroutedQueue(tx);
  const made = await findUnroutedQueue(tx);
  if (made !== null) return made;
  const id = newId('que');
  await queueRecords.create(tx, PLATFORM, [
    {
      id,
      version: 1,
      externalId: UNROUTED,
      source: 'plimsoll',
      name: UNROUTED_NAME,
      calendarId: null,
      memberIds: [],
    },
  ]);
  return id;
}

/** Keeps the decisions about stored tickets. One statement. */
export async function keepDecisions(tx: Session, routes: readonly Pick<Route, 'decision'>[]): Promise<void> {
  await addDecisions(
    tx,
    routes.map(({ decision }) => decision),
  );
}

/** What the log of a ticket tells of a decision about it. */
export function eventsOfRoute({ events, decision: { ticketId, at } }: Route): NewTicketEvent[] {
  return events.map((event) => ({ ...event, ticketId, at, actorId: null, isPublic: false }));
}
