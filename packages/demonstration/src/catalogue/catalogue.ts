import type { Currency, Region } from '../accounts/places.js';
import { date } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import { Random } from '../random.js';

export interface Product {
  id: string;
  key: string;
  name: string;
}

export const PRODUCTS: Product[] = [
  { id: 'PRD-ORDERS', key: 'orders', name: 'Orders' },
  { id: 'PRD-PAYMENTS', key: 'payments', name: 'Payments' },
  { id: 'PRD-INSIGHTS', key: 'insights', name: 'Insights' },
];

export interface Pod {
  id: string;
  key: string;
  name: string;
  region: Region;
  timeZone: string;
  city: string;
}

export const PODS: Pod[] = [
  {
    id: 'POD-EU1',
    key: 'eu1',
    name: 'EU Central',
    region: 'EMEA',
    timeZone: 'Europe/Berlin',
    city: 'Frankfurt',
  },
  { id: 'POD-EU2', key: 'eu2', name: 'EU West', region: 'EMEA', timeZone: 'Europe/Dublin', city: 'Dublin' },
  {
    id: 'POD-US1',
    key: 'us1',
    name: 'US East',
    region: 'AMERICAS',
    timeZone: 'America/New_York',
    city: 'Ashburn',
  },
  {
    id: 'POD-US2',
    key: 'us2',
    name: 'US West',
    region: 'AMERICAS',
    timeZone: 'America/Los_Angeles',
    city: 'Portland',
  },
  {
    id: 'POD-AP1',
    key: 'ap1',
    name: 'Asia Pacific',
    region: 'APAC',
    timeZone: 'Asia/Singapore',
    city: 'Singapore',
  },
  {
    id: 'POD-SA1',
    key: 'sa1',
    name: 'South America',
    region: 'LATAM',
    timeZone: 'America/Sao_Paulo',
    city: 'São Paulo',
  },
];

export type Edition = 'FREE' | 'TRIAL' | 'STARTER' | 'BUSINESS' | 'ENTERPRISE' | 'CRITICAL';

interface EditionTerms {
  label: string;
  tier: number;
  supportLevel: string;
  agreement: string;
}

const EDITIONS: Record<Edition, EditionTerms> = {
  FREE: { label: 'Free', tier: 1, supportLevel: 'LVL-COMMUNITY', agreement: 'SLA-COMMUNITY' },
  TRIAL: { label: 'Trial', tier: 1, supportLevel: 'LVL-COMMUNITY', agreement: 'SLA-COMMUNITY' },
  STARTER: { label: 'Starter', tier: 1, supportLevel: 'LVL-BASIC', agreement: 'SLA-STARTER' },
  BUSINESS: { label: 'Business', tier: 2, supportLevel: 'LVL-REACTIVE', agreement: 'SLA-BUSINESS' },
  ENTERPRISE: { label: 'Enterprise', tier: 3, supportLevel: 'LVL-PREVENTIVE', agreement: 'SLA-ENTERPRISE-2' },
  CRITICAL: { label: 'Mission Critical', tier: 3, supportLevel: 'LVL-VALUE', agreement: 'SLA-CRITICAL' },
};

/** Monthly price of one unit in EUR, by product and edition; other currencies are rounded to whole units. */
const UNIT_PRICES: Record<string, Record<Edition, number>> = {
  orders: { FREE: 0, TRIAL: 0, STARTER: 49, BUSINESS: 129, ENTERPRISE: 249, CRITICAL: 420 },
  payments: { FREE: 0, TRIAL: 0, STARTER: 39, BUSINESS: 99, ENTERPRISE: 199, CRITICAL: 360 },
  insights: { FREE: 0, TRIAL: 0, STARTER: 29, BUSINESS: 79, ENTERPRISE: 149, CRITICAL: 280 },
};

const PRICE_LEVEL: Record<Currency, number> = { EUR: 1, USD: 1.1, GBP: 0.87 };

/** The external id of a product's plan of one edition and currency. */
export function planId(product: Product, edition: Edition, currency: Currency): string {
  return `PLAN-${product.key.toUpperCase()}-${edition}-${currency}`;
}

/** Monthly price of one unit in whole currency units. */
export function unitPrice(product: Product, edition: Edition, currency: Currency): number {
  return Math.round((UNIT_PRICES[product.key]?.[edition] ?? 0) * PRICE_LEVEL[currency]);
}

/** A whole amount as decimal text with the minor unit. */
export function amount(units: number): string {
  return units.toFixed(2);
}

/** One plan a product, edition and currency. */
export function plans(): Row[] {
  const editions = Object.keys(EDITIONS) as Edition[];
  const currencies = Object.keys(PRICE_LEVEL) as Currency[];
  return PRODUCTS.flatMap((product) =>
    editions.flatMap((edition) =>
      currencies.map((currency) =>
        row('plans', {
          external_id: planId(product, edition, currency),
          name: `${product.name} ${EDITIONS[edition].label} (${currency})`,
          product: product.id,
          support_level: EDITIONS[edition].supportLevel,
          agreement: EDITIONS[edition].agreement,
          tier: EDITIONS[edition].tier,
          monthly_price: amount(unitPrice(product, edition, currency)),
          currency,
        }),
      ),
    ),
  );
}

type Calendar = [id: string, timeZone: string, hours: string, holidays?: string];

/** Business calendars: around the clock, and the office hours of the four sites. */
export function calendars(): Row[] {
  const list: Calendar[] = [
    ['24x7', 'UTC', '24x7'],
    ['berlin-office', 'Europe/Berlin', 'Mon-Fri 08:00-18:00', 'DE-BE'],
    ['new-york-office', 'America/New_York', 'Mon-Fri 09:00-17:00', 'US'],
    ['singapore-office', 'Asia/Singapore', 'Mon-Fri 09:00-18:00; Sat 09:00-13:00', 'SG'],
    ['sao-paulo-office', 'America/Sao_Paulo', 'Mon-Fri 09:00-18:00', 'BR'],
  ];
  return list.map(([external_id, time_zone, hours, holidays]) =>
    row('calendars', { external_id, time_zone, hours, holidays }),
  );
}

/** What support the company sells, from community to value-added. */
export function supportLevels(): Row[] {
  const list: [string, string, string, string, string, string, number | undefined, number | undefined][] = [
    ['LVL-COMMUNITY', 'Community', 'berlin-office', 'SLA-COMMUNITY', 'FORUM;WEB', 'en', undefined, undefined],
    ['LVL-BASIC', 'Basic', 'berlin-office', 'SLA-STARTER', 'EMAIL;WEB', 'en;de', 1, 12],
    [
      'LVL-REACTIVE',
      'Premier reactive',
      'berlin-office',
      'SLA-BUSINESS',
      'EMAIL;WEB;CHAT;PHONE',
      'en;de;fr;es',
      2,
      48,
    ],
    [
      'LVL-PREVENTIVE',
      'Premier preventive',
      '24x7',
      'SLA-ENTERPRISE-2',
      'EMAIL;WEB;CHAT;PHONE',
      'en;de;fr;es;pt',
      4,
      120,
    ],
    [
      'LVL-VALUE',
      'Value-added',
      '24x7',
      'SLA-CRITICAL',
      'EMAIL;WEB;CHAT;PHONE;API',
      'en;de;fr;es;pt;ja',
      6,
      undefined,
    ],
  ];
  return list.map(
    ([external_id, name, calendar, agreement, channels, languages, designated_contacts, cases_per_year]) =>
      row('support_levels', {
        external_id,
        name,
        calendar,
        agreement,
        channels,
        languages,
        designated_contacts,
        cases_per_year,
      }),
  );
}

/** Rates into EUR on the first of every month, four years back: a bounded random walk with six decimals. */
export function exchangeRates(time: Chronology): Row[] {
  const random = new Random(time.seed, 'exchange-rates');
  const rows: Row[] = [];
  const rates: [Currency, number, number][] = [
    ['USD', 0.92, 0.92],
    ['GBP', 1.16, 1.16],
  ];
  for (let back = 48; back >= 0; back--) {
    for (const rate of rates) {
      const [from, current, centre] = rate;
      rate[1] = current + (random.next() - 0.5) * 0.02 + (centre - current) * 0.1;
      rows.push(
        row('exchange_rates', {
          date: date(time.today.startOf('month').minus({ months: back })),
          from,
          to: 'EUR',
          rate: rate[1].toFixed(6),
        }),
      );
    }
  }
  return rows;
}
