import type { Preceding } from './preceding.store.js';

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
