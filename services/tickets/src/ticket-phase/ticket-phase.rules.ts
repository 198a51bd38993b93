import { DomainError } from '@plimsoll/shared';
import { TicketChannel, TicketKind } from '../ticket/index.js';

/** How far an incident is while it is open; beside its status, which says whether somebody works on it. */
export enum IncidentPhase {
  DETECTED = 'DETECTED',
  RECORDED = 'RECORDED',
  CLASSIFIED = 'CLASSIFIED',
  NOTIFIED = 'NOTIFIED',
  ESCALATED = 'ESCALATED',
  DIAGNOSED = 'DIAGNOSED',
}

/** How far a problem is while it is open; beside its status. */
export enum ProblemPhase {
  LOGGED = 'LOGGED',
  INVESTIGATED = 'INVESTIGATED',
  KNOWN_ERROR = 'KNOWN_ERROR',
  FIX_IN_PROGRESS = 'FIX_IN_PROGRESS',
}

/** How far an incident or a problem is while it is open. */
export type TicketPhase = IncidentPhase | ProblemPhase;

/** Which phases follow which, without being resolved or reopened in between. */
const NEXT: Record<TicketPhase, readonly TicketPhase[]> = {
  [IncidentPhase.DETECTED]: [IncidentPhase.RECORDED],
  [IncidentPhase.RECORDED]: [IncidentPhase.CLASSIFIED],
  [IncidentPhase.CLASSIFIED]: [IncidentPhase.NOTIFIED, IncidentPhase.ESCALATED, IncidentPhase.DIAGNOSED],
  [IncidentPhase.NOTIFIED]: [IncidentPhase.ESCALATED, IncidentPhase.DIAGNOSED],
  [IncidentPhase.ESCALATED]: [IncidentPhase.DIAGNOSED],
  // What a reopening shows to be wrong is diagnosed anew.
  [IncidentPhase.DIAGNOSED]: [IncidentPhase.DIAGNOSED],
  [ProblemPhase.LOGGED]: [ProblemPhase.INVESTIGATED, ProblemPhase.KNOWN_ERROR, ProblemPhase.FIX_IN_PROGRESS],
  [ProblemPhase.INVESTIGATED]: [
    ProblemPhase.INVESTIGATED,
    ProblemPhase.KNOWN_ERROR,
    ProblemPhase.FIX_IN_PROGRESS,
  ],
  [ProblemPhase.KNOWN_ERROR]: [
    ProblemPhase.INVESTIGATED,
    ProblemPhase.KNOWN_ERROR,
    ProblemPhase.FIX_IN_PROGRESS,
  ],
  [ProblemPhase.FIX_IN_PROGRESS]: [ProblemPhase.INVESTIGATED],
};

/** Where an event leads that is told for nothing else: refused where it does not lead there. */
const LEADING: Record<string, TicketPhase> = {
  RECORDED: IncidentPhase.RECORDED,
  CLASSIFIED: IncidentPhase.CLASSIFIED,
  NOTIFIED: IncidentPhase.NOTIFIED,
  DIAGNOSED: IncidentPhase.DIAGNOSED,
  INVESTIGATED: ProblemPhase.INVESTIGATED,
  KNOWN_ERROR: ProblemPhase.KNOWN_ERROR,
  HANDED_OVER: ProblemPhase.FIX_IN_PROGRESS,
  TAKEN_BACK: ProblemPhase.INVESTIGATED,
};

/** Where an event leads if it can, and happens all the same where it cannot: tickets of every kind are escalated. */
const CARRYING: Record<string, TicketPhase> = {
  ACKNOWLEDGED: IncidentPhase.RECORDED,
  ESCALATED: IncidentPhase.ESCALATED,
};

/** The phase in which a ticket begins; null for a request, whose status says all. Monitoring detects, people record. */
export function initialPhase(kind: TicketKind, channel: TicketChannel | null): TicketPhase | null {
  if (kind === TicketKind.PROBLEM) return ProblemPhase.LOGGED;
  if (kind === TicketKind.REQUEST) return null;
  return channel === TicketChannel.MONITORING ? IncidentPhase.DETECTED : IncidentPhase.RECORDED;
}

/**
 * The phase of a ticket after an event of its log. Resolving, closing and reopening leave it: a reopened ticket goes on
 * where it was resolved.
 *
 * @param phase null for a request, or for an incident or problem that was imported: that one is at its beginning
 * @throws DomainError `INVALID_TRANSITION` for an event that leads to a phase which does not follow
 */
export function phaseAfter(
  ticket: { kind: TicketKind; channel: TicketChannel | null },
  phase: TicketPhase | null,
  eventType: string,
): TicketPhase | null {
  const from = phase ?? initialPhase(ticket.kind, ticket.channel);
  const carried = CARRYING[eventType];
  if (carried) return from !== null && NEXT[from].includes(carried) ? carried : phase;
  const to = LEADING[eventType];
  if (!to) return phase;
  const isTakenBack = eventType === 'TAKEN_BACK';
  const follows = from !== null && NEXT[from].includes(to);
  // Only what engineering has is taken back, and what it has is taken back before it is investigated.
  if (!follows || isTakenBack !== (from === ProblemPhase.FIX_IN_PROGRESS)) {
    const what = from === null ? 'A request' : `A ticket of kind ${ticket.kind} that is ${from}`;
    throw new DomainError('INVALID_TRANSITION', `${what} cannot be ${DONE[eventType] ?? eventType}.`);
  }
  return to;
}

/** Which events lead on from here, of those that are told for nothing else. */
export function leadingOn(
  ticket: { kind: TicketKind; channel: TicketChannel | null },
  phase: TicketPhase | null,
): string[] {
  return Object.keys(LEADING).filter((type) => {
    try {
      phaseAfter(ticket, phase, type);
      return true;
    } catch {
      return false;
    }
  });
}

const DONE: Record<string, string> = {
  RECORDED: 'recorded',
  CLASSIFIED: 'classified',
  NOTIFIED: 'notified',
  DIAGNOSED: 'diagnosed',
  INVESTIGATED: 'investigated',
  KNOWN_ERROR: 'declared a known error',
  HANDED_OVER: 'handed to engineering',
  TAKEN_BACK: 'taken back from engineering',
};
