import { amountsOf, type Sums } from '../account/index.js';
import type { Amount, Interval } from '../availability/index.js';
import type { ExposureAnswer } from '../exposure/index.js';
import { awakeTimes, offHoursShare } from '../safe-window/index.js';

/** What an outage in the window of a change would cost, as it is told. */
export interface ChangeExposure {
  readonly customerCount: number;
  /** Customers hit whose records have not arrived here. */
  readonly unknownCustomerCount: number;
  /** Customers with an agreement below its target afterwards. */
  readonly breachCount: number;
  readonly serviceCredits: readonly Amount[];
  readonly monthlyRecurringRevenue: readonly Amount[];
  /** Credits ÷ a month's revenue of the customers hit; null without revenue, and where a rate is missing. */
  readonly creditShare: number | null;
  /** The least seconds left to any agreement; negative when broken, null where none is hit. */
  readonly leastHeadroomSeconds: number | null;
  /** Customers hit for whom some of the window lies between 07:00 and 22:00 local time. */
  readonly customersAwake: number;
  /** The mean share of the window at night or on a weekend where these customers are; null without any. */
  readonly offHoursShare: number | null;
}

/**
 * The figures of a weighed outage.
 *
 * @param hitCount customers hit, those not known here included
 * @param valueOf amounts in the reporting currency; null where a rate is missing
 */
export function changeExposureOf(
  answer: ExposureAnswer,
  window: Interval,
  hitCount: number,
  valueOf: (amounts: Sums) => number | null,
): ChangeExposure {
  const { customers, breachCount, leastHeadroomSeconds, revenue, credit } = answer;
  const zones = new Map<string, number>();
  for (const { account } of customers) zones.set(account.timeZone, (zones.get(account.timeZone) ?? 0) + 1);
  let [customersAwake, offHours] = [0, 0];
  for (const [timeZone, count] of zones) {
    if (awakeTimes(timeZone, window).length > 0) customersAwake += count;
    offHours += count * offHoursShare(timeZone, window);
  }
  const [owed, paid] = [valueOf(credit), valueOf(revenue)];
  return {
    customerCount: customers.length,
    unknownCustomerCount: hitCount - customers.length,
    breachCount,
    serviceCredits: amountsOf(credit),
    monthlyRecurringRevenue: amountsOf(revenue),
    creditShare: owed === null || paid === null || paid === 0 ? null : owed / paid,
    leastHeadroomSeconds,
    customersAwake,
    offHoursShare: customers.length === 0 ? null : offHours / customers.length,
  };
}

/**
 * The longest notice, in hours, that an agreement hit asks for: given so early, all exclude what they exclude at all.
 * Null where none excludes anything.
 */
export function noticeHoursNeeded({ customers }: ExposureAnswer): number | null {
  let longest: number | null = null;
  for (const { agreements } of customers) {
    for (const { measured } of agreements) {
      const { maintenanceNoticeHours: hours, maintenanceCapMinutes: cap } = measured.agreement;
      const excludes = hours !== null && (cap === null || Number(cap) > 0);
      if (excludes && (longest === null || Number(hours) > longest)) longest = Number(hours);
    }
  }
  return longest;
}
