import type { DateTime } from 'luxon';
import type { Chronology } from '../chronology.js';
import { row } from '../files.js';
import type { Row } from '../files.js';
import { Random } from '../random.js';
import { COMPANY_STEMS, FAMILY_NAMES, GIVEN_NAMES, slug, VERTICALS } from './names.js';
import { PARTNERS, servedBy } from './partners.js';
import { peopleOf } from './people.js';
import type { Person } from './people.js';
import { numberOf, PLACES } from './places.js';
import type { Place, Region } from './places.js';

export type Segment = 'SMB' | 'MID_MARKET' | 'ENTERPRISE';

export interface Customer {
  id: string;
  name: string;
  segment: Segment;
  place: Place;
  partner: string | undefined;
  accountManager: string;
  startedOn: DateTime;
  /** Set where the customer left or has asked to leave; `endedOn` may lie ahead. */
  leaving: { cancelledOn: DateTime; endedOn: DateTime; reason: string } | undefined;
  /** Set where the customer came back after it had left. */
  returnedOn: DateTime | undefined;
  active: boolean;
  contacts: string[];
}

const HOW_MANY: Record<Region, number> = { EMEA: 112, AMERICAS: 74, APAC: 39, LATAM: 25 };
const END_REASONS = [
  ['price', 26],
  ['service-quality', 24],
  ['missing-feature', 16],
  ['moved-to-competitor', 14],
  ['acquired', 8],
  ['insolvency', 6],
  ['project-ended', 6],
] as const;

/** Signs that are neither look-alikes (0 O, 1 I L, 5 S, 2 Z, 6 8 B) nor rhyme with E (D, G, P, T, V …). */
const CSI_SIGNS = '23479ACFHKMNQRWXY';

/** A customer support identifier such as `7KQ-4MN-29X`, not taken before; the taken set grows by it. */
function supportIdentifier(random: Random, taken: Set<string>): string {
  for (;;) {
    const signs = Array.from({ length: 9 }, () => random.pick([...CSI_SIGNS])).join('');
    const csi = `${signs.slice(0, 3)}-${signs.slice(3, 6)}-${signs.slice(6)}`;
    if (!taken.has(csi)) {
      taken.add(csi);
      return csi;
    }
  }
}

/** When a customer arrived: two of five before the recorded months, so that every rate has a population at its start. */
function arrival(random: Random, time: Chronology): DateTime {
  return random.chance(0.42) ? time.daysAgo(random.int(735, 1100)) : time.daysAgo(random.int(12, 725));
}

/** How a customer leaves, if it does: asked for 30 to 90 days before it takes effect. */
function departure(random: Random, time: Chronology, startedOn: DateTime): Customer['leaving'] {
  const tenure = time.today.diff(startedOn, 'days').days;
  if (tenure < 200 || !random.chance(0.21)) return undefined;
  const endedOn = time.daysAgo(random.int(-45, Math.min(tenure - 150, 700)));
  const notice = endedOn > time.today ? random.int(50, 90) : random.int(30, 90);
  return { cancelledOn: endedOn.minus({ days: notice }), endedOn, reason: random.weighted(END_REASONS) };
}

/** The customers by region, with their partner, arrival and departure. */
export function customers(
  time: Chronology,
  people: Person[],
): { customers: Customer[]; rows: Row[]; contactRows: Row[] } {
  const random = new Random(time.seed, 'customers');
  const stems = random.shuffle(COMPANY_STEMS);
  const managers = peopleOf(people, 'account-manager');
  const analysts = peopleOf(people, 'support-analyst');
  const taken = new Set<string>();
  const list: Customer[] = [];
  const rows: Row[] = [];
  const contactRows: Row[] = [];
  const given = new Map<string, number>();
  for (const region of Object.keys(HOW_MANY) as Region[]) {
    const partner = PARTNERS.find((candidate) => candidate.region === region);
    for (let i = 0; i < HOW_MANY[region]; i++) {
      const number = list.length;
      const vertical = random.pick(Object.keys(VERTICALS));
      const stem = stems[number] ?? `Customer ${number}`;
      const sold = partner !== undefined && i % 4 === 1 && i < partner.customers * 4;
      const startedOn = arrival(random, time);
      const leaving = departure(random, time, startedOn);
      const away = leaving === undefined ? 0 : time.today.diff(leaving.endedOn, 'days').days;
      const returnedOn =
        away > 240 && random.chance(0.25) ? leaving?.endedOn.plus({ days: random.int(40, 180) }) : undefined;
      const name = `${stem} ${random.pick(VERTICALS[vertical] ?? [])}`;
      const segment = random.weighted([
        ['SMB', sold ? 75 : 50],
        ['MID_MARKET', sold ? 23 : 32],
        ['ENTERPRISE', sold ? 2 : 18],
      ] as const);
      const place = random.weighted(PLACES[region].map((each) => [each, each.weight] as const));
      const csi = supportIdentifier(random, taken);
      const accountManager = random.pick(managers);
      const customer: Customer = {
        id: `CUS-${String(number + 1).padStart(3, '0')}`,
        name,
        segment,
        place,
        partner: sold ? servedBy(partner, place.timeZone) : undefined,
        accountManager,
        startedOn,
        leaving,
        returnedOn,
        active: leaving === undefined || returnedOn !== undefined || leaving.endedOn > time.today,
        contacts: [],
      };
      list.push(customer);
      rows.push(
        row('customers', {
          external_id: customer.id,
          name: customer.name,
          csi,
          segment: customer.segment,
          region,
          time_zone: customer.place.timeZone,
          locale: customer.place.locale,
          vertical,
          partner: customer.partner,
          account_manager: accountManager,
          designated_analyst: customer.segment === 'SMB' ? undefined : random.pick(analysts),
          active: customer.active,
        }),
      );
      contactRows.push(...contacts(random, customer, given));
    }
  }
  return { customers: list, rows, contactRows };
}

/** One to three contacts of a customer, the first one (or two) designated; adds their ids to the customer. */
function contacts(random: Random, customer: Customer, given: Map<string, number>): Row[] {
  const count = customer.segment === 'SMB' ? random.int(1, 2) : random.int(2, 3);
  const designated = customer.segment === 'ENTERPRISE' ? 2 : 1;
  return Array.from({ length: count }, (_, i) => {
    const [first, last] = [random.pick(GIVEN_NAMES), random.pick(FAMILY_NAMES)];
    const id = `CON-${customer.id.slice(4)}-${i + 1}`;
    customer.contacts.push(id);
    return row('contacts', {
      external_id: id,
      customer: customer.id,
      name: `${first} ${last}`,
      email: `${first}.${last}.${i + 1}@${slug(customer.name)}.example`.toLowerCase(),
      phone: numberOf(customer.place, given),
      designated: i < designated,
      locale: customer.place.locale,
    });
  });
}
