import { amount, planId, PRODUCTS, unitPrice } from '../catalogue/catalogue.js';
import type { Edition } from '../catalogue/catalogue.js';
import { date } from '../chronology.js';
import type { Chronology } from '../chronology.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import type { Currency, Region } from './places.js';

interface Partner {
  id: string;
  name: string;
  region: Region;
  /** Customers of its own and of the resellers below it. */
  customers: number;
}

/** Two resellers: the first with 25 customers in EMEA, the second with 15 in AMERICAS. */
export const PARTNERS: Partner[] = [
  { id: 'PAR-FENNMARK', name: 'Fennmark Distribution', region: 'EMEA', customers: 25 },
  { id: 'PAR-TIDEWRIGHT', name: 'Tidewright Channel Partners', region: 'AMERICAS', customers: 15 },
];

/** A reseller below the first of the two; its customers are those of its places. */
const BELOW = {
  id: 'PAR-HARROWGATE',
  name: 'Harrowgate Systems',
  region: 'EMEA',
  parent: 'PAR-FENNMARK',
  timeZones: ['Europe/London', 'Europe/Dublin'],
};

/** Which partner serves a customer that was won through a reseller: the one below it where it is at home. */
export function servedBy(partner: Partner, timeZone: string): string {
  return partner.id === BELOW.parent && BELOW.timeZones.includes(timeZone) ? BELOW.id : partner.id;
}

/** The partners, each after the one above it. */
export function partners(): Row[] {
  return [
    ...PARTNERS.map(({ id, name, region }) => row('partners', { external_id: id, name, region })),
    row('partners', { external_id: BELOW.id, name: BELOW.name, region: BELOW.region, parent: BELOW.parent }),
  ];
}

interface Tariff {
  id: string;
  name: string;
  partner: string;
  currency: Currency;
  /** Percent of the plan's own price, from one unit and from so many on. */
  steps: [fromQuantity: number, percent: number][];
}

/** What resellers pay: the reseller below pays more than the one above it, and has no list in euro of its own. */
const TARIFFS: Tariff[] = [
  {
    id: 'PRL-FENNMARK-EUR',
    name: 'Fennmark',
    partner: 'PAR-FENNMARK',
    currency: 'EUR',
    steps: [
      [1, 85],
      [25, 80],
    ],
  },
  {
    id: 'PRL-FENNMARK-GBP',
    name: 'Fennmark UK',
    partner: 'PAR-FENNMARK',
    currency: 'GBP',
    steps: [
      [1, 85],
      [25, 80],
    ],
  },
  {
    id: 'PRL-HARROWGATE-GBP',
    name: 'Harrowgate',
    partner: BELOW.id,
    currency: 'GBP',
    steps: [[1, 90]],
  },
  {
    id: 'PRL-TIDEWRIGHT-USD',
    name: 'Tidewright',
    partner: 'PAR-TIDEWRIGHT',
    currency: 'USD',
    steps: [
      [1, 88],
      [50, 82],
    ],
  },
];

const SOLD: Edition[] = ['STARTER', 'BUSINESS', 'ENTERPRISE', 'CRITICAL'];

/** The resellers' price lists, in force from the first day of this year on: one row a plan and step. */
export function priceLists(time: Chronology): Row[] {
  const year = time.today.startOf('year');
  return TARIFFS.flatMap(({ id, name, partner, currency, steps }) =>
    PRODUCTS.flatMap((product) =>
      SOLD.flatMap((edition) =>
        steps.map(([from_quantity, percent]) =>
          row('price_lists', {
            external_id: id,
            name: `${name} ${year.year}`,
            partner,
            currency,
            valid_from: date(year),
            plan: planId(product, edition, currency),
            from_quantity,
            monthly_price: amount((unitPrice(product, edition, currency) * percent) / 100),
          }),
        ),
      ),
    ),
  );
}
