import fc from 'fast-check';
import { accountOf, type ServiceAccount } from '../account/index.js';
import type { Agreement, Impact } from '../availability/index.js';
import { exposureAnswer, type CustomerOutages } from '../exposure/index.js';
import type { LedgerIndex } from '../ledger/index.js';
import { slotFigures, type SlotFacts } from './slot-figures.rules.js';

const HOUR = 3_600_000;
const FROM = Date.parse('2026-03-20T12:10:00Z');
const DAYS = 20;
const TO = FROM + DAYS * 24 * HOUR;
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC'];
const PRODUCTS = ['prd_1', 'prd_2', 'prd_3'];

const agreementOf = (id: string, rest: Partial<Agreement>): [string, Agreement] => [
  id,
  {
    id,
    validFrom: null,
    validTo: null,
    uptimeTarget: '99.9',
    degradedWeight: '0.5',
    maintenanceNoticeHours: '48',
    maintenanceCapMinutes: '30',
    creditTiers: [
      { below: '99.9', percent: '10' },
      { below: '99.0', percent: '25' },
    ],
    creditCapPercent: '50',
    ...rest,
  },
];
const agreements = new Map([
  agreementOf('sla_1', {}),
  agreementOf('sla_2', { uptimeTarget: '99', maintenanceNoticeHours: '24', maintenanceCapMinutes: null }),
  agreementOf('sla_3', { maintenanceNoticeHours: null, validTo: '2026-03-28' }),
  agreementOf('sla_4', { uptimeTarget: '99.95', degradedWeight: '0.25', validFrom: '2026-03-25' }),
]);

const day = fc
  .integer({ min: 15, max: 40 })
  .map((n) => new Date(Date.UTC(2026, 2, n)).toISOString().slice(0, 10));
const entitlement = fc.tuple(
  fc.constantFrom('sla_1', 'sla_2', 'sla_3', 'sla_4'),
  fc.option(day, { freq: 3 }),
  fc.option(day, { freq: 3 }),
);
const product = fc.tuple(fc.array(entitlement, { maxLength: 3 }), fc.integer({ min: 1, max: 999 }));

const accountArbitrary = (id: string) =>
  fc
    .tuple(fc.constantFrom(...ZONES), fc.array(product, { minLength: 3, maxLength: 3 }))
    .map(([zone, products]) =>
      accountOf(
        [
          id,
          zone,
          `Customer ${id}`,
          JSON.stringify(
            products.map(([entitlements, price], n) => [
              PRODUCTS[n],
              entitlements.map(([agreementId, from, to], m) => [
                `ent_${id}_${n}_${m}`,
                agreementId,
                from,
                to,
              ]),
              [[null, [['2025-01-01', null, `${price}.37`, n === 1 ? 'USD' : 'EUR']]]],
            ]),
          ),
        ].join('\u001f'),
      ),
    );

const state = fc.constantFrom(0, 1, 2, 3);
const lead = fc.constantFrom(null, 0, 10 * HOUR, 30 * HOUR, 100 * HOUR);
const slice = fc
  .tuple(state, state, lead, state, lead)
  .map(
    ([a, b, contextLead, own, alone]) => [Math.max(a, b), Math.min(a, b), contextLead, own, alone] as const,
  );

const outagesArbitrary = (customerIds: readonly string[]): fc.Arbitrary<CustomerOutages> =>
  fc
    .record({
      cuts: fc.uniqueArray(fc.integer({ min: 1, max: DAYS * 24 * 12 - 1 }), { maxLength: 5 }),
      planned: fc.boolean(),
      noticeHours: fc.option(fc.integer({ min: -60, max: 60 })),
    })
    .chain(({ cuts, planned, noticeHours }) => {
      const bounds = [FROM, ...cuts.map((cut) => FROM + cut * 300_000).sort((a, b) => a - b), TO];
      const slices = bounds.slice(1).map((to, n) => [bounds[n] ?? FROM, to] as const);
      const pattern = fc.record({
        productId: fc.constantFrom(...PRODUCTS, 'prd_unknown'),
        causes: fc.constant(0),
        slices: fc.array(slice, { minLength: slices.length, maxLength: slices.length }),
      });
      return fc.array(pattern, { minLength: 1, maxLength: 5 }).chain((patterns) => {
        const own = fc.uniqueArray(fc.nat(patterns.length - 1), {
          minLength: 1,
          maxLength: 3,
          selector: (index) => patterns[index]?.productId,
        });
        return fc.tuple(...customerIds.map(() => own)).map((chosen): CustomerOutages => ({
          version: 1,
          question: {
            from: FROM,
            to: TO,
            planned,
            noticeGivenAt: noticeHours === null ? null : FROM + noticeHours * HOUR,
            asOf: FROM,
          },
          slices,
          causes: [],
          patterns,
          customers: customerIds.map((id, n) => ({ id, patterns: [...(chosen[n] ?? [])].sort() })),
        }));
      });
    });

const impact = fc
  .record({
    state: fc.constantFrom('DOWN', 'DEGRADED', 'UNKNOWN'),
    hoursAgo: fc.integer({ min: 0, max: 24 * 24 }),
    minutes: fc.option(fc.integer({ min: 1, max: 300 }), { freq: 8 }),
    notice: fc.option(fc.integer({ min: 0, max: 100 })),
  })
  .map(({ state: hit, hoursAgo, minutes, notice }, index = 0): Impact => {
    const from = FROM - hoursAgo * HOUR;
    const to = minutes === null ? null : from + minutes * 60_000;
    return {
      incidentId: `tkt_${index}`,
      state: hit as Impact['state'],
      from,
      to,
      maintenance:
        notice === null
          ? null
          : { announcedFrom: from, announcedTo: from + HOUR, noticeGivenAt: from - notice * HOUR },
    };
  });

const CUSTOMERS = ['cus_1', 'cus_2', 'cus_3', 'cus_unknown'];

const factsArbitrary: fc.Arbitrary<SlotFacts> = fc
  .tuple(
    fc.tuple(accountArbitrary('cus_1'), accountArbitrary('cus_2'), accountArbitrary('cus_3')),
    fc.array(fc.array(impact, { maxLength: 3 }), { minLength: 9, maxLength: 9 }),
  )
  .map(([accounts, impacts]) => {
    const ledger: LedgerIndex = new Map(
      PRODUCTS.map((productId, n) => [
        productId,
        new Map(['cus_1', 'cus_2', 'cus_3'].map((id, m) => [id, impacts[n * 3 + m] ?? []])),
      ]),
    );
    return {
      accounts: new Map(accounts.map((account): [string, ServiceAccount] => [account.customerId, account])),
      agreements,
      ledger,
    };
  });

/** The what-if of a slot, cut out of the long one piece by piece. */
function whatIf(outages: CustomerOutages, from: number, to: number): CustomerOutages {
  const inside = outages.slices.flatMap(([start, end], index) =>
    start < to && end > from ? [{ index, bounds: [Math.max(start, from), Math.min(end, to)] as const }] : [],
  );
  const patterns = outages.patterns.map((pattern) => ({
    ...pattern,
    slices: inside.map(({ index }) => pattern.slices[index] ?? ([0, 0, null] as const)),
  }));
  const hits = (index: number) =>
    patterns[index]?.slices.some(([withState, without]) => withState >= 2 && withState > without) ?? false;
  return {
    ...outages,
    question: { ...outages.question, from, to },
    slices: inside.map(({ bounds }) => bounds),
    patterns,
    customers: outages.customers
      .map(({ id, patterns: own }) => ({ id, patterns: own.filter(hits) }))
      .filter(({ patterns: own }) => own.length > 0),
  };
}

/** Whether it is between 07:00 and 22:00 somewhere in an interval, minute by minute. */
function isAwake(timeZone: string, from: number, to: number): boolean {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  for (let at = from; at < to; at += 60_000) {
    const local = Number(hour.format(at));
    if (local >= 7 && local < 22) return true;
  }
  return false;
}

const sorted = (sums: ReadonlyMap<string, bigint>) =>
  [...sums].filter(([, units]) => units !== 0n).sort(([a], [b]) => (a < b ? -1 : 1));

describe('what a change would do in each slot', () => {
  it('equals the what-if of that slot', () => {
    fc.assert(
      fc.property(
        outagesArbitrary(CUSTOMERS),
        factsArbitrary,
        fc.constantFrom(0.5, 2, 9, 30),
        fc.uniqueArray(fc.integer({ min: 0, max: (DAYS * 24 - 31) * 4 }), { minLength: 20, maxLength: 60 }),
        (outages, facts, hours, places) => {
          const starts = places.sort((a, b) => a - b).map((place) => FROM + place * 900_000);
          const figures = slotFigures(outages, hours * HOUR, starts, facts);
          expect(figures.map(({ from }) => from)).toEqual(starts);
          for (const { credit, revenue, customersAwake: _, ...slot } of figures) {
            const { customers, ...answer } = exposureAnswer(
              whatIf(outages, slot.from, slot.to),
              facts.accounts,
              facts.agreements,
              facts.ledger,
            );
            expect(slot).toEqual({
              from: slot.from,
              to: slot.from + hours * HOUR,
              customerCount: customers.length,
              breachCount: answer.breachCount,
              leastHeadroomSeconds: answer.leastHeadroomSeconds,
            });
            expect(sorted(credit)).toEqual(sorted(answer.credit));
            expect(sorted(revenue)).toEqual(sorted(answer.revenue));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('counts customers as awake whose wall clock shows 07:00 to 22:00 at some time of the slot', () => {
    // Over the change to summer time in Berlin and its end in Auckland.
    const customers = ZONES.map((zone, n) => ({ id: `cus_${n}`, zone }));
    const accounts = new Map(
      customers.map(({ id, zone }) => [id, accountOf([id, zone, id, '[]'].join('\u001f'))]),
    );
    const outages: CustomerOutages = {
      version: 1,
      question: { from: FROM, to: TO, planned: true, noticeGivenAt: null, asOf: FROM },
      slices: [[FROM, TO]],
      causes: [],
      patterns: [{ productId: 'prd_1', causes: 0, slices: [[3, 0, null]] }],
      customers: customers.map(({ id }) => ({ id, patterns: [0] })),
    };
    const starts = Array.from({ length: (DAYS - 1) * 48 }, (_, n) => FROM + n * 1_800_000);
    const facts = { accounts, agreements, ledger: new Map() };
    for (const { from, to, customersAwake } of slotFigures(outages, HOUR, starts, facts)) {
      expect([from, customersAwake]).toEqual([from, ZONES.filter((zone) => isAwake(zone, from, to)).length]);
    }
  });
});
