import 'reflect-metadata';
import type { DomainEvent } from '@plimsoll/shared';
import { loadAccounts, loadAgreements } from '../account/index.js';
import { loadLedger } from '../ledger/index.js';
import { AdversarialBus, testLogger } from '@plimsoll/shared/testing';
import { analyticsConsumer, clearProjections } from '../subgraph.js';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  subscriptionTold,
} from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { monthRows } from './service-level-month.rules.js';
import { settleServiceLevels } from './settling.job.js';

const NOW = '2026-03-20T12:00:00.000Z';
const service = analyticsService(NOW);
const SYSTEM = { kind: 'SYSTEM' } as const;

interface Kept {
  customer: string;
  product: string;
  agreement: string;
  month: string;
  figures: unknown[];
}

/** All that is kept, in order. */
const kept = () =>
  service.test.database.transaction(SYSTEM, (tx) =>
    tx.query<Kept>(
      `select customer_id as customer, product_id as product, agreement_id as agreement, month,
              jsonb_build_array(length_seconds, counted_seconds, excluded_seconds, unknown_seconds, uptime::text,
                uptime_target, headroom_seconds, breached, credit_percent, credits) as figures
         from service_level_month order by 1, 2, 3, 4`,
    ),
  );

/** The same, measured anew for every customer and month from 2024 to the current one. */
async function measured(at = NOW): Promise<Kept[]> {
  const asOf = Date.parse(at);
  return service.test.database.transaction(SYSTEM, async (tx) => {
    const customers = await tx.query<{ id: string }>('select id from customer order by 1');
    const accounts = await loadAccounts(
      tx,
      customers.map(({ id }) => id),
    );
    const agreements = await loadAgreements(tx, accounts);
    const ledger = await loadLedger(tx, {
      customerIds: customers.map(({ id }) => id),
      from: 0,
      to: asOf,
      knownAt: null,
    });
    const months = Array.from({ length: 28 }, (_, n) =>
      new Date(Date.UTC(2024, n, 1)).toISOString().slice(0, 7),
    ).filter((month) => month <= at.slice(0, 7));
    return accounts
      .flatMap((account) => months.flatMap((month) => monthRows(account, month, asOf, agreements, ledger)))
      .map((row) => ({
        customer: row.customerId,
        product: row.productId,
        agreement: row.agreementId,
        month: row.month,
        figures: [
          Number(row.lengthSeconds),
          Number(row.countedSeconds),
          Number(row.excludedSeconds),
          Number(row.unknownSeconds),
          row.uptime,
          Number(row.uptimeTarget),
          Number(row.headroomSeconds),
          row.breached,
          Number(row.creditPercent),
          row.credits.map(({ amount, currency }) => [amount, currency]),
        ],
      }))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  });
}
const keyOf = ({ customer, product, agreement, month }: Kept) =>
  [customer, product, agreement, month].join('\u0001');

const down = (
  from: string,
  to: string | null,
  customerIds: string[],
  state = 'DOWN',
  productId = 'prd_1',
) => ({ productId, state, from, to, customerIds });

const restated = (version: number, impacts: Record<string, unknown>[], rest = {}): DomainEvent =>
  customerImpactTold('tkt_1', impacts, rest, version);

/** Takes in events and answers the rows written by that. */
async function writes(producer: string, events: DomainEvent[]): Promise<string[]> {
  const before = new Map((await kept()).map((row) => [keyOf(row), JSON.stringify(row)]));
  await service.tell(producer, events);
  await service.drain();
  return (await kept())
    .filter((row) => before.get(keyOf(row)) !== JSON.stringify(row))
    .map(({ customer, month }) => `${customer} ${month}`);
}

beforeAll(async () => {
  await service.tell('entitlements', [
    agreementTold('sla_1'),
    agreementTold('sla_2', { uptimeTarget: '99.5', creditTiers: [{ below: '99.5', percent: '5' }] }),
    customerTold('cus_a'),
    entitlementTold('ent_a', 'cus_a', { validFrom: '2025-10-15', validTo: '2026-03-11' }),
    entitlementTold('ent_a2', 'cus_a', { agreementId: 'sla_2', validFrom: '2026-01-10' }),
    subscriptionTold('sub_a', 'cus_a'),
    customerTold('cus_b', { timeZone: 'Pacific/Auckland' }),
    entitlementTold('ent_b', 'cus_b'),
    entitlementTold('ent_b2', 'cus_b', { productId: 'prd_2', agreementId: 'sla_2' }),
    subscriptionTold('sub_b', 'cus_b'),
    customerTold('cus_c'),
  ]);
  await service.drain();
});

describe('the service levels of all months', () => {
  it('are there from the first month entitled to the current one, as measured', async () => {
    const rows = await kept();
    expect(rows).toEqual(await measured());
    expect([...new Set(rows.map(({ customer }) => customer))]).toEqual(['cus_a', 'cus_b']);
    expect(rows.filter(({ customer }) => customer === 'cus_a').map(({ month }) => month)).toEqual([
      '2025-10',
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
      '2026-03',
      // The stricter agreement rules until it ends.
      '2026-03',
    ]);
    expect(rows.filter(({ product }) => product === 'prd_2')).toHaveLength(15);
  });

  it('follow the ledger: what is restated, taken back, open, excluded and unknown; nothing else is written', async () => {
    expect(
      await writes('assets', [
        restated(1, [
          down('2026-01-31T10:50:00.000Z', '2026-01-31T11:10:00.000Z', ['cus_a', 'cus_b']),
          down('2026-03-15T10:00:00.000Z', '2026-03-15T10:00:40.500Z', ['cus_a'], 'DEGRADED'),
        ]),
      ]),
    ).toEqual(['cus_a 2026-01', 'cus_a 2026-03', 'cus_b 2026-01', 'cus_b 2026-02']);
    expect(await kept()).toEqual(await measured());
    expect(await writes('assets', [restated(1, []), restated(2, [])])).toHaveLength(4);
    expect(await kept()).toEqual(await measured());
    await writes('assets', [
      restated(3, [down('2026-02-10T10:00:00.000Z', '2026-02-10T10:40:00.000Z', ['cus_a', 'cus_b'])], {
        planned: true,
        announcedFrom: '2026-02-10T10:00:00.000Z',
        announcedTo: '2026-02-10T11:00:00.000Z',
        noticeGivenAt: '2026-02-08T10:00:00.000Z',
      }),
      customerImpactTold('tkt_2', [
        down('2026-03-20T10:00:00.000Z', null, ['cus_b'], 'DOWN', 'prd_2'),
        down('2025-12-01T10:00:00.000Z', '2026-01-05T00:00:00.000Z', ['cus_a'], 'UNKNOWN'),
        down('2026-03-20T13:00:00.000Z', '2026-03-20T14:00:00.000Z', ['cus_a']),
      ]),
    ]);
    const rows = await kept();
    expect(rows).toEqual(await measured());
    expect(rows.filter(({ figures }) => Number(figures[2]) > 0)).toHaveLength(2);
    expect(rows.filter(({ figures }) => Number(figures[3]) > 0)).toHaveLength(2);
  });

  it('are counted on as time passes, and begin a month where one begins', async () => {
    const settleAt = async (at: string) => {
      while (await settleServiceLevels(service.test.database, new Date(at)));
      return kept();
    };
    // The impact of the afternoon is over by the evening; the open one lasts.
    expect(await settleAt('2026-03-20T20:00:00.000Z')).toEqual(await measured('2026-03-20T20:00:00.000Z'));
    const april = await settleAt('2026-04-02T09:30:00.000Z');
    expect(april).toEqual(await measured('2026-04-02T09:30:00.000Z'));
    expect(april.filter(({ month }) => month === '2026-04')).toHaveLength(3);
  });

  it('follow accounts, agreements and merges', async () => {
    expect(await writes('entitlements', [agreementTold('sla_1', { name: 'Gold' }, 2)])).toEqual([]);
    const terms = await writes('entitlements', [agreementTold('sla_1', { uptimeTarget: '99.99' }, 3)]);
    expect([...new Set(terms.map((row) => row.slice(0, 5)))]).toEqual(['cus_a', 'cus_b']);
    const events = [
      subscriptionTold('sub_a', 'cus_a', { endedOn: '2026-02-01' }, 2),
      entitlementTold('ent_b', 'cus_b', { validTo: '2026-02-11' }, 2),
      customerTold('cus_b', { timeZone: 'America/New_York' }, 2),
      entitlementTold('ent_c', 'cus_c', { validFrom: null }),
    ];
    for (const event of events) await service.tell('entitlements', [event]);
    await service.drain();
    const strip = (rows: Kept[]) =>
      rows.filter(({ customer, month }) => customer !== 'cus_c' && month < '2026-04');
    expect(strip(await kept())).toEqual(strip(await measured()));
    await service.tell('entitlements', [
      entitlementTold('ent_b', 'cus_a', {}, 3),
      entitlementTold('ent_b2', 'cus_a', { productId: 'prd_2', agreementId: 'sla_2' }, 2),
      {
        type: 'plimsoll.customer.merged.v1',
        subject: 'cus_b',
        version: 3,
        data: { id: 'cus_b', into: 'cus_a' },
      },
    ]);
    await service.drain();
    const merged = await kept();
    expect(merged.filter(({ customer }) => customer === 'cus_b')).toEqual([]);
    expect(strip(merged)).toEqual(strip(await measured()));
  });

  it('are the same when rebuilt from position 0', async () => {
    const before = (await kept()).filter(({ month }) => month < '2026-04');
    await service.consumer.rebuild(clearProjections);
    await service.drain();
    const open = ({ figures, ...row }: Kept) =>
      row.product === 'prd_2' && row.month === '2026-03' ? row : { ...row, figures };
    expect((await kept()).map(open)).toEqual(before.map(open));
  });
});

describe('whatever comes, in whatever order', () => {
  const DAYS = ['2025-12-30', '2026-01-31', '2026-02-28', '2026-03-10', '2026-03-20'];

  /** Events of a random life: impacts stated and restated, entitlements that move and end, terms that change. */
  function life(random: () => number): Record<'entitlements' | 'assets', DomainEvent[]> {
    const any = <One>(all: readonly One[]): One => all[Math.floor(random() * all.length)] as One;
    const customers = ['cus_p', 'cus_q', 'cus_r'];
    const entitlements: DomainEvent[] = [];
    for (const [index, id] of customers.entries()) {
      const zone = any(['Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu']);
      entitlements.push(
        customerTold(id, { timeZone: zone }),
        customerTold(id, { timeZone: any(['UTC', zone]) }, 2),
      );
      entitlements.push(subscriptionTold(`sub_${id}`, id));
      for (let version = 1; version <= 3; version += 1) {
        const rest = {
          agreementId: any(['sla_1', 'sla_2']),
          validFrom: any(['2025-11-15', '2026-01-01']),
          validTo: any([null, null, '2026-03-10']),
        };
        entitlements.push(entitlementTold(`ent_${index}`, any([id, any(customers)]), rest, version));
      }
    }
    for (const id of ['sla_1', 'sla_2']) {
      entitlements.push(agreementTold(id), agreementTold(id, { uptimeTarget: any(['99.9', '99.5']) }, 2));
    }
    const assets: DomainEvent[] = [];
    for (const incident of ['tkt_a', 'tkt_b', 'tkt_c']) {
      for (let version = 1; version <= 4; version += 1) {
        const impacts = Array.from({ length: Math.floor(random() * 3) }, () => {
          const from = Date.parse(`${any(DAYS)}T${any(['00', '11', '23'])}:00:00Z`);
          const to = from + Math.floor(random() * 10_000_000);
          return {
            ...down(
              new Date(from).toISOString(),
              null,
              customers.filter(() => random() < 0.6),
            ),
            state: any(['DOWN', 'DEGRADED', 'UNKNOWN']),
            to: random() < 0.1 ? null : new Date(to).toISOString(),
          };
        });
        assets.push(customerImpactTold(incident, impacts, {}, version));
      }
    }
    return { entitlements, assets };
  }

  it.each([1, 2, 3, 4])('the months are as measured (%p)', async (seed) => {
    let number = seed * 2_654_435_761;
    const random = () => {
      number = (number * 1_103_515_245 + 12_345) % 2 ** 31;
      return number / 2 ** 31;
    };
    const bus = new AdversarialBus(seed);
    const { database } = service.test;
    const clock = () => new Date(NOW);
    const consumer = analyticsConsumer({ database, bus, logger: testLogger(), clock });
    await consumer.rebuild(clearProjections);
    for (const [producer, events] of Object.entries(life(random))) {
      for (const [place, event] of events.entries()) {
        const time = new Date(Date.parse('2026-03-01T00:00:00Z') + place * 1000).toISOString();
        await bus.publish(producer, [{ ...event, id: `evt_${seed}_${producer}_${place}`, time }]);
        // Every so often somebody reads what is there.
        if (random() < 0.1) await consumer.drain();
      }
    }
    await consumer.drain();
    expect(await kept()).toEqual(await measured());
    expect((await kept()).length).toBeGreaterThan(3);
  });
});
