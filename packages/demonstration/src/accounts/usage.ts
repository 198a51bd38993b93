import { DateTime } from 'luxon';
import { instant } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import { Random } from '../random.js';
import type { Customer } from './customers.js';
import type { Subscription } from './subscriptions.js';

const MONTHS = 3;

/** What each product measures, by its key. */
const METRICS: Record<string, string> = {
  orders: 'orders_processed',
  payments: 'payments_settled',
  insights: 'reports_run',
};

/** What customers of a segment use in a month, about. */
const SIZES: Record<Customer['segment'], [low: number, high: number]> = {
  SMB: [300, 4_000],
  MID_MARKET: [4_000, 40_000],
  ENTERPRISE: [40_000, 600_000],
};

/** What paying customers used in each of the last three full months, measured at noon of the 28th where they are. */
export function usage(time: Chronology, active: readonly Subscription[]): Row[] {
  const random = new Random(time.seed, 'usage');
  return active
    .filter(({ kind }) => kind === 'STANDARD')
    .flatMap(({ customer, product, startedOn }) => {
      const size = random.low(...SIZES[customer.segment]);
      const growth = random.int(-6, 9) / 100;
      return Array.from({ length: MONTHS }, (_, index) => MONTHS - index).flatMap((back) => {
        const month = DateTime.fromMillis(time.monthStart, { zone: 'utc' }).minus({ months: back });
        const at = DateTime.fromObject(
          { year: month.year, month: month.month, day: 28, hour: 12 },
          { zone: customer.place.timeZone },
        );
        const value = Math.round(size * (1 + growth) ** (MONTHS - back) * (0.95 + random.next() / 10));
        if (at < startedOn) return [];
        const measured = {
          customer: customer.id,
          at: instant(at.toMillis()),
          metric: METRICS[product.key] ?? product.key,
          value,
          component: product.key,
        };
        return [row('usage', measured)];
      });
    });
}
