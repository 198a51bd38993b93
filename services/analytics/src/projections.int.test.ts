import 'reflect-metadata';
import type { DomainEvent, OutboxEvent } from '@plimsoll/shared';
import { AdversarialBus, testDatabase, testLogger } from '@plimsoll/shared/testing';
import { analyticsConsumer, analyticsDatabase, clearProjections } from './subgraph.js';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  exchangeRateTold,
  subscriptionTold,
  told,
} from './testing/account-events.js';

const test = testDatabase({ name: analyticsDatabase.service, migrations: analyticsDatabase.migrations });
const SYSTEM = { kind: 'SYSTEM' } as const;

const TABLES = [
  'service_account',
  'customer',
  'product',
  'agreement',
  'entitlement',
  'subscription',
  'exchange_rate',
  'ledger_statement',
  'ledger_impact',
  'ledger_customer',
  'service_level_month',
  'asset',
  'change',
  'asset_incident',
  'asset_impact',
  'incident_suspects',
  'redundancy_trial',
  'redundancy_trial_run',
  'customer_version',
  'partner',
  'plan',
  'support_level',
  'pod',
  'queue',
  'team',
  'ticket',
  'incident',
  'sla_clock',
  'sla_clock_statement',
  'escalation',
  'subscription_event',
  'subscription_term',
  'revenue_movement',
  'usage_measurement',
  'usage_day',
  'deployment',
  'opportunity',
];

/** A checksum of every table, whatever the order of its rows. */
async function checksums(): Promise<Record<string, string>> {
  return test.database.transaction(SYSTEM, async (tx) => {
    const sums: Record<string, string> = {};
    for (const table of TABLES) {
      const [row] = await tx.query<{ count: number; sum: string }>(
        `select count(*)::int as count, md5(coalesce(string_agg(row_text, ',' order by row_text), '')) as sum
           from (select (to_jsonb(t) - 'changed_xid' - 'computed_through')::text as row_text from ${table} t) rows`,
      );
      sums[table] = `${row?.count} ${row?.sum}`;
    }
    return sums;
  });
}

let clock = Date.parse('2026-03-01T00:00:00Z');
let number = 0;

function published(events: DomainEvent[]): OutboxEvent[] {
  return events.map((event) => ({
    ...event,
    id: `evt_${(number += 1)}`,
    time: new Date((clock += 1_000)).toISOString(),
  }));
}

const impactOn = (seconds: number, customerIds: string[]) => ({
  productId: 'prd_1',
  state: 'DOWN',
  from: '2026-03-02T10:00:00.000Z',
  to: new Date(Date.parse('2026-03-02T10:00:00.000Z') + seconds * 1_000).toISOString(),
  customerIds,
});
const assetImpact = (version: number, to: string | null): DomainEvent => ({
  type: 'plimsoll.incident.impact_recorded.v1',
  subject: 'tkt_1',
  version,
  data: {
    planned: false,
    impacts: [{ assetId: 'ast_1', state: 'DOWN', from: '2026-03-02T10:00:00.000Z', to }],
  },
});

const suspectsTold = (version: number, changeIds: string[]): DomainEvent => ({
  type: 'plimsoll.incident_suspects.recorded.v1',
  subject: 'tkt_1',
  version,
  data: {
    incidentId: 'tkt_1',
    withinHours: 24,
    suspects: changeIds.map((changeId) => ({ changeId, hops: 0 })),
  },
});

const trialTold = (version: number, customerIds: string[]): DomainEvent => ({
  type: 'plimsoll.redundancy_trial.completed.v1',
  subject: 'ast_1/hosts',
  version,
  data: {
    assetId: 'ast_1',
    group: { name: 'hosts', minUp: '50%', strength: 'HARD', memberIds: ['ast_2', 'ast_3'] },
    customerSets: [customerIds],
    spared: [{ ...impactOn(60, []), incidentId: 'tkt_1', was: 'DOWN', would: 'UP', customers: 0 }],
  },
});

const trialRunTold = (version: number): DomainEvent => ({
  type: 'plimsoll.redundancy_trial_run.completed.v1',
  subject: 'redundancy_trial_run',
  version,
  data: {
    completedAt: '2026-03-03T00:00:00.000Z',
    replayedFrom: '2025-03-03T00:00:00.000Z',
    replayedTo: '2026-03-03T00:00:00.000Z',
    incidentCount: 1,
    triedCount: version,
    untriedCount: 0,
    sparingCount: 1,
  },
});

const HISTORY: Record<string, DomainEvent[]> = {
  assets: [
    customerImpactTold('tkt_1', [impactOn(60, ['cus_1', 'cus_2'])], {}, 1),
    told('asset', 'ast_1', { name: 'db', kind: 'database', status: 'LIVE' }),
    customerImpactTold('tkt_1', [impactOn(90, ['cus_1']), impactOn(30, ['cus_3'])], {}, 2),
    told('change', 'chg_1', { status: 'APPROVED', outcome: null, assetIds: ['ast_1'] }),
    customerImpactTold('tkt_1', [impactOn(80, ['cus_1'])], {}, 3),
    suspectsTold(2, ['chg_1']),
    suspectsTold(1, []),
    trialTold(1, ['cus_1']),
    trialRunTold(2),
    trialTold(2, ['cus_1', 'cus_2']),
    trialRunTold(1),
    told('asset', 'ast_1', { name: 'db', kind: 'database', status: 'RETIRED' }, 2),
    told('change', 'chg_1', { status: 'COMPLETED', outcome: 'FAILED', assetIds: ['ast_1', 'ast_2'] }, 2),
  ],
  entitlements: [
    // Whatever belongs to a customer may be told before the customer is.
    ...[1, 2, 3].flatMap((n) => [
      entitlementTold(`ent_${n}`, `cus_${n}`),
      subscriptionTold(`sub_${n}`, `cus_${n}`),
      customerTold(`cus_${n}`, { partnerId: 'par_1' }),
      subscriptionTold(`sub_${n}`, `cus_${n}`, { endedOn: '2026-05-01' }, 2),
      customerTold(`cus_${n}`, { partnerId: 'par_2' }, 2),
    ]),
    // An entitlement that moves takes its product from one account to the other.
    entitlementTold('ent_1', 'cus_2', {}, 2),
    agreementTold('sla_1'),
    agreementTold('sla_1', { uptimeTarget: '99.95' }, 2),
    told('product', 'prd_1', { name: 'Ledger' }),
    exchangeRateTold('2026-01-01', 'USD', 'EUR', '0.92'),
    exchangeRateTold('2026-02-01', 'USD', 'EUR', '0.93'),
    exchangeRateTold('2026-01-01', 'USD', 'EUR', '0.9', 2),
  ],
  tickets: [assetImpact(1, null), assetImpact(2, '2026-03-02T11:00:00.000Z')],
};

describe('what is kept from events', () => {
  it('comes out the same from a bus that repeats and delays, and again when rebuilt from position 0', async () => {
    const bus = new AdversarialBus(7);
    const consumer = analyticsConsumer({ database: test.database, bus, logger: testLogger() });
    for (const [producer, events] of Object.entries(HISTORY)) await bus.publish(producer, published(events));
    await consumer.drain();
    const first = await checksums();
    await test.database.transaction(SYSTEM, async (tx) => {
      const [account] = await tx.query<{ line: string; partner_id: string }>(
        `select line, partner_id from service_account where customer_id = 'cus_2'`,
      );
      expect(account).toEqual({
        partner_id: 'par_2',
        line: [
          'cus_2',
          'Europe/Berlin',
          'Customer cus_2',
          '[["prd_1", [["ent_1", "sla_1", "2025-01-01", null], ["ent_2", "sla_1", "2025-01-01", null]], [["2026-05-01", [["2025-01-01", null, "1000.00", "EUR"]]]]]]',
        ].join('\u001f'),
      });
      expect(await tx.query('select id, version, rate::text from exchange_rate order by id')).toEqual([
        { id: 'USD-EUR-2026-01-01', version: 2, rate: '0.9' },
        { id: 'USD-EUR-2026-02-01', version: 1, rate: '0.93' },
      ]);
      const current = await tx.query(
        `select version, product_id, customer_id, extract(epoch from impact_to - impact_from)::int as seconds
           from ledger_impact join ledger_customer using (incident_id, version, piece) where current`,
      );
      expect(current).toEqual([{ version: 3, product_id: 'prd_1', customer_id: 'cus_1', seconds: 80 }]);
      expect(
        await tx.query('select version, superseded_at is null as current from ledger_statement order by 1'),
      ).toEqual([
        { version: 1, current: false },
        { version: 2, current: false },
        { version: 3, current: true },
      ]);
    });
    await consumer.rebuild(clearProjections);
    await consumer.drain();
    expect(await checksums()).toEqual(first);
  });

  it('parks an event that makes no sense with its aggregate, and takes in the rest', async () => {
    const bus = new AdversarialBus(8);
    const consumer = analyticsConsumer({ database: test.database, bus, logger: testLogger() });
    await consumer.rebuild(clearProjections);
    const poison: Record<string, DomainEvent[]> = {
      entitlements: [
        customerTold('cus_ok'),
        customerTold('cus_bad', { timeZone: 'Mars/Olympus' }),
        customerTold('cus_bad', { timeZone: 'UTC' }, 2),
        agreementTold('sla_bad', { degradedWeight: '1.5' }),
        subscriptionTold('sub_bad', 'cus_ok', {
          terms: [{ from: '2025-01-01', to: null, monthlyPrice: 'dear', currency: 'EUR' }],
        }),
        entitlementTold('ent_ok', 'cus_ok'),
        exchangeRateTold('2026-01-01', 'USD', 'EUR', '0'),
      ],
      assets: [
        customerImpactTold('tkt_bad', [{ ...impactOn(60, ['cus_ok']), to: '2026-03-01T00:00:00.000Z' }]),
        customerImpactTold('tkt_ok', [impactOn(60, ['cus_ok'])]),
      ],
    };
    for (const [producer, events] of Object.entries(poison)) await bus.publish(producer, published(events));
    await consumer.drain();
    const parked = await consumer.parked();
    expect(await consumer.parkedCount()).toBe(parked.length);
    expect([...new Set(parked.map(({ event }) => event.subject))].toSorted()).toEqual([
      'USD-EUR-2026-01-01',
      'cus_bad',
      'sla_bad',
      'sub_bad',
      'tkt_bad',
    ]);
    await test.database.transaction(SYSTEM, async (tx) => {
      expect(await tx.query('select customer_id from service_account')).toEqual([{ customer_id: 'cus_ok' }]);
      expect(await tx.query('select incident_id from ledger_statement')).toEqual([{ incident_id: 'tkt_ok' }]);
    });
  });
});
