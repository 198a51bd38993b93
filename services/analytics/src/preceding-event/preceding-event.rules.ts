/** A customer on a day. */
export interface CustomerDay {
  readonly customerId: string;
  readonly on: string;
}

/** What went wrong for a customer in the 90 days before a day. */
export interface PrecedingTroubles {
  /** Months of service level that began in them (in the customer's time zone) and are breached. */
  readonly breachedMonths: number;
  /** Clocks of tickets that ran out in them. */
  readonly breachedClocks: number;
  /** Days that tickets were open in them, of all its tickets together. */
  readonly ticketDays: number;
  /** How often tickets that were open in them were opened again. */
  readonly reopenings: number;
}

/** What happened to a customer in the 90 days before a day. */
export interface Preceding extends PrecedingTroubles {
  readonly escalations: number;
  /**
   * How much more (above 0) or less it used than in the 90 days before these: mean over its metrics of what was
   * measured ÷ what was measured then, less 1; null where nothing was measured then.
   */
  readonly usageChange: number | null;
}

/** What preceded something that happened to customers, each once. */
export interface PrecedingSummary {
  readonly customers: number;
  readonly breachedMonths: number;
  readonly breachedClocks: number;
  readonly ticketDays: number;
  readonly escalations: number;
  readonly reopenings: number;
  /** Mean over those of whom something was measured; null without one. */
  readonly usageChange: number | null;
  /** How many of them use less by a fifth or more. */
  readonly declining: number;
}

const DECLINE = -0.2;

/** Sums over customers, so that those of groups add up. */
export function summarize(rows: readonly Preceding[]): PrecedingSummary {
  const sum = (of: (row: Preceding) => number) => rows.reduce((total, row) => total + of(row), 0);
  const changes = rows.flatMap(({ usageChange }) => (usageChange === null ? [] : [usageChange]));
  return {
    customers: rows.length,
    breachedMonths: sum((row) => row.breachedMonths),
    breachedClocks: sum((row) => row.breachedClocks),
    ticketDays: sum((row) => row.ticketDays),
    escalations: sum((row) => row.escalations),
    reopenings: sum((row) => row.reopenings),
    usageChange:
      changes.length === 0 ? null : changes.reduce((total, change) => total + change, 0) / changes.length,
    declining: changes.filter((change) => change <= DECLINE).length,
  };
}
