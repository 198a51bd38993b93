import { BEYOND, PEOPLE, planId, TIERS } from './catalogue.js';
import { pick, randomOf } from './random.js';
import { accounts, AS_OF, type Account, type CompanyPart, type CompanyShape, type Row } from './shape.js';

const DAY_MS = 86_400_000;
const SEGMENTS = ['SMB', 'SMB', 'MID_MARKET', 'ENTERPRISE'] as const;

function dateOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function* customerRows(shape: CompanyShape): Generator<Row> {
  const random = randomOf('customers');
  let number = 0;
  for (const { id, timeZone } of accounts(shape)) {
    number += 1;
    yield {
      external_id: id,
      name: `Customer ${id.slice(4)} Ltd`,
      csi: String(10_000_000 + number),
      segment: pick(SEGMENTS, random()),
      region: 'EMEA',
      time_zone: timeZone,
      account_manager: `person-${Math.floor(random() * PEOPLE)}`,
      active: 'true',
    };
  }
}

/** One contact in ten customers. */
function* contactRows(shape: CompanyShape): Generator<Row> {
  for (const { id, place } of accounts(shape)) {
    if (place % 10 === 0) {
      yield { external_id: `contact-${id}`, customer: id, name: `Contact of ${id}`, designated: 'true' };
    }
  }
}

function subscriptionId(account: Account, product: string): string {
  return `sub-${account.id}-${product}`;
}

/** The next anniversary of a date behind the company's instant. */
function anniversary(startedOn: string): string {
  const today = dateOf(AS_OF.getTime());
  for (let year = AS_OF.getUTCFullYear(); ; year++) {
    const date = `${year}${startedOn.slice(4)}`;
    if (date > today) return date;
  }
}

/** All begin before the month of the company's instant, on a day that every year has. */
function* subscriptionRows(shape: CompanyShape): Generator<Row> {
  const random = randomOf('subscriptions');
  for (const account of accounts(shape)) {
    for (const product of account.products) {
      const { tier, price } = pick(TIERS, random());
      const quantity = 1 + Math.floor(random() * 20);
      const started = dateOf(AS_OF.getTime() - Math.floor(50 + random() * 1000) * DAY_MS);
      const startedOn = started.endsWith('02-29') ? started.replace('02-29', '02-28') : started;
      const isTrial = random() < 0.02;
      yield {
        external_id: subscriptionId(account, product),
        customer: account.id,
        plan: planId(product, tier, account.currency),
        kind: isTrial ? 'TRIAL' : 'STANDARD',
        started_on: startedOn,
        quantity: String(quantity),
        monthly_price: isTrial ? '0.00' : `${quantity * price}.00`,
        currency: account.currency,
        ...(isTrial ? {} : { term: 'ANNUAL', renews_on: anniversary(startedOn) }),
        pod: account.pod,
      };
    }
  }
}

/** One subscription in twelve has grown, every other of these in the month of the company's instant. */
function* subscriptionEventRows(shape: CompanyShape): Generator<Row> {
  const random = randomOf('subscription events');
  for (const account of accounts(shape)) {
    const draw = random();
    if (account.place % 12 !== 5) continue;
    const on = account.place % 24 === 5 ? AS_OF.getTime() - 5 * DAY_MS : AS_OF.getTime() - 45 * DAY_MS;
    yield {
      subscription: subscriptionId(account, account.products[0] as string),
      on: dateOf(on),
      type: 'add_on',
      quantity: '25',
      monthly_price: `${2000 + Math.floor(draw * 900)}.50`,
    };
  }
}

/** One customer in twenty has bought a stricter agreement than its plan's. */
function* entitlementRows(shape: CompanyShape): Generator<Row> {
  for (const account of accounts(shape)) {
    if (account.place % 20 !== 7) continue;
    yield {
      customer: account.id,
      product: account.products[0] as string,
      agreement: BEYOND.agreement,
      support_level: BEYOND.level,
      valid_from: '2025-11-01',
    };
  }
}

/** Customers with their contacts, subscriptions and entitlements. */
export function customers(shape: CompanyShape): CompanyPart[] {
  const part = (mutation: string, rows: Iterable<Row>): CompanyPart => ({
    mutation,
    rows,
    needsOthers: false,
  });
  return [
    part('importCustomers', customerRows(shape)),
    part('importContacts', contactRows(shape)),
    part('importSubscriptions', subscriptionRows(shape)),
    part('importSubscriptionEvents', subscriptionEventRows(shape)),
    part('importEntitlements', entitlementRows(shape)),
  ];
}
