import type { DateTime } from 'luxon';
import { amount, planId, PODS, PRODUCTS, unitPrice } from '../catalogue/catalogue.js';
import type { Edition, Pod, Product } from '../catalogue/catalogue.js';
import { date } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import { Random } from '../random.js';
import type { Customer } from './customers.js';

type Kind = 'STANDARD' | 'TRIAL' | 'FREE' | 'PILOT' | 'PARTNER';

/** A subscription as it stands at the data set's date. */
export interface Subscription {
  id: string;
  customer: Customer;
  product: Product;
  pod: Pod;
  kind: Kind;
  /** The edition it began with. */
  edition: Edition;
  /** What it cost a month on its first day. */
  monthlyPrice: string;
  startedOn: DateTime;
  endedOn: DateTime | undefined;
}

interface Draft {
  customer: Customer;
  product: Product;
  pod: Pod;
  kind: Kind;
  edition: Edition;
  quantity: number;
  startedOn: DateTime;
  term?: 'MONTHLY' | 'ANNUAL' | undefined;
  leaving?: Customer['leaving'];
}

const NEXT_EDITION: Partial<Record<Edition, Edition>> = {
  STARTER: 'BUSINESS',
  BUSINESS: 'ENTERPRISE',
  ENTERPRISE: 'CRITICAL',
};

/** Writes the subscriptions of all customers: their present, their past, and what happened to them between. */
export class SubscriptionBook {
  readonly subscriptions: Subscription[] = [];
  readonly rows: Row[] = [];
  readonly events: Row[] = [];
  private readonly random: Random;

  constructor(
    private readonly time: Chronology,
    customers: Customer[],
  ) {
    this.random = new Random(time.seed, 'subscriptions');
    for (const customer of customers) this.ofCustomer(customer);
  }

  /** The subscriptions in force at the data set's date. */
  active(): Subscription[] {
    return this.subscriptions.filter(({ endedOn }) => endedOn === undefined || endedOn > this.time.today);
  }

  private ofCustomer(customer: Customer): void {
    const { random, time } = this;
    const pod = random.pick(PODS.filter(({ region }) => region === customer.place.region));
    const products = PRODUCTS.map((product) => ({ product, rank: preference(random, product) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ product }) => product);
    const extra = { SMB: 0.22, MID_MARKET: 0.62, ENTERPRISE: 0.9 }[customer.segment];
    const [first, ...others] = products;
    if (first === undefined) return;
    if (random.chance(0.18)) this.trialBefore(customer, first, pod);
    this.standard({
      customer,
      product: first,
      pod,
      startedOn: customer.startedOn,
      leaving: customer.leaving,
    });
    let probability = extra;
    for (const product of others) {
      const tenure = Math.floor(
        (customer.leaving?.cancelledOn ?? time.today).diff(customer.startedOn, 'days').days,
      );
      if (tenure > 120 && random.chance(probability)) {
        const startedOn = customer.startedOn.plus({
          days: random.chance(0.5) ? 0 : random.int(15, tenure - 90),
        });
        this.standard({
          customer,
          product,
          pod,
          startedOn,
          leaving: customer.leaving ?? this.contraction(startedOn),
        });
      } else if (customer.active && customer.leaving === undefined && random.chance(0.13)) {
        this.sampling(customer, product, pod);
      }
      probability *= 0.55;
    }
    if (customer.returnedOn !== undefined) {
      this.standard({ customer, product: first, pod, startedOn: customer.returnedOn }, 'reactivated');
    }
  }

  /** One subscription of several given up while the customer stays. */
  private contraction(startedOn: DateTime): Customer['leaving'] {
    const age = Math.floor(this.time.today.diff(startedOn, 'days').days);
    if (age < 200 || !this.random.chance(0.12)) return undefined;
    const endedOn = this.time.daysAgo(this.random.int(1, age - 120));
    return {
      cancelledOn: endedOn.minus({ days: this.random.int(30, 60) }),
      endedOn,
      reason: 'product-not-used',
    };
  }

  /** A paid subscription sized by the customer's segment. */
  private standard(
    draft: Pick<Draft, 'customer' | 'product' | 'pod' | 'startedOn' | 'leaving'>,
    openingEvent?: string,
  ): void {
    const { random } = this;
    const editions: Record<Customer['segment'], [Edition, number][]> = {
      SMB: [
        ['STARTER', 70],
        ['BUSINESS', 30],
      ],
      MID_MARKET: [
        ['STARTER', 12],
        ['BUSINESS', 76],
        ['ENTERPRISE', 12],
      ],
      ENTERPRISE: [
        ['BUSINESS', 14],
        ['ENTERPRISE', 76],
        ['CRITICAL', 10],
      ],
    };
    const { segment } = draft.customer;
    const quantity = {
      SMB: random.low(1, 6),
      MID_MARKET: random.low(5, 25),
      ENTERPRISE: random.low(20, 120),
    }[segment];
    const term = random.chance(segment === 'SMB' ? 0.5 : 0.08) ? 'MONTHLY' : 'ANNUAL';
    this.add(
      { ...draft, kind: 'STANDARD', edition: random.weighted(editions[segment]), quantity, term },
      openingEvent,
    );
  }

  /** The trial from which the customer's first paid subscription was converted. */
  private trialBefore(customer: Customer, product: Product, pod: Pod): void {
    const startedOn = customer.startedOn.minus({ days: this.random.pick([14, 21, 30]) });
    const endedOn = customer.startedOn;
    const leaving = { cancelledOn: endedOn, endedOn, reason: 'converted' };
    const id = this.add({
      customer,
      product,
      pod,
      kind: 'TRIAL',
      edition: 'TRIAL',
      quantity: 1,
      startedOn,
      leaving,
    });
    this.event(id, endedOn, 'converted');
  }

  /** A free, trial, pilot or partner subscription beside the paid ones; a trial has a planned end and may be extended. */
  private sampling(customer: Customer, product: Product, pod: Pod): void {
    const { random, time } = this;
    const kind = random.weighted<Kind>([
      ['TRIAL', 60],
      ['FREE', 22],
      ['PILOT', 10],
      ['PARTNER', customer.partner === undefined ? 0 : 20],
    ]);
    if (kind !== 'TRIAL') {
      this.add({
        customer,
        product,
        pod,
        kind,
        edition: 'FREE',
        quantity: 1,
        startedOn: time.daysAgo(random.int(5, 11)),
      });
      return;
    }
    const startedOn = time.daysAgo(random.int(4, 11));
    const extended = random.chance(0.3);
    const endedOn = startedOn.plus({ days: extended ? 45 : 30 });
    const id = this.add(
      { customer, product, pod, kind, edition: 'TRIAL', quantity: 1, startedOn },
      undefined,
      endedOn,
    );
    if (extended) this.event(id, startedOn.plus({ days: 3 }), 'extended');
  }

  private add(draft: Draft, openingEvent?: string, plannedEnd?: DateTime): string {
    const { time } = this;
    const { customer, product, pod, kind, edition, quantity, startedOn, leaving, term } = draft;
    const { currency } = customer.place;
    const id = `SUB-${String(this.rows.length + 1).padStart(4, '0')}`;
    const endedOn = leaving?.endedOn ?? plannedEnd;
    const monthlyPrice = amount(quantity * unitPrice(product, edition, currency));
    this.subscriptions.push({ id, customer, product, pod, kind, edition, monthlyPrice, startedOn, endedOn });
    this.rows.push(
      row('subscriptions', {
        external_id: id,
        customer: customer.id,
        plan: planId(product, edition, currency),
        kind,
        started_on: date(startedOn),
        quantity,
        monthly_price: monthlyPrice,
        currency,
        term,
        renews_on:
          term !== undefined && leaving === undefined
            ? date(nextRenewal(startedOn, term, time.today))
            : undefined,
        cancelled_on: leaving && leaving.reason !== 'converted' ? date(leaving.cancelledOn) : undefined,
        ended_on: endedOn && date(endedOn),
        end_reason: leaving?.reason,
        pod: pod.id,
      }),
    );
    if (openingEvent !== undefined) this.event(id, startedOn, openingEvent);
    if (kind === 'STANDARD') this.history(id, draft);
    return id;
  }

  /** Renewals on every anniversary of an annual term, and changes of plan or quantity between them, in order. */
  private history(id: string, draft: Draft): void {
    const { random, time } = this;
    const { product, startedOn, customer } = draft;
    const { currency } = customer.place;
    const last = [time.today, draft.leaving?.cancelledOn ?? time.today].reduce((a, b) => (a < b ? a : b));
    const age = Math.floor(last.diff(startedOn, 'days').days);
    const happenings: { on: DateTime; type: string }[] = [];
    if (draft.term === 'ANNUAL') {
      for (let on = startedOn.plus({ years: 1 }); on <= last; on = on.plus({ years: 1 }))
        happenings.push({ on, type: 'renewed' });
    }
    const changes =
      age < 90
        ? 0
        : random.weighted([
            [0, 45],
            [1, 38],
            [2, 17],
          ] as const);
    for (let i = 0; i < changes; i++) {
      const on = startedOn.plus({ days: random.int(40, age - 20) });
      const type = random.weighted([
        ['add_on', 52],
        ['upgraded', 26],
        ['downgraded', 22],
      ] as const);
      if (happenings.every((other) => +other.on !== +on)) happenings.push({ on, type });
    }
    happenings.sort((a, b) => +a.on - +b.on);
    let { edition, quantity } = draft;
    for (const { on, type } of happenings) {
      if (type === 'add_on') quantity += Math.max(1, Math.round(quantity * random.pick([0.1, 0.2, 0.3])));
      const next = NEXT_EDITION[edition];
      if (type === 'upgraded') {
        if (next === undefined) continue;
        edition = next;
      }
      if (type === 'downgraded') {
        if (quantity === 1) continue;
        quantity -= Math.max(1, Math.round(quantity * random.pick([0.1, 0.2, 0.4])));
      }
      this.event(id, on, type, {
        quantity,
        monthly_price: amount(quantity * unitPrice(product, edition, currency)),
        plan: planId(product, edition, currency),
      });
    }
  }

  private event(
    subscription: string,
    on: DateTime,
    type: string,
    terms: { quantity?: number; monthly_price?: string; plan?: string } = {},
  ): void {
    this.events.push(row('subscription_events', { subscription, on: date(on), type, ...terms }));
  }
}

function preference(random: Random, product: Product): number {
  return random.next() * ({ orders: 1, payments: 1.5, insights: 2 }[product.key] ?? 1);
}

/** The first anniversary of `startedOn` by `term` after `today`. */
function nextRenewal(startedOn: DateTime, term: 'MONTHLY' | 'ANNUAL', today: DateTime): DateTime {
  const unit = term === 'MONTHLY' ? 'months' : 'years';
  let count = Math.max(1, Math.floor(today.diff(startedOn, unit).as(unit)));
  while (startedOn.plus({ [unit]: count }) <= today) count++;
  return startedOn.plus({ [unit]: count });
}
