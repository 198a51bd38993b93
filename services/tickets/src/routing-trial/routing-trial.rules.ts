/** Where a set of rules sends a ticket. */
export interface TriedWay {
  ruleName: string | null;
  queueId: string | null;
  teamId: string | null;
  tier: string | null;
  reasons: string[];
}

/** A ticket that two sets send to different places. */
export interface TrialDifference {
  ticketId: string;
  tried: TriedWay;
  live: TriedWay;
}

/** What would become of the tickets opened in [from, to). */
export interface TrialOutcome {
  from: Date;
  to: Date;
  ticketCount: number;
  testedCount: number;
  takenByNoneCount: number;
  byRule: { ruleName: string | null; ticketCount: number }[];
  differences: TrialDifference[];
}

/** Whether two sets send a ticket to different places; what their rules are called makes no difference. */
export function differs(one: TriedWay, other: TriedWay): boolean {
  return one.queueId !== other.queueId || one.teamId !== other.teamId || one.tier !== other.tier;
}
