import { DomainError, invalid } from '@plimsoll/shared';

/** What a ticket is about. */
export enum TicketKind {
  REQUEST = 'REQUEST',
  INCIDENT = 'INCIDENT',
  PROBLEM = 'PROBLEM',
}

/** How a ticket came in. */
export enum TicketChannel {
  EMAIL = 'EMAIL',
  WEB = 'WEB',
  PHONE = 'PHONE',
  CHAT = 'CHAT',
  SOCIAL = 'SOCIAL',
  FORUM = 'FORUM',
  API = 'API',
  MONITORING = 'MONITORING',
}

/** How soon a ticket has to be worked on. */
export enum TicketPriority {
  P1 = 'P1',
  P2 = 'P2',
  P3 = 'P3',
  P4 = 'P4',
}

/** How much of the service an incident takes. */
export enum TicketSeverity {
  SEV1 = 'SEV1',
  SEV2 = 'SEV2',
  SEV3 = 'SEV3',
  SEV4 = 'SEV4',
}

/** How wide a ticket reaches, or how fast it gets worse. */
export enum TicketLevel {
  HIGH = 'HIGH',
  MEDIUM = 'MEDIUM',
  LOW = 'LOW',
}

/** Who works on a ticket. */
export enum TicketTier {
  L0 = 'L0',
  ADMIN = 'ADMIN',
  L1 = 'L1',
  L2 = 'L2',
  L3 = 'L3',
  L4 = 'L4',
  THIRD_PARTY = 'THIRD_PARTY',
}

/** Where a ticket stands in its life. */
export enum TicketStatus {
  NEW = 'NEW',
  IN_PROGRESS = 'IN_PROGRESS',
  WAITING_ON_CUSTOMER = 'WAITING_ON_CUSTOMER',
  WAITING_ON_THIRD_PARTY = 'WAITING_ON_THIRD_PARTY',
  WAITING_ON_PROBLEM = 'WAITING_ON_PROBLEM',
  ON_HOLD = 'ON_HOLD',
  RESOLVED = 'RESOLVED',
  CLOSED = 'CLOSED',
}

/** What engineering is asked for by a problem that is handed to it. */
export enum ProblemNature {
  DEFECT = 'DEFECT',
  ENHANCEMENT = 'ENHANCEMENT',
}

/** For what a ticket can wait. */
export enum WaitingReason {
  CUSTOMER = 'CUSTOMER',
  THIRD_PARTY = 'THIRD_PARTY',
  PROBLEM = 'PROBLEM',
}

/** What happens to a ticket, as far as it decides about its status. */
export type TicketStep =
  | { type: 'OPENED' }
  | { type: 'REPLIED'; by: 'STAFF' | 'CUSTOMER' }
  | { type: 'WAITED'; on: WaitingReason }
  | { type: 'HELD' }
  | { type: 'RELEASED'; to: TicketStatus }
  | { type: 'UNMERGED'; to: TicketStatus }
  | {
      type:
        | 'ACKNOWLEDGED'
        | 'ASSIGNED'
        | 'ESCALATED'
        | 'PRIORITY_CHANGED'
        | 'UPDATED'
        | 'ASSETS_CHANGED'
        | 'NOTED'
        | 'RESUMED'
        | 'RESOLVED'
        | 'CLOSED'
        | 'REOPENED'
        | 'MERGED'
        | 'WORKED_ON'
        | 'FOLLOWED'
        | 'PROBLEM_SOLVED'
        | 'RATED';
    };

const WAITING: readonly TicketStatus[] = [
  TicketStatus.WAITING_ON_CUSTOMER,
  TicketStatus.WAITING_ON_THIRD_PARTY,
  TicketStatus.WAITING_ON_PROBLEM,
];

/** Whether a ticket of this status still wants work: every status before resolved. */
export function isOpen(status: TicketStatus): boolean {
  return status !== TicketStatus.RESOLVED && status !== TicketStatus.CLOSED;
}

/**
 * The status of a ticket after a step; a ticket begins with `OPENED` alone.
 *
 * - A reply of staff takes a new ticket into work; a reply of the customer ends waiting for the customer.
 * - Waiting begins in any open status and ends by `RESUMED`.
 * - A hold begins in any open status and ends by `RELEASED`, with the status of before, or by hand like waiting.
 * - `RESOLVED` needs an open ticket, `CLOSED` a resolved one, `REOPENED` one of both.
 * - `WORKED_ON`, a step to the next phase of an incident or a problem, takes a new ticket into work.
 * - `MERGED` closes whatever is not closed; `UNMERGED` gives back the status of before.
 * - `PROBLEM_SOLVED` ends waiting for the problem, and changes nothing else.
 * - Nothing but `REOPENED`, `UNMERGED` and `RATED` happens to a closed ticket, and to a resolved one no more work.
 *
 * @throws DomainError `INVALID_TRANSITION`
 */
export function statusAfter(status: TicketStatus | null, step: TicketStep): TicketStatus {
  if (status === null) {
    if (step.type === 'OPENED') return TicketStatus.NEW;
    throw illegal(status, step);
  }
  switch (step.type) {
    case 'OPENED':
      throw illegal(status, step);
    case 'REPLIED':
      if (status === TicketStatus.CLOSED) throw illegal(status, step);
      if (step.by === 'STAFF') return status === TicketStatus.NEW ? TicketStatus.IN_PROGRESS : status;
      return status === TicketStatus.WAITING_ON_CUSTOMER ? TicketStatus.IN_PROGRESS : status;
    case 'WAITED': {
      const waiting = TicketStatus[`WAITING_ON_${step.on}`];
      if (!isOpen(status) || status === waiting) throw illegal(status, step);
      return waiting;
    }
    case 'ACKNOWLEDGED':
      if (status !== TicketStatus.NEW) throw illegal(status, step);
      return TicketStatus.IN_PROGRESS;
    case 'HELD':
      if (!isOpen(status) || status === TicketStatus.ON_HOLD) throw illegal(status, step);
      return TicketStatus.ON_HOLD;
    case 'RELEASED':
      if (status !== TicketStatus.ON_HOLD || !isOpen(step.to) || step.to === status)
        throw illegal(status, step);
      return step.to;
    case 'RESUMED':
      if (!WAITING.includes(status) && status !== TicketStatus.ON_HOLD) throw illegal(status, step);
      return TicketStatus.IN_PROGRESS;
    case 'WORKED_ON':
      if (!isOpen(status)) throw illegal(status, step);
      return status === TicketStatus.NEW ? TicketStatus.IN_PROGRESS : status;
    case 'MERGED':
      if (status === TicketStatus.CLOSED) throw illegal(status, step);
      return TicketStatus.CLOSED;
    case 'UNMERGED':
      if (status !== TicketStatus.CLOSED || step.to === status) throw illegal(status, step);
      return step.to;
    case 'PROBLEM_SOLVED':
      return status === TicketStatus.WAITING_ON_PROBLEM ? TicketStatus.IN_PROGRESS : status;
    case 'RATED':
      if (status !== TicketStatus.CLOSED) throw illegal(status, step);
      return status;
    case 'ASSIGNED':
    case 'ESCALATED':
    case 'FOLLOWED':
    case 'PRIORITY_CHANGED':
      if (!isOpen(status)) throw illegal(status, step);
      return status;
    case 'UPDATED':
    case 'ASSETS_CHANGED':
    case 'NOTED':
      if (status === TicketStatus.CLOSED) throw illegal(status, step);
      return status;
    case 'RESOLVED':
      if (!isOpen(status)) throw illegal(status, step);
      return TicketStatus.RESOLVED;
    case 'CLOSED':
      if (status !== TicketStatus.RESOLVED) throw illegal(status, step);
      return TicketStatus.CLOSED;
    case 'REOPENED':
      if (isOpen(status)) throw illegal(status, step);
      return TicketStatus.IN_PROGRESS;
  }
}

/** The status that the whole life of a ticket leads to. @throws DomainError `INVALID_TRANSITION` */
export function statusOf(steps: readonly [TicketStep, ...TicketStep[]]): TicketStatus {
  const [first, ...rest] = steps;
  return rest.reduce(statusAfter, statusAfter(null, first));
}

const DONE: Record<TicketStep['type'], string> = {
  OPENED: 'opened',
  REPLIED: 'replied to',
  WAITED: 'put to wait for this',
  HELD: 'put on hold',
  RELEASED: 'released',
  ACKNOWLEDGED: 'acknowledged',
  ASSIGNED: 'assigned',
  ESCALATED: 'escalated',
  PRIORITY_CHANGED: 'given another priority',
  UPDATED: 'changed',
  ASSETS_CHANGED: 'tied to other assets',
  NOTED: 'noted on',
  RESUMED: 'resumed',
  RESOLVED: 'resolved',
  CLOSED: 'closed',
  REOPENED: 'reopened',
  MERGED: 'merged into another one',
  UNMERGED: 'taken out of another one',
  WORKED_ON: 'led on',
  FOLLOWED: 'put under an incident or problem',
  PROBLEM_SOLVED: 'told that its problem is solved',
  RATED: 'rated',
};

function illegal(status: TicketStatus | null, step: TicketStep): DomainError {
  return new DomainError(
    'INVALID_TRANSITION',
    `A ticket that is ${status ?? 'not opened'} cannot be ${DONE[step.type]}.`,
  );
}

const LEVELS = [TicketLevel.HIGH, TicketLevel.MEDIUM, TicketLevel.LOW];

/**
 * Priority by impact × urgency: HIGH × HIGH is P1, one level less on either side P2, two levels less P3, and
 * everything below P4. What is not given counts as MEDIUM.
 */
export function priorityOf(
  impact: TicketLevel | null | undefined,
  urgency: TicketLevel | null | undefined,
): TicketPriority {
  const rank = LEVELS.indexOf(impact ?? TicketLevel.MEDIUM) + LEVELS.indexOf(urgency ?? TicketLevel.MEDIUM);
  return Object.values(TicketPriority)[Math.min(rank, 3)] ?? TicketPriority.P4;
}

/** A satisfaction from 1 (none) to 5. @throws DomainError `INVALID` */
export function checkSatisfaction(value: number): number {
  if (!Number.isInteger(value) || value < 1 || value > 5) {
    throw invalid('`satisfaction` is a whole number from 1 (none) to 5.', ['satisfaction']);
  }
  return value;
}

/** The ids as given, in the order on record where they are the same ones: a file says which, not in which order. */
export function inOrderOf<Ids extends string[] | undefined>(recorded: string[] | undefined, given: Ids): Ids {
  if (recorded === undefined || given === undefined) return given;
  const isSame = recorded.length === given.length && given.every((id) => recorded.includes(id));
  return (isSame ? recorded : given) as Ids;
}
