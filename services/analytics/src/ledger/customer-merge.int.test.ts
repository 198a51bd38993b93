import 'reflect-metadata';
import type { DomainEvent, OutboxEvent } from '@plimsoll/shared';
import { AdversarialBus, testDatabase, testLogger } from '@plimsoll/shared/testing';
import { analyticsConsumer, analyticsDatabase, clearProjections } from '../subgraph.js';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  subscriptionTold,
} from '../testing/account-events.js';
import { LedgerMemory } from './ledger.memory.js';

const test = testDatabase({ name: analyticsDatabase.service, migrations: analyticsDatabase.migrations });
const SYSTEM = { kind: 'SYSTEM' } as const;
const FROM = Date.parse('2026-03-01T00:00:00Z');
const TO = Date.parse('2026-04-01T00:00:00Z');

let number = 0;
const published = (events: DomainEvent[]): OutboxEvent[] =>
  events.map((event) => ({
    ...event,
    id: `evt_${(number += 1)}`,
    time: new Date(FROM + number * 1_000).toISOString(),
  }));
const merged = (duplicate: string, into: string): DomainEvent => ({
  type: 'plimsoll.customer.merged.v1',
  subject: duplicate,
  version: 2,
  data: { id: duplicate, into },
});
const impact = (customerIds: string[]) => ({
  productId: 'prd_1',
  state: 'DOWN',
  from: '2026-03-02T10:00:00.000Z',
  to: '2026-03-02T11:00:00.000Z',
  customerIds,
});
const lines = () =>
  test.database.transaction(SYSTEM, (tx) =>
    tx.query(
      'select incident_id as incident, version, piece, customer_id as customer from ledger_customer order by 1, 2, 3, 4',
    ),
  );

describe('the ledger of a customer that turned out to be another one', () => {
  const before: Record<string, DomainEvent[]> = {
    entitlements: [
      agreementTold('sla_1'),
      ...['cus_a', 'cus_x', 'cus_y'].flatMap((id) => [
        customerTold(id),
        entitlementTold(`ent_${id}`, id),
        subscriptionTold(`sub_${id}`, id),
      ]),
    ],
    assets: [customerImpactTold('tkt_1', [impact(['cus_a', 'cus_x', 'cus_y']), impact(['cus_y'])], {}, 1)],
  };
  const merges: Record<string, DomainEvent[]> = {
    entitlements: [
      entitlementTold('ent_cus_y', 'cus_x', {}, 2),
      subscriptionTold('sub_cus_y', 'cus_x', {}, 2),
      merged('cus_y', 'cus_x'),
      entitlementTold('ent_cus_x', 'cus_a', {}, 2),
      entitlementTold('ent_cus_y', 'cus_a', {}, 3),
      subscriptionTold('sub_cus_x', 'cus_a', {}, 2),
      subscriptionTold('sub_cus_y', 'cus_a', {}, 3),
      merged('cus_x', 'cus_a'),
    ],
    // Stated before it was told that they are one.
    assets: [customerImpactTold('tkt_2', [impact(['cus_x', 'cus_y'])], {}, 1)],
  };
  const whole = [
    { incident: 'tkt_1', version: 1, piece: 0, customer: 'cus_a' },
    { incident: 'tkt_1', version: 1, piece: 1, customer: 'cus_a' },
    { incident: 'tkt_2', version: 1, piece: 0, customer: 'cus_a' },
  ];

  it('is that of the other one, in memory too, however the events come, and when rebuilt', async () => {
    const bus = new AdversarialBus(11);
    const consumer = analyticsConsumer({ database: test.database, bus, logger: testLogger() });
    const memory = new LedgerMemory();
    const known = () =>
      test.database.transaction(SYSTEM, async (tx) =>
        [...((await memory.upToDate(tx, FROM, TO)).get('prd_1')?.keys() ?? [])].sort(),
      );
    for (const [producer, events] of Object.entries(before)) await bus.publish(producer, published(events));
    await consumer.drain();
    expect(await known()).toEqual(['cus_a', 'cus_x', 'cus_y']);
    for (const [producer, events] of Object.entries(merges)) await bus.publish(producer, published(events));
    await consumer.drain();
    expect(await lines()).toEqual(whole);
    expect(await known()).toEqual(['cus_a']);
    expect(await consumer.parked()).toEqual([]);
    const accounts = () =>
      test.database.transaction(SYSTEM, (tx) =>
        tx.query('select customer_id, line from service_account order by 1'),
      );
    const first = await accounts();
    expect(JSON.stringify(first)).toMatch(/ent_cus_a.*ent_cus_x.*ent_cus_y/);
    await consumer.rebuild(clearProjections);
    await consumer.drain();
    expect(await lines()).toEqual(whole);
    expect(await accounts()).toEqual(first);
  });

  it('is that of the other one when the later merge is told first, and again', async () => {
    const bus = new AdversarialBus(12);
    const consumer = analyticsConsumer({ database: test.database, bus, logger: testLogger() });
    await consumer.rebuild(clearProjections);
    await bus.publish('assets', published(before['assets'] ?? []));
    await consumer.drain();
    await bus.publish(
      'entitlements',
      published([merged('cus_x', 'cus_a'), merged('cus_y', 'cus_x'), merged('cus_y', 'cus_x')]),
    );
    await consumer.drain();
    expect(await lines()).toEqual(whole.slice(0, 2));
  });
});
