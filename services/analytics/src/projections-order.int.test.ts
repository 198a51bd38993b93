import 'reflect-metadata';
import fc from 'fast-check';
import type { DomainEvent, OutboxEvent } from '@plimsoll/shared';
import { AdversarialBus, testDatabase, testLogger } from '@plimsoll/shared/testing';
import { analyticsConsumer, analyticsDatabase, clearProjections } from './subgraph.js';
import { customerImpactTold, customerTold, subscriptionTold, told } from './testing/account-events.js';

const test = testDatabase({ name: analyticsDatabase.service, migrations: analyticsDatabase.migrations });
const SYSTEM = { kind: 'SYSTEM' } as const;

/** Everything that is kept from events of the order in which they come; what follows from these has tests of its own. */
const TABLES = [
  'asset',
  'asset_impact',
  'incident_suspects',
  'asset_incident',
  'change',
  'customer',
  'customer_merge',
  'customer_version',
  'deployment',
  'escalation',
  'incident',
  'ledger_customer',
  'ledger_impact',
  'ledger_statement',
  'opportunity',
  'partner',
  'plan',
  'queue',
  'sla_clock',
  'sla_clock_statement',
  'subscription',
  'subscription_event',
  'ticket',
  'usage_day',
  'usage_measurement',
];

type Told = OutboxEvent & { producer: string };
type Row = Record<string, unknown>;

async function rows(): Promise<Record<string, Row[]>> {
  return test.database.transaction(SYSTEM, async (tx) => {
    const all: Record<string, Row[]> = {};
    for (const table of TABLES) {
      // How often a piece was given to another customer is counted, not told.
      all[table] = await tx.query<Row>(
        `select row from (select to_jsonb(t) - 'revision' - 'changed_xid' as row from ${table} t) r order by row::text`,
      );
    }
    return all;
  });
}

/** What the consumer makes of these events, published one by one in this order on a bus that repeats and delays. */
async function takenIn(events: readonly Told[], seed: number): Promise<Record<string, Row[]>> {
  const bus = new AdversarialBus(seed);
  const consumer = analyticsConsumer({ database: test.database, bus, logger: testLogger() });
  await consumer.rebuild(clearProjections);
  for (const { producer, ...event } of events) await bus.publish(producer, [event]);
  await consumer.drain();
  expect(await consumer.parked()).toEqual([]);
  return rows();
}

const day = (n: number) => new Date(Date.UTC(2026, 2, 1 + (n % 28))).toISOString().slice(0, 10);
const instant = (n: number) => new Date(Date.UTC(2026, 2, 1) + n * 3_600_000).toISOString();

/** One thing that happens: to which of a few records of a noun, and two numbers that say what. */
interface Happening {
  noun: (typeof NOUNS)[number];
  which: number;
  a: number;
  b: number;
}

const NOUNS = [
  'customer',
  'partner',
  'plan',
  'queue',
  'subscription',
  'subscription_event',
  'ticket',
  'incident',
  'clocks',
  'escalation',
  'usage',
  'deployment',
  'opportunity',
  'asset',
  'change',
  'customer_impact',
] as const;

const happenings = fc.array(
  fc.record<Happening>({
    noun: fc.constantFrom(...NOUNS),
    which: fc.integer({ min: 1, max: 3 }),
    a: fc.integer({ min: 0, max: 5 }),
    b: fc.integer({ min: 0, max: 300 }),
  }),
  { minLength: 20, maxLength: 60 },
);

/** What other services tell of all this, each aggregate in versions 1, 2, 3 …; a merge of customers at the end of it. */
function toldOf(happened: readonly Happening[]): Told[] {
  const versions = new Map<string, number>();
  const next = (subject: string) => {
    const version = (versions.get(subject) ?? 0) + 1;
    versions.set(subject, version);
    return version;
  };
  const events = happened.map(({ noun, which, a, b }, place): [string, DomainEvent] => {
    const own = (prefix: string) => `${prefix}_${which}`;
    const customerId = `cus_${1 + (a % 3)}`;
    const plain = (prefix: string, data: Row): DomainEvent =>
      told(noun, own(prefix), data, next(own(prefix)));
    switch (noun) {
      case 'customer':
        return [
          'entitlements',
          customerTold(own('cus'), { segment: `S${a}`, partnerId: `par_${b % 2}` }, next(own('cus'))),
        ];
      case 'partner':
        return ['entitlements', plain('par', { name: `Partner ${a}`, region: `R${b}`, parentId: null })];
      case 'plan':
        return ['entitlements', plain('pln', { name: `Plan ${a}`, productId: `prd_${b}`, tier: a })];
      case 'subscription':
        return [
          'entitlements',
          subscriptionTold(
            own('sub'),
            customerId,
            { endedOn: b % 2 ? day(b) : null, cancelledOn: b % 3 ? day(a) : null, endReason: 'price' },
            next(own('sub')),
          ),
        ];
      case 'subscription_event': {
        const id = `${own('sub')}/${day(a)}/${b % 2 ? 'CANCELLED' : 'RENEWED'}`;
        const verb = b % 5 === 0 ? 'withdrawn' : 'recorded';
        const type = b % 2 ? 'CANCELLED' : 'RENEWED';
        return [
          'entitlements',
          {
            type: `plimsoll.subscription_event.${verb}.v1`,
            subject: id,
            version: next(id),
            data: { id, subscriptionId: own('sub'), customerId, on: day(a), type, reason: `R${b}` },
          },
        ];
      }
      case 'usage': {
        // A later batch tells another version of the same measurement.
        const version = next(own('usg'));
        const subject = `usb_${place}`;
        const record = { id: own('usg'), version, at: instant(which), metric: 'calls', value: '5' };
        const twin = { ...record, id: `${own('usg')}_twin_${a % 2}`, component: null, path: null };
        const records = [
          { ...record, component: `C${a}`, path: `/p${b}` },
          { ...twin, version: 1 },
        ];
        const data = { customerId: `cus_${which}`, records: a % 2 ? records : records.slice(0, 1) };
        return ['entitlements', { type: 'plimsoll.usage.recorded.v1', subject, version: 1, data }];
      }
      case 'deployment':
        return [
          'entitlements',
          plain('dpl', {
            customerId,
            status: `S${b}`,
            amount: String(a),
            currency: 'EUR',
            startedOn: day(b),
          }),
        ];
      case 'opportunity':
        return ['entitlements', plain('opp', { customerId, stage: `S${b}`, recordedAt: instant(a) })];
      case 'queue':
        return ['tickets', plain('que', { name: `Queue ${a}` })];
      case 'ticket': {
        const data = {
          kind: 'INCIDENT',
          status: `S${b}`,
          customerId,
          openedAt: instant(a),
          assetIds: [`ast_${a}`],
        };
        const event = told(
          'ticket',
          own('tkt'),
          { ...data, satisfaction: a, channel: 'EMAIL' },
          next(own('tkt')),
        );
        return ['tickets', event.version === 1 ? { ...event, type: 'plimsoll.ticket.opened.v1' } : event];
      }
      case 'incident':
        return [
          'tickets',
          {
            type: 'plimsoll.incident.impact_recorded.v1',
            subject: own('tkt'),
            version: next(`incident ${own('tkt')}`),
            data: {
              planned: b % 2 === 0,
              startedAt: instant(a),
              causeCategory: `C${b}`,
              impacts: [{ assetId: `ast_${a}`, state: 'DOWN', from: instant(a), to: instant(a + b) }],
            },
          },
        ];
      case 'clocks':
        return [
          'tickets',
          {
            type: 'plimsoll.ticket_clocks.recorded.v1',
            subject: own('tkt'),
            version: next(`clocks ${own('tkt')}`),
            data: {
              customerId,
              clocks: Array.from({ length: 1 + (b % 3) }, (_, cycle) => ({
                target: 'UPDATE',
                cycle,
                status: `S${a}`,
                dueAt: instant(b),
              })),
            },
          },
        ];
      case 'escalation': {
        const data = { ticketId: `tkt_${1 + (a % 3)}`, kind: 'FUNCTIONAL', raisedAt: instant(b) };
        const event = told('escalation', own('esc'), data, next(own('esc')));
        return ['tickets', event.version === 1 ? { ...event, type: 'plimsoll.escalation.raised.v1' } : event];
      }
      case 'asset':
        return ['assets', plain('ast', { name: `A${a}`, kind: `K${b}`, status: 'LIVE' })];
      case 'change':
        return ['assets', plain('chg', { status: `S${b}`, outcome: null, assetIds: [`ast_${a}`] })];
      case 'customer_impact': {
        const impact = { productId: 'prd_1', state: 'DOWN', from: instant(a), to: instant(a + b) };
        const customerIds = [customerId, own('cus')];
        return [
          'assets',
          customerImpactTold(own('tkt'), [{ ...impact, customerIds }], {}, next(`impact ${own('tkt')}`)),
        ];
      }
    }
  });
  const merge = (duplicate: string, into: string): [string, DomainEvent] => [
    'entitlements',
    {
      type: 'plimsoll.customer.merged.v1',
      subject: duplicate,
      version: 1,
      data: { into },
    },
  ];
  return [...events, merge('cus_3', 'cus_2'), merge('cus_2', 'cus_1')].map(([producer, event], place) => ({
    ...event,
    producer,
    id: `evt_${place}`,
    // Not every transaction that begins later ends later.
    time: new Date(Date.UTC(2026, 3, 1) + place * 1_000 - (place % 3) * 1_700).toISOString(),
  }));
}

/** All of these once or more, in an order of chance. */
const disordered = <T>(all: readonly T[]): fc.Arbitrary<T[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...all], { minLength: all.length }),
      fc.subarray([...all], { maxLength: 10 }),
      fc.nat(),
    )
    .map(([once, again, cut]) => {
      const at = cut % (once.length + 1);
      return [...once.slice(0, at), ...again, ...once.slice(at)];
    });

describe('what is kept from events', () => {
  it('is the same in whatever order they come, however often and however late', async () => {
    await fc.assert(
      fc.asyncProperty(
        happenings.map(toldOf).chain((events) => fc.tuple(fc.constant(events), disordered(events))),
        fc.integer({ min: 1, max: 1_000 }),
        async ([events, anyhow], seed) => {
          const expected = await takenIn(events, seed);
          expect(await takenIn(anyhow, seed + 1)).toEqual(expected);
        },
      ),
      { numRuns: 5, endOnFailure: true },
    );
  }, 120_000);

  it('says of an asset when anything was first told of it, though that came later', async () => {
    const asset = (version: number, time: string): Told => ({
      ...told('asset', 'ast_1', { name: `Version ${version}`, kind: 'host', status: 'LIVE' }, version),
      producer: 'assets',
      id: `evt_asset_${version}`,
      time,
    });
    const first = asset(1, '2026-03-01T00:00:00.000Z');
    const second = asset(2, '2026-03-02T00:00:00.000Z');
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      const bus = new AdversarialBus(1);
      const consumer = analyticsConsumer({ database: test.database, bus, logger: testLogger() });
      await consumer.rebuild(clearProjections);
      for (const { producer, ...event } of order) {
        await bus.publish(producer, [event]);
        await consumer.drain();
      }
      expect((await rows())['asset']).toMatchObject([
        { row: { version: 2, name: 'Version 2', first_seen_at: '2026-03-01T00:00:00+00:00' } },
      ]);
    }
  });
});
