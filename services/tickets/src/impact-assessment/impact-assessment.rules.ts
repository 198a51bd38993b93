import type { ImpactThresholds } from '../priority-scheme/index.js';
import { isOpen, TicketKind, TicketLevel, type TicketPriority, type TicketStatus } from '../ticket/index.js';

/** What an incident does to a customer, the worst of it. */
export interface HitCustomer {
  customerId: string;
  state: 'DOWN' | 'DEGRADED';
  segment: string | null;
  /** The highest uptime that it is promised for what is hit, percent; null: none is. */
  uptimeTarget: number | null;
}

/** An impact with its reasons. */
export interface DerivedImpact {
  impact: TicketLevel;
  because: string[];
}

/**
 * The impact of an incident on these customers; null where it hits nobody.
 *
 * HIGH: many customers are down, or one that weighs by itself. MEDIUM: any customer is down, or many are degraded, or
 * one that weighs by itself is. LOW: fewer are degraded. A customer weighs by itself by its segment or by what it is
 * promised, as the thresholds say. One more customer, or a worse state of one, never makes the impact lower.
 */
export function deriveImpact(
  hits: readonly HitCustomer[],
  thresholds: ImpactThresholds,
): DerivedImpact | null {
  const down = hits.filter(({ state }) => state === 'DOWN');
  if (hits.length === 0) return null;
  const whyDown = weightOf(down, 'down', thresholds);
  if (whyDown.length > 0) return { impact: TicketLevel.HIGH, because: whyDown };
  const whyHit = weightOf(hits, down.length > 0 ? 'hit' : 'degraded', thresholds);
  if (down.length > 0) {
    return { impact: TicketLevel.MEDIUM, because: [`${customers(down.length)} down`, ...whyHit] };
  }
  if (whyHit.length > 0) return { impact: TicketLevel.MEDIUM, because: whyHit };
  return { impact: TicketLevel.LOW, because: [`${customers(hits.length)} degraded`] };
}

const customers = (count: number) => (count === 1 ? '1 customer is' : `${count} customers are`);

/** Why these customers weigh: because they are many, or because of one of them; empty where they do not. */
function weightOf(
  hits: readonly HitCustomer[],
  state: 'down' | 'degraded' | 'hit',
  { manyCustomers, weightySegments, weightyUptime }: ImpactThresholds,
): string[] {
  const because: string[] = [];
  if (hits.length >= manyCustomers)
    because.push(`${customers(hits.length)} ${state}: ${manyCustomers} are many`);
  for (const segment of weightySegments) {
    const count = hits.filter((hit) => hit.segment === segment).length;
    if (count > 0) because.push(`${customers(count)} ${state} in the segment ${segment}`);
  }
  if (weightyUptime !== null) {
    const least = Number(weightyUptime);
    const count = hits.filter(({ uptimeTarget }) => uptimeTarget !== null && uptimeTarget >= least).length;
    if (count > 0)
      because.push(`${customers(count)} ${state} with ${weightyUptime} % uptime or more promised`);
  }
  return because;
}

/** A ticket as far as its impact and its priority are concerned. */
export interface Prioritized {
  kind: TicketKind;
  status: TicketStatus;
  impact: TicketLevel | null;
  urgency: TicketLevel | null;
  priority: TicketPriority;
}

/**
 * What another impact makes of a ticket. The priority follows where it was the one that impact and urgency give; one
 * that a person gave stays. Null where nothing changes, and for tickets that are over and those that are no incidents.
 */
export function withImpact(
  ticket: Prioritized,
  impact: TicketLevel,
  priorityBy: (impact: TicketLevel | null, urgency: TicketLevel | null) => TicketPriority,
): { impact: TicketLevel; priority: TicketPriority } | null {
  if (ticket.kind !== TicketKind.INCIDENT || !isOpen(ticket.status) || ticket.impact === impact) return null;
  const follows = ticket.priority === priorityBy(ticket.impact, ticket.urgency);
  return { impact, priority: follows ? priorityBy(impact, ticket.urgency) : ticket.priority };
}
