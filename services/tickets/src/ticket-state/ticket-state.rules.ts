import { leadingOn, type TicketPhase } from '../ticket-phase/index.js';
import {
  isOpen,
  statusAfter,
  TicketKind,
  TicketStatus,
  WaitingReason,
  type TicketChannel,
  type TicketStep,
} from '../ticket/index.js';

/** The state of a ticket by the life of its kind: a name for each state, with what its event log says of it. */
export type StateName =
  | 'NewState'
  | 'InProgressState'
  | 'IncidentDetectedState'
  | 'IncidentRecordedState'
  | 'IncidentClassifiedState'
  | 'IncidentNotifiedState'
  | 'IncidentEscalatedState'
  | 'IncidentDiagnosedState'
  | 'ProblemLoggedState'
  | 'ProblemInvestigatedState'
  | 'ProblemKnownErrorState'
  | 'ProblemFixInProgressState'
  | 'WaitingState'
  | 'OnHoldState'
  | 'ResolvedState'
  | 'ClosedState';

/** What decides about the state of a ticket. */
export interface Standing {
  kind: TicketKind;
  channel: TicketChannel | null;
  status: TicketStatus;
  phase: TicketPhase | null;
}

const OF_PHASE: Record<TicketPhase, [state: StateName, events: readonly string[]]> = {
  DETECTED: ['IncidentDetectedState', ['DETECTED', 'OPENED']],
  RECORDED: ['IncidentRecordedState', ['RECORDED', 'ACKNOWLEDGED', 'OPENED']],
  CLASSIFIED: ['IncidentClassifiedState', ['CLASSIFIED']],
  NOTIFIED: ['IncidentNotifiedState', ['NOTIFIED']],
  ESCALATED: ['IncidentEscalatedState', ['ESCALATED']],
  DIAGNOSED: ['IncidentDiagnosedState', ['DIAGNOSED']],
  LOGGED: ['ProblemLoggedState', ['OPENED']],
  INVESTIGATED: ['ProblemInvestigatedState', ['INVESTIGATED', 'TAKEN_BACK']],
  KNOWN_ERROR: ['ProblemKnownErrorState', ['KNOWN_ERROR']],
  FIX_IN_PROGRESS: ['ProblemFixInProgressState', ['HANDED_OVER']],
};

/**
 * The state of a ticket, and the types of the events that lead there: the last of them tells when it began and what was
 * said.
 *
 * @param phase of the ticket as it is: for an incident or a problem never null
 */
export function stateOf({ kind, status, phase }: Standing): [state: StateName, events: readonly string[]] {
  switch (status) {
    case TicketStatus.CLOSED:
      return ['ClosedState', ['CLOSED', 'MERGED']];
    case TicketStatus.RESOLVED:
      return ['ResolvedState', ['RESOLVED']];
    case TicketStatus.ON_HOLD:
      return ['OnHoldState', ['HELD']];
    case TicketStatus.WAITING_ON_CUSTOMER:
    case TicketStatus.WAITING_ON_THIRD_PARTY:
    case TicketStatus.WAITING_ON_PROBLEM:
      return ['WaitingState', ['WAITED']];
    case TicketStatus.NEW:
    case TicketStatus.IN_PROGRESS: {
      if (kind !== TicketKind.REQUEST && phase !== null) return OF_PHASE[phase];
      return status === TicketStatus.NEW
        ? ['NewState', ['OPENED']]
        : ['InProgressState', ['ACKNOWLEDGED', 'REPLIED', 'RESUMED', 'REOPENED', 'RELEASED']];
    }
  }
}

/** For what a ticket of this status waits; null where it does not. */
export function waitingReasonOf(status: TicketStatus): WaitingReason | null {
  return (
    Object.values(WaitingReason).find((reason) => status === TicketStatus[`WAITING_ON_${reason}`]) ?? null
  );
}

const STEPS: readonly TicketStep[] = [
  { type: 'ACKNOWLEDGED' },
  { type: 'ASSIGNED' },
  { type: 'ESCALATED' },
  { type: 'RESUMED' },
  { type: 'RESOLVED' },
  { type: 'CLOSED' },
  { type: 'REOPENED' },
  { type: 'MERGED' },
];

/** The types of the events of the steps that can be taken from here; what changes nothing of the state is left out. */
export function nextSteps(standing: Standing & { isMerged: boolean }): string[] {
  const { status, isMerged } = standing;
  if (isMerged) return ['UNMERGED'];
  const steps = STEPS.filter((step) => isAllowed(status, step)).map(({ type }) => type);
  const waits = Object.values(WaitingReason).some((on) => isAllowed(status, { type: 'WAITED', on }));
  return [
    ...steps,
    ...(waits ? ['WAITED'] : []),
    ...(isOpen(status) ? leadingOn(standing, standing.phase) : []),
  ];
}

function isAllowed(status: TicketStatus, step: TicketStep): boolean {
  try {
    statusAfter(status, step);
    return true;
  } catch {
    return false;
  }
}
