import { PODS, PRODUCTS } from '../catalogue/catalogue.js';
import type { Customer } from '../accounts/customers.js';
import { date, HOUR } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import type { Desk } from '../desk/teams.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import { Random } from '../random.js';
import type { Change } from './changes.js';
import type { Incident } from './incidents.js';

const MONTHS = 24;
/** What a member of a team costs a month, EUR: first line, and the others. */
const FIRST_LINE = 4_300;
const OTHERS = 6_200;
/** What an hour of emergency work and an hour of a change cost, EUR. */
const OVERTIME_HOUR = 310;
const CHANGE_HOUR = 140;
/** Enterprise customers with an analyst of their own. */
const SERVED = 6;

/**
 * What the company spent in each of the last 24 full months, booked on their last days: the staff of each queue,
 * telephony, hosting of each product (clouds bill in USD), the data centre of each pod, emergency work and changes as
 * long as they took, and analysts for a few large customers.
 */
export function costs(time: Chronology, { support, customers, incidents, changes }: Company): Row[] {
  const random = new Random(time.seed, 'costs');
  const served = customers
    .filter(({ segment, active }) => segment === 'ENTERPRISE' && active)
    .slice(0, SERVED);
  const rows: Row[] = [];
  for (let back = MONTHS; back >= 1; back--) {
    const month = time.today.startOf('month').minus({ months: back });
    const [from, to] = [month.toMillis(), month.plus({ months: 1 }).toMillis()];
    const booked = date(month.endOf('month'));
    const about = (amount: number) => (amount * (0.95 + random.next() / 10)).toFixed(2);
    const book = (key: string, kind: string, amount: string, rest: Named = {}) => {
      const { currency = 'EUR', ...named } = rest;
      rows.push(
        row('costs', {
          external_id: `COST-${booked.slice(0, 7)}-${key}`,
          date: booked,
          kind,
          amount,
          currency,
          ...named,
        }),
      );
    };
    for (const [tier, { queue, members }] of Object.entries(support.lines)) {
      book(queue, 'support_staff', about(members.length * (tier === 'L1' ? FIRST_LINE : OTHERS)), { queue });
    }
    book('TELEPHONY', 'telephony', about(1_900));
    for (const { id, key } of PRODUCTS) {
      book(id, 'cloud_hosting', about(key === 'orders' ? 21_000 : 12_500), { product: id, currency: 'USD' });
    }
    for (const { id, key } of PODS) book(id, 'data_centre', about(8_400), { asset: `${key}-dc` });
    const work = hours(
      incidents.filter(({ planned }) => !planned),
      from,
      to,
      ({ startedAt, restoredAt }) => [startedAt, restoredAt],
    );
    if (work > 0) book('OVERTIME', 'incident_overtime', (work * OVERTIME_HOUR).toFixed(2));
    const planned = hours(changes, from, to, ({ startedAt, endedAt }) => [startedAt, endedAt]);
    if (planned > 0) book('CHANGES', 'change_work', (planned * CHANGE_HOUR).toFixed(2));
    for (const { id, startedOn } of served) {
      if (startedOn.toMillis() < to) book(id, 'designated_analyst', about(2_600), { customer: id });
    }
  }
  return rows;
}

interface Company {
  support: Desk;
  customers: Customer[];
  incidents: Incident[];
  changes: Change[];
}

interface Named {
  asset?: string;
  queue?: string;
  product?: string;
  customer?: string;
  currency?: string;
}

/** Hours of work on what began in a month, each with its beginning and its end; what has no end takes none. */
function hours<Work>(
  works: readonly Work[],
  from: number,
  to: number,
  span: (work: Work) => [from: number | undefined, to: number | undefined],
): number {
  return works.reduce((sum, work) => {
    const [start, end] = span(work);
    if (start === undefined || end === undefined || start < from || start >= to) return sum;
    return sum + Math.max(0, end - start) / HOUR;
  }, 0);
}
