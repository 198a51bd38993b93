import type { RequestContext, Session } from '@plimsoll/shared';
import {
  candidatesOf,
  demandOf,
  describeScreening,
  findUnroutedQueue,
  findWays,
  leastLoadedFirst,
  obstacleOf,
  readDesk,
  screen,
  type Candidate,
  type Desk,
  type Routable,
  type Way,
} from '../routing/index.js';
import { findLiveRuleSet } from '../routing-rule/index.js';
import { TicketChannel, TicketKind, type TicketPriority } from '../ticket/index.js';
import { priorityOfCall, readCallId } from './call-routing.rules.js';
import { findOpenIncidents } from './call-routing.store.js';

/** Where a call goes, and why. */
export interface AnsweredCall {
  openIncidentIds: string[];
  priority: TicketPriority;
  /** Null: no routing rules are in force, and no ticket was opened so far. */
  queueId: string | null;
  /** Whoever should take it, first the one who should rather than others. */
  preferredIds: string[];
  routedBecause: string[];
}

/** Where a call goes; null for callers who are not staff. Batched a request. */
export async function answerCall(context: RequestContext, id: string): Promise<AnsweredCall | null> {
  if (context.scope.kind !== 'STAFF') return null;
  return context
    .loader<string, AnsweredCall>('answered-call', (ids) => answerCalls(context.session, ids, context.now))
    .load(id);
}

/**
 * Where calls go, in the order of their identifiers; null for what is no identifier of a call. A call is routed like a
 * request that came in by telephone. As many statements for one as for many.
 */
async function answerCalls(
  session: Session,
  ids: readonly string[],
  now: Date,
): Promise<(AnsweredCall | null)[]> {
  const calls = ids.map(readCallId);
  const customerIds = calls.flatMap((call) => call?.customerId ?? []);
  const incidents = await findOpenIncidents(session, customerIds);
  const asked = calls.map((call): Routable => ({
    customerId: call?.customerId ?? null,
    contactId: call?.contactId ?? null,
    assetIds: [],
    kind: TicketKind.REQUEST,
    channel: TicketChannel.PHONE,
    priority: priorityOfCall(false, incidentsOf(incidents, call?.customerId)),
    severity: null,
    tier: null,
    category: null,
    subject: '',
  }));
  const ways = await findWays(session, await findLiveRuleSet(session), asked, now);
  const crewIds = ways.flatMap(({ teamId, queueId }) => [teamId, queueId]).filter((id) => id !== null);
  const analysts = ways.flatMap(({ designatedAnalystId }) => designatedAnalystId ?? []);
  const desk = await readDesk(session, crewIds, analysts, now);
  const unrouted = ways.some(({ queueId }) => queueId === null) ? await findUnroutedQueue(session) : null;
  return calls.map((call, index) => {
    const way = ways[index];
    if (!call || !way) return null;
    const open = incidents.filter(({ customerId }) => customerId === call.customerId);
    const { preferred, reasons } = whoAnswers(way, desk);
    return {
      openIncidentIds: open.map(({ id }) => id),
      priority: priorityOfCall(way.designatedContact, incidentsOf(open, call.customerId)),
      queueId: way.queueId ?? unrouted,
      preferredIds: preferred.map(({ personId }) => personId),
      routedBecause: [...way.reasons, ...reasons],
    };
  });
}

function incidentsOf(
  incidents: readonly { customerId: string; priority: string }[],
  customerId: string | null | undefined,
): string[] {
  return incidents.filter((incident) => incident.customerId === customerId).map(({ priority }) => priority);
}

/**
 * Who should take a call: the designated analyst, then whoever has least to do of those who can take a ticket of the kind,
 * then those at capacity: a call does not wait as a ticket does.
 */
function whoAnswers(way: Way, desk: Desk): { preferred: Candidate[]; reasons: string[] } {
  const { rule, teamId, queueId, designatedAnalystId } = way;
  const reasons: string[] = [];
  const preferred: Candidate[] = [];
  const crewId = teamId ?? queueId;
  const analyst = designatedAnalystId === null ? null : desk.candidate(designatedAnalystId, crewId);
  const stands = analyst && obstacleOf(analyst, { skills: [], language: null });
  if (analyst && (stands === null || stands === 'FULL') && (rule?.toDesignatedAnalyst ?? true)) {
    preferred.push(analyst);
    reasons.push('The designated analyst of the customer is there.');
  }
  if (crewId === null) return { preferred, reasons };
  const people = candidatesOf(desk, crewId);
  const screening = screen(people, rule ? demandOf(rule, way.language) : { skills: [], language: null });
  reasons.push(...describeScreening(screening, people.length));
  const busy = people.filter((candidate) => obstacleOf(candidate, screening.demand) === 'FULL');
  for (const candidate of [...leastLoadedFirst(screening.free), ...leastLoadedFirst(busy)]) {
    if (candidate.personId !== analyst?.personId || !preferred.includes(analyst)) preferred.push(candidate);
  }
  return { preferred, reasons };
}
