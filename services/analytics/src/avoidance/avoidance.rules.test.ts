import fc from 'fast-check';
import { accountOf, type ServiceAccount } from '../account/index.js';
import { scaled, type Agreement, type Impact } from '../availability/index.js';
import type { LedgerIndex } from '../ledger/index.js';
import { serviceLevelsOf } from '../service-level/index.js';
import { avoidedBy, CutIndexing, type Work } from './avoidance.rules.js';

const MINUTE = 60_000;
const START = Date.parse('2026-03-31T18:00:00Z');
const MINUTES = 600;
const ASKED = START + MINUTES * MINUTE;

const agreement = (id: string, rest: Partial<Agreement> = {}): Agreement => ({
  id,
  validFrom: null,
  validTo: null,
  uptimeTarget: '99.95',
  degradedWeight: '0.5',
  maintenanceNoticeHours: '24',
  maintenanceCapMinutes: '30',
  creditTiers: [
    { below: '99.99', percent: '5' },
    { below: '99.95', percent: '8' },
    { below: '99.8', percent: '10' },
    { below: '99.5', percent: '25' },
  ],
  creditCapPercent: null,
  ...rest,
});
const AGREEMENTS = new Map([
  ['sla_1', agreement('sla_1')],
  ['sla_2', agreement('sla_2', { uptimeTarget: '99.99', validFrom: '2026-04-01', degradedWeight: '1' })],
]);

function account(id: string, timeZone: string, agreements: string[], price: string): ServiceAccount {
  const entitled = agreements.map((one, at) => [`ent_${id}_${at}`, one, null, null]);
  const paid = [[null, [['2026-01-01', null, price, id === 'cus_c' ? 'USD' : 'EUR']]]];
  const products = ['prd_a', 'prd_b'].map((product) => [product, entitled, paid]);
  return accountOf([id, timeZone, id, JSON.stringify(products)].join('\u001f'));
}
const ACCOUNTS = new Map(
  [
    account('cus_a', 'UTC', ['sla_1'], '100.01'),
    account('cus_b', 'Europe/Berlin', ['sla_1', 'sla_2'], '333.33'),
    account('cus_c', 'America/New_York', ['sla_2'], '50.00'),
  ].map((one) => [one.customerId, one]),
);

interface Piece {
  incident: 'tkt_a' | 'tkt_b' | 'tkt_p';
  product: 'prd_a' | 'prd_b';
  customers: string[];
  from: number;
  length: number | null;
}
interface Hit extends Piece {
  state: Impact['state'];
}
interface Spared extends Piece {
  would: 'UP' | 'DEGRADED';
}

const piece = {
  incident: fc.constantFrom('tkt_a' as const, 'tkt_a' as const, 'tkt_b' as const, 'tkt_p' as const),
  product: fc.constantFrom('prd_a' as const, 'prd_a' as const, 'prd_b' as const),
  customers: fc.subarray(['cus_a', 'cus_b', 'cus_c', 'cus_unknown'], { minLength: 1 }),
  from: fc.integer({ min: 0, max: MINUTES }),
  length: fc.option(fc.integer({ min: 1, max: 400 }), { nil: null, freq: 8 }),
};
const hits: fc.Arbitrary<Hit[]> = fc.array(
  fc.record({ ...piece, state: fc.constantFrom<Impact['state']>('DOWN', 'DOWN', 'DEGRADED', 'UNKNOWN') }),
  { minLength: 1, maxLength: 6 },
);
const cuts: fc.Arbitrary<(all: readonly Hit[]) => Spared[]> = fc
  .array(
    fc.record({
      ...piece,
      would: fc.constantFrom<Spared['would']>('UP', 'UP', 'DEGRADED'),
      of: fc.option(fc.nat(5), { nil: null, freq: 5 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map(
    (list) => (all) => list.map(({ of, ...cut }) => ({ ...cut, ...(of === null ? {} : likeHit(all, of)) })),
  );

/** Most cuts are of something that is there: the whole of it or from its middle on. */
function likeHit(all: readonly Hit[], of: number): Pick<Piece, 'incident' | 'product' | 'from' | 'length'> {
  const { incident, product, from, length } = all[of % all.length]!;
  return { incident, product, from: of > 3 ? from + 20 : from, length };
}

const end = ({ from, length }: Piece): number => (length === null ? Infinity : from + length);
const impactOf = ({ incident, state }: Hit, from: number, to: number | null): Impact => ({
  incidentId: incident,
  state,
  from: START + from * MINUTE,
  to: to === null ? null : START + to * MINUTE,
  maintenance:
    incident === 'tkt_p'
      ? {
          announcedFrom: START + 30 * MINUTE,
          announcedTo: START + 300 * MINUTE,
          noticeGivenAt: START - 48 * 60 * MINUTE,
        }
      : null,
});

function ledgerOf(listed: readonly [product: string, customer: string, impact: Impact][]): LedgerIndex {
  const index = new Map<string, Map<string, Impact[]>>();
  for (const [product, customer, impact] of listed) {
    const customers = index.get(product) ?? new Map<string, Impact[]>();
    index.set(product, customers);
    customers.set(customer, [...(customers.get(customer) ?? []), impact]);
  }
  return index;
}

/** The ledger without cuts, minute by minute. */
function minuteLedger(all: readonly Hit[], spared: readonly Spared[]): LedgerIndex {
  const listed: [string, string, Impact][] = [];
  for (const hit of all) {
    for (const customer of hit.customers) {
      for (let minute = hit.from; minute < Math.min(end(hit), MINUTES); minute++) {
        let { state }: { state: Impact['state'] | 'UP' } = hit;
        for (const cut of spared) {
          const isCut =
            cut.incident === hit.incident &&
            cut.product === hit.product &&
            cut.customers.includes(customer) &&
            cut.from <= minute &&
            minute < end(cut);
          if (!isCut || state === 'UNKNOWN' || state === 'UP') continue;
          if (cut.would === 'UP' || state === 'DOWN') state = cut.would;
        }
        if (state !== 'UP') {
          listed.push([hit.product, customer, impactOf({ ...hit, state }, minute, minute + 1)]);
        }
      }
    }
  }
  return ledgerOf(listed);
}

/** Credits of every customer and month, by month and currency. */
function creditsWith(ledger: LedgerIndex): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const one of ACCOUNTS.values()) {
    for (const month of ['2026-03', '2026-04']) {
      for (const { credits } of serviceLevelsOf(one, month, ASKED, AGREEMENTS, ledger)) {
        for (const { amount, currency } of credits) {
          const key = `${month} ${currency}`;
          sums.set(key, (sums.get(key) ?? 0n) + scaled(amount, 10));
        }
      }
    }
  }
  return sums;
}

function downPairs(ledger: LedgerIndex, minute: number): number {
  const at = START + minute * MINUTE;
  let count = 0;
  for (const customers of ledger.values()) {
    for (const [customer, impacts] of customers) {
      const isDown = impacts.some(
        ({ state, from, to }) => state === 'DOWN' && from <= at && (to === null || at < to),
      );
      if (isDown && ACCOUNTS.has(customer)) count += 1;
    }
  }
  return count;
}

describe('what would have been avoided', () => {
  it('is what service levels say with and without it, minute by minute, over months, zones and shared months', () => {
    let credited = 0;
    fc.assert(
      fc.property(hits, cuts, (all, cutting) => {
        const spared = cutting(all);
        const ledger = ledgerOf(
          all.flatMap((hit) =>
            hit.customers.map((customer): [string, string, Impact] => [
              hit.product,
              customer,
              impactOf(hit, hit.from, hit.length === null ? null : end(hit)),
            ]),
          ),
        );
        const indexing = new CutIndexing();
        for (const cut of spared) {
          indexing.add(
            cut.product,
            {
              incidentId: cut.incident,
              would: cut.would,
              from: START + cut.from * MINUTE,
              to: cut.length === null ? Infinity : START + end(cut) * MINUTE,
            },
            cut.customers,
          );
        }
        const answer = done(
          avoidedBy({
            accounts: ACCOUNTS,
            agreements: AGREEMENTS,
            ledger,
            cuts: indexing.index,
            asOf: ASKED,
          }),
        );

        const before = minuteLedger(all, []);
        const after = minuteLedger(all, spared);
        const expected = creditsWith(before);
        for (const [key, units] of creditsWith(after)) expected.set(key, (expected.get(key) ?? 0n) - units);
        const found = [...answer.credits].flatMap(([month, sums]) =>
          [...sums].map(([currency, units]): [string, bigint] => [`${month} ${currency}`, units]),
        );
        expect(new Map(found)).toEqual(new Map([...expected].filter(([, units]) => units !== 0n)));
        credited += found.length;

        for (let minute = 0; minute < MINUTES; minute += 7) {
          const at = START + minute * MINUTE;
          const avoided = answer.down.find(({ from, to }) => from <= at && at < to)?.pairCount ?? 0;
          expect(avoided).toBe(downPairs(before, minute) - downPairs(after, minute));
        }
        expect(answer.incidents.map(({ incidentId }) => incidentId).sort()).toEqual(
          [...new Set(touched(all, spared))].sort(),
        );
      }),
      { numRuns: 60 },
    );
    expect(credited).toBeGreaterThan(20);
  });
});

/** The incidents of which a known customer would have had less. */
function touched(all: readonly Hit[], spared: readonly Spared[]): string[] {
  return all.flatMap((hit) =>
    spared.some(
      (cut) =>
        cut.incident === hit.incident &&
        cut.product === hit.product &&
        cut.customers.some((one) => ACCOUNTS.has(one) && hit.customers.includes(one)) &&
        Math.max(cut.from, hit.from) < Math.min(end(cut), end(hit), MINUTES) &&
        (hit.state === 'DOWN' || (hit.state === 'DEGRADED' && cut.would === 'UP')),
    )
      ? [hit.incident]
      : [],
  );
}

function done<Result>(work: Work<Result>): Result {
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}
