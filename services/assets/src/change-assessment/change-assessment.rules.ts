import { createHash } from 'node:crypto';

/** What of a change decides what it costs. */
interface PlanOfChange {
  assetIds: readonly string[];
  windowFrom: Date | null;
  windowTo: Date | null;
  expectedState: string;
  noticeGivenAt: Date | null;
}

/** Amounts of one currency each. */
export interface AssessedAmount {
  amount: string;
  currency: string;
}

/** What an outage in the window of a change would cost. */
export interface AssessedExposure {
  /** Customers hit. */
  customerCount: number;
  /** Of these, customers whose records had not arrived where it was worked out. */
  unknownCustomerCount: number;
  /** Customers with an agreement below its target afterwards. */
  breachCount: number;
  serviceCredits: AssessedAmount[];
  monthlyRecurringRevenue: AssessedAmount[];
  /** The credits as a share (0–1) of a month's revenue of the customers hit; null without revenue or a rate. */
  creditShare: number | null;
  /** The least seconds that any agreement hit can still take afterwards; negative when broken; null where none is hit. */
  leastHeadroomSeconds: number | null;
  /** Customers hit for whom some of the window lies between 07:00 and 22:00 local time. */
  customersAwake: number;
  /** The share (0–1) of the window that lies at night or on a weekend where the customers hit are; null without any. */
  offHoursShare: number | null;
}

/** What a change would cost, as last worked out. The figures themselves are of the change carried out as planned. */
export interface Assessment extends AssessedExposure {
  changeId: string;
  /** The version of the change that was assessed. */
  changeVersion: number;
  assessedAt: Date;
  /** Whether assets, window, expected state and notice are still those that were assessed. */
  isCurrent: boolean;
  /** Whether assets, window and expected state are: then it hits the same customers, whenever they were told. */
  isOfSameWork: boolean;
  /** The longest notice, in hours, that an agreement hit asks for to exclude it; null where none excludes anything. */
  noticeHoursNeeded: number | null;
  /** The same figures if it fails: its assets down throughout its window, unannounced. */
  ifFailed: AssessedExposure;
}

/** Stands for what is assessed of a change: what it does to whom, then its notice. */
export function planOf(change: PlanOfChange): string {
  const work = [
    [...change.assetIds].sort(),
    change.windowFrom?.getTime() ?? null,
    change.windowTo?.getTime() ?? null,
    change.expectedState,
  ];
  const digest = createHash('sha256').update(JSON.stringify(work)).digest('hex').slice(0, 32);
  return `${digest} ${change.noticeGivenAt?.getTime() ?? 'none'}`;
}

/** Whether two plans differ in their notice at most, so that they hit the same customers. */
export function isSameWork(plan: string, other: string): boolean {
  return plan.split(' ', 1)[0] === other.split(' ', 1)[0];
}

const HOUR_MS = 3_600_000;

/**
 * The last instant at which all customers hit are told in time, so that every agreement hit excludes what it excludes
 * at all; null where none does, and where the assessment is missing or of other assets, another window or state.
 */
export function noticeNeededBy(
  change: { windowFrom: Date | null },
  assessment: Pick<Assessment, 'noticeHoursNeeded' | 'isOfSameWork'> | null,
): Date | null {
  if (!change.windowFrom || !assessment?.isOfSameWork || assessment.noticeHoursNeeded === null) return null;
  return new Date(Math.floor(change.windowFrom.getTime() - assessment.noticeHoursNeeded * HOUR_MS));
}
