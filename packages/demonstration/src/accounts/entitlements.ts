import { date } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import { Random } from '../random.js';
import type { Subscription } from './subscriptions.js';

/** Agreements bought beyond the plan: a dozen customers whose paid product answers to a higher uptime target. */
export function entitlements(time: Chronology, active: Subscription[]): Row[] {
  const random = new Random(time.seed, 'entitlements');
  const candidates = active.filter(({ kind, customer }) => kind === 'STANDARD' && customer.segment !== 'SMB');
  return random
    .shuffle(candidates)
    .slice(0, 14)
    .map((subscription, i) => {
      const age = Math.floor(time.today.diff(subscription.startedOn, 'days').days);
      const validFrom = time.daysAgo(random.int(0, Math.min(age, 400)));
      return row('entitlements', {
        customer: subscription.customer.id,
        product: subscription.product.id,
        agreement: i < 4 ? 'SLA-CRITICAL' : 'SLA-BUSINESS',
        valid_from: date(validFrom),
        support_level: i < 4 ? 'LVL-VALUE' : 'LVL-REACTIVE',
        valid_to: i % 3 === 0 ? date(time.daysAgo(-random.int(60, 300))) : undefined,
        cases: i < 4 ? 60 : 24,
      });
    });
}
