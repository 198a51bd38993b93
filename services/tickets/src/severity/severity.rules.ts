import { TicketLevel } from '../ticket/index.js';

/** What the severity of a ticket is worked out from. */
export interface SeverityFacts {
  /** Customers it hits; one for a ticket of one customer, 0 where nobody is known to be hit. */
  customers: number;
  /** The worst that it does to any of them; null: nothing is on record. */
  worstState: 'DOWN' | 'DEGRADED' | null;
  /** Segments of the customers it hits. */
  segments: readonly string[];
  /** The highest uptime that any of them is promised, percent; null: none is. */
  uptimeTarget: number | null;
  urgency: TicketLevel | null;
  reopenings: number;
  /** Response targets that have been missed, over all cycles. */
  breaches: number;
}

/** One part of a severity: so many of so many points, with the reason. */
export interface SeverityPart {
  name: SeverityPartName;
  points: number;
  most: number;
  because: string;
}

/** What a severity is made of. */
export enum SeverityPartName {
  CUSTOMERS = 'CUSTOMERS',
  STATE = 'STATE',
  SEGMENT = 'SEGMENT',
  AGREEMENT = 'AGREEMENT',
  URGENCY = 'URGENCY',
  REOPENINGS = 'REOPENINGS',
  BREACHES = 'BREACHES',
}

/** The severity of a ticket, 0–100: the sum of its parts. */
export interface SeverityScore {
  score: number;
  parts: SeverityPart[];
}

/** From so many on, so many points; the highest first. */
type Steps = readonly (readonly [from: number, points: number])[];

const CUSTOMERS: Steps = [
  [50, 30],
  [10, 24],
  [5, 18],
  [2, 12],
  [1, 6],
];
const UPTIMES: Steps = [
  [99.95, 15],
  [99.9, 12],
  [99.5, 8],
  [99, 5],
  [0, 2],
];
const SEGMENTS: Readonly<Record<string, number>> = { ENTERPRISE: 15, MID_MARKET: 8, SMB: 3 };
const STATES = { DOWN: 20, DEGRADED: 10 } as const;
const URGENCIES: Readonly<Record<TicketLevel, number>> = { HIGH: 8, MEDIUM: 4, LOW: 0 };
const EACH_TIME = 3;
const TIMES_COUNTED = 2;

const pointsOf = (steps: Steps, value: number) => steps.find(([from]) => value >= from)?.[1] ?? 0;

/**
 * The severity of a ticket: points for the customers it hits (up to 30: 6 for one, 12 from 2, 18 from 5, 24 from 10, 30
 * from 50), for what it does to them (DOWN 20, DEGRADED 10), for the weightiest segment among them (ENTERPRISE 15,
 * MID_MARKET 8, SMB 3), for the highest uptime that any of them is promised (15 from 99.95 %, 12 from 99.9 %, 8 from
 * 99.5 %, 5 from 99 %, 2 for any), for urgency (HIGH 8, MEDIUM or none given 4, LOW 0), and 3 each for the first two
 * reopenings and the first two response targets missed.
 */
export function severityOf(facts: SeverityFacts): SeverityScore {
  const { customers, worstState, segments, uptimeTarget, urgency, reopenings, breaches } = facts;
  const segment = segments.toSorted((a, b) => (SEGMENTS[b] ?? 0) - (SEGMENTS[a] ?? 0))[0];
  const parts: SeverityPart[] = [
    part(
      SeverityPartName.CUSTOMERS,
      pointsOf(CUSTOMERS, customers),
      30,
      countOf(customers, 'customer', 'is hit', 'are hit'),
    ),
    part(
      SeverityPartName.STATE,
      worstState === null ? 0 : STATES[worstState],
      20,
      worstState === null ? 'nothing is known to be down or degraded' : `the worst of it is ${worstState}`,
    ),
    part(
      SeverityPartName.SEGMENT,
      SEGMENTS[segment ?? ''] ?? 0,
      15,
      segment === undefined ? 'no segment is known' : `the weightiest segment is ${segment}`,
    ),
    part(
      SeverityPartName.AGREEMENT,
      uptimeTarget === null ? 0 : pointsOf(UPTIMES, uptimeTarget),
      15,
      uptimeTarget === null ? 'no uptime is promised' : `up to ${uptimeTarget} % uptime is promised`,
    ),
    part(
      SeverityPartName.URGENCY,
      URGENCIES[urgency ?? TicketLevel.MEDIUM],
      8,
      urgency === null ? 'no urgency is given, which counts as MEDIUM' : `the urgency is ${urgency}`,
    ),
    part(SeverityPartName.REOPENINGS, timesOf(reopenings), 6, `reopened ${reopenings} times`),
    part(
      SeverityPartName.BREACHES,
      timesOf(breaches),
      6,
      countOf(breaches, 'response target', 'was missed', 'were missed'),
    ),
  ];
  return { score: parts.reduce((sum, { points }) => sum + points, 0), parts };
}

const part = (name: SeverityPartName, points: number, most: number, because: string): SeverityPart => ({
  name,
  points,
  most,
  because,
});

const timesOf = (times: number) => EACH_TIME * Math.min(times, TIMES_COUNTED);

function countOf(count: number, noun: string, is: string, are: string): string {
  return count === 1 ? `1 ${noun} ${is}` : `${count} ${noun}s ${are}`;
}
