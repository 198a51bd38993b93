import { date } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import { Random } from '../random.js';
import type { Subscription } from './subscriptions.js';

interface Offer {
  edition: Subscription['edition'];
  count: number;
  agreement: string;
  supportLevel: string;
  cases: number;
}

const OFFERS: Offer[] = [
  { edition: 'ENTERPRISE', count: 4, agreement: 'SLA-CRITICAL', supportLevel: 'LVL-VALUE', cases: 60 },
  { edition: 'STARTER', count: 10, agreement: 'SLA-BUSINESS', supportLevel: 'LVL-REACTIVE', cases: 24 },
];

/** Agreements bought beyond the plan: paid subscriptions whose product answers to a higher uptime target than the plan's. */
export function entitlements(time: Chronology, active: Subscription[]): Row[] {
  const random = new Random(time.seed, 'entitlements');
  return OFFERS.flatMap(({ edition, count, agreement, supportLevel, cases }) => {
    const candidates = active.filter((each) => each.kind === 'STANDARD' && each.edition === edition);
    return random
      .shuffle(candidates)
      .slice(0, count)
      .map(({ customer, product, startedOn }, i) => {
        const age = Math.floor(time.today.diff(startedOn, 'days').days);
        return row('entitlements', {
          customer: customer.id,
          product: product.id,
          agreement,
          valid_from: date(time.daysAgo(random.int(0, Math.min(age, 400)))),
          support_level: supportLevel,
          valid_to: i % 3 === 0 ? date(time.daysAgo(-random.int(60, 300))) : undefined,
          cases,
        });
      });
  });
}
