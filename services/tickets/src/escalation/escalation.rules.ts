/** Where an escalation stands. */
export enum EscalationStatus {
  OPEN = 'OPEN',
  ACKNOWLEDGED = 'ACKNOWLEDGED',
  ENDED = 'ENDED',
}

/** Why an escalation ended without an answer, or the run of a policy ended. */
export enum EscalationEnd {
  ACKNOWLEDGED = 'ACKNOWLEDGED',
  TICKET_DONE = 'TICKET_DONE',
  EXHAUSTED = 'EXHAUSTED',
  STOPPED = 'STOPPED',
}

/** Where an escalation stands by what is on record of it: who has answered it keeps it, whatever comes after. */
export function statusOfEscalation(of: {
  acknowledgedAt: Date | null;
  endedAt: Date | null;
}): EscalationStatus {
  if (of.acknowledgedAt !== null) return EscalationStatus.ACKNOWLEDGED;
  return of.endedAt === null ? EscalationStatus.OPEN : EscalationStatus.ENDED;
}
