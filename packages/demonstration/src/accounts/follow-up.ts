import type { DateTime } from 'luxon';
import { amount, unitPrice } from '../catalogue/catalogue.js';
import { DAY, date, instant, localTime, onWeekday } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import { Random } from '../random.js';
import { peopleOf } from './people.js';
import type { Person } from './people.js';
import type { Subscription } from './subscriptions.js';

/** What is to be reached, and how many days after the first one. */
const MILESTONES: [name: string, afterDays: number][] = [
  ['Kick-off held', 5],
  ['Users invited', 10],
  ['Data brought over', 25],
  ['Administrators trained', 35],
  ['First value seen', 45],
  ['Handed over to support', 60],
];

/** How many days back new customers still have their deployment on record. */
const DEPLOYED_DAYS = 200;

/** Paying subscriptions with which their customers began, in the order of the customers. */
function firstOfEach(active: readonly Subscription[]): Subscription[] {
  const seen = new Set<string>();
  return active.filter(({ kind, customer }) => {
    if (kind !== 'STANDARD' || seen.has(customer.id)) return false;
    seen.add(customer.id);
    return true;
  });
}

/** What so many units more would be worth a month. */
function valueOf({ product, edition, customer }: Subscription, units: number): Record<string, string> {
  const { currency } = customer.place;
  return { amount: amount(units * unitPrice(product, edition, currency)), currency };
}

/** The onboarding of the customers that came lately: most live in time, some under way, a few late. */
export function deployments(time: Chronology, people: Person[], active: readonly Subscription[]): Row[] {
  const random = new Random(time.seed, 'deployments');
  const engineers = peopleOf(people, 'engineer');
  return firstOfEach(active)
    .filter(({ startedOn }) => time.today.diff(startedOn, 'days').days <= DEPLOYED_DAYS)
    .map((subscription, i) => {
      const { customer, startedOn, product } = subscription;
      const slip = random.chance(0.2) ? random.int(8, 20) : random.int(-3, 4);
      // Some customers stop half-way: their own people have no time.
      const reachable = random.chance(0.15) ? random.int(2, 5) : MILESTONES.length;
      const reached = MILESTONES.map(([name, afterDays], place) => {
        const dueOn = startedOn.plus({ days: afterDays });
        const on = dueOn.plus({ days: Math.max(slip, 1 - afterDays) });
        return { name, dueOn, on: place < reachable && on <= time.today ? on : undefined };
      });
      const liveOn = reached.at(-1)?.on;
      return row('deployments', {
        external_id: `DPL-${String(i + 1).padStart(3, '0')}`,
        customer: customer.id,
        name: `Rollout of ${product.name}`,
        started_on: date(startedOn),
        target_on: date(startedOn.plus({ days: 60 })),
        status: liveOn === undefined ? 'IN_PROGRESS' : 'LIVE',
        live_on: liveOn && date(liveOn),
        owner: random.pick(engineers),
        amount: subscription.monthlyPrice,
        currency: customer.place.currency,
        subscription: subscription.id,
        milestones: reached
          .map(({ name, dueOn, on }) => `${name}=${date(dueOn)}${on ? `/${date(on)}` : ''}`)
          .join('; '),
      });
    });
}

/** At an hour of the customer's own working day near that day. */
function meeting(random: Random, day: DateTime, timeZone: string): number {
  return localTime(onWeekday(day.toMillis() + DAY / 2, timeZone), timeZone, random.int(9, 16), 0);
}

/** Every quarter a review with each large customer: the last one as it went, the next one as it is planned. */
export function customerReviews(time: Chronology, active: readonly Subscription[]): Row[] {
  const random = new Random(time.seed, 'reviews');
  const summaries = [
    'Content; wants the month-end reports earlier.',
    'Two outages in the quarter were gone through, credits explained.',
    'Growth as planned, a second site follows.',
    'Asked for a person to call in the evening.',
  ];
  return firstOfEach(active)
    .filter(({ customer, startedOn }) => customer.segment === 'ENTERPRISE' && startedOn < time.daysAgo(120))
    .flatMap(({ customer }) => {
      const { accountManager } = customer;
      const back = random.int(3, 85);
      const { timeZone } = customer.place;
      const last = meeting(random, time.daysAgo(back), timeZone);
      const next = meeting(random, time.daysAgo(back - 91), timeZone);
      const id = `REV-${customer.id.slice(4)}`;
      return [
        row('customer_reviews', {
          external_id: `${id}-1`,
          customer: customer.id,
          scheduled_at: instant(last),
          every: 'P3M',
          status: 'HELD',
          closed_at: instant(last + DAY / 24),
          summary: random.pick(summaries),
          owner: accountManager,
        }),
        row('customer_reviews', {
          external_id: `${id}-2`,
          customer: customer.id,
          scheduled_at: instant(next),
          every: 'P3M',
          owner: accountManager,
        }),
      ];
    });
}

type Seen = [kind: string, origin: string, title: (product: string) => string, note: string];

const SEEN: Seen[] = [
  [
    'UPSELL',
    'SUPPORT',
    (product) => `${product} with answers around the clock`,
    'Asked twice at night for somebody to answer.',
  ],
  [
    'EXPANSION',
    'USAGE',
    (product) => `More units of ${product}`,
    'Has used what it bought to the last unit for two months.',
  ],
  ['EXPANSION', 'REVIEW', (product) => `A second site on ${product}`, 'The second site starts next quarter.'],
  [
    'RENEWAL',
    'RENEWAL',
    (product) => `Three years of ${product}`,
    'Would renew for longer at a fixed price.',
  ],
];

/** What was seen that could be sold: most of it open, some won or lost in the last months, and a conversion of every fourth trial. */
export function opportunities(time: Chronology, active: readonly Subscription[]): Row[] {
  const random = new Random(time.seed, 'opportunities');
  const large = firstOfEach(active).filter(({ customer }) => customer.segment !== 'SMB');
  const seen = random.shuffle(large).slice(0, 24);
  const rows = seen.map((subscription, i) => {
    const [kind, origin, title, note] = random.pick(SEEN);
    const age = random.int(4, 80);
    const recordedAt = time.asOf - age * DAY;
    const stage = age < 20 ? 'OPEN' : random.pick(['OPEN', 'QUALIFIED', 'QUALIFIED', 'WON', 'LOST']);
    const closed = stage === 'WON' || stage === 'LOST';
    return row('opportunities', {
      external_id: `OPP-${String(i + 1).padStart(3, '0')}`,
      customer: subscription.customer.id,
      kind,
      origin,
      title: title(subscription.product.name),
      note,
      ...valueOf(subscription, random.int(2, 20)),
      stage,
      owner: subscription.customer.accountManager,
      recorded_at: instant(recordedAt),
      expected_on: closed ? undefined : date(time.daysAgo(-random.int(10, 75))),
      closed_at: closed ? instant(recordedAt + Math.floor(age * 0.6) * DAY) : undefined,
      closing_reason: stage === 'LOST' ? random.pick(['No budget this year', 'Bought elsewhere']) : undefined,
      subscription: subscription.id,
    });
  });
  const trials = active.filter(({ kind }) => kind === 'TRIAL').filter((_, i) => i % 4 === 0);
  return [
    ...rows,
    ...trials.map((trial, i) =>
      row('opportunities', {
        external_id: `OPP-${String(rows.length + i + 1).padStart(3, '0')}`,
        customer: trial.customer.id,
        kind: 'CONVERSION',
        origin: 'TRIAL',
        title: `${trial.product.name} after the trial`,
        note: 'Tries it with a whole department.',
        stage: 'OPEN',
        owner: trial.customer.accountManager,
        recorded_at: instant(trial.startedOn.plus({ days: 2 }).toMillis()),
        expected_on: trial.endedOn && date(trial.endedOn),
        subscription: trial.id,
      }),
    ),
  ];
}
