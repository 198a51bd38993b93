import { testSubgraph } from '@plimsoll/shared/testing';
import type { BusEvent, DomainEvent, Session } from '@plimsoll/shared';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { incidentProjection, requestRestatement, restateRequested } from './outage.service.js';

const { test, events } = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });
const SYSTEM = { kind: 'SYSTEM' } as const;
const day = (date: number, time = '00:00:00') => `2026-03-${String(date).padStart(2, '0')}T${time}.000Z`;

type Impact = {
  assetId?: string;
  productId?: string;
  customerId?: string;
  state?: string;
  from: string;
  to: string | null;
};
const down = (assetId: string, from: string, to: string | null): Impact => ({ assetId, from, to });

async function inSystem<T>(fn: (tx: Session) => Promise<T>): Promise<T> {
  return test.database.transaction(SYSTEM, fn);
}

const told = (id: string, version: number, impacts: Impact[], data: object = {}): BusEvent => ({
  id: `evt_${id}_${version}`,
  producer: 'tickets',
  position: 1,
  time: day(1),
  type: 'plimsoll.incident.impact_recorded.v1',
  subject: id,
  version,
  data: {
    ticketId: id,
    planned: false,
    announcedFrom: null,
    announcedTo: null,
    noticeGivenAt: null,
    impacts: impacts.map((impact) => ({ state: 'DOWN', ...impact })),
    ...data,
  },
});
const record = (...told: BusEvent[]) =>
  inSystem((tx) => incidentProjection.handlers['plimsoll.incident.impact_recorded.v1']!(tx, told));

/** What was told since the last call, as [incident, version, what is hit]. */
let heard = 0;
async function news(): Promise<[string, number, string[]][]> {
  const all = (await events()) as (DomainEvent & {
    data: {
      impacts: { productId: string; state: string; from: string; to: string | null; customerIds: string[] }[];
    };
  })[];
  const fresh = all.slice(heard);
  heard = all.length;
  return fresh.map(({ subject, version, data }) => [
    subject,
    version,
    data.impacts.map(({ productId, state, from, to, customerIds }) =>
      [productId, state, from.slice(8, 16), to?.slice(8, 16) ?? 'open', ...customerIds].join(' '),
    ),
  ]);
}

describe('the customers that incidents hit', () => {
  beforeAll(() =>
    inSystem(async (tx) => {
      await tx.query(`insert into asset_kind (id, version, name) values ('knd_1', 1, 'host')`);
      await tx.query(`insert into asset (id, version, name, kind, status)
        select id, 1, id, 'host', 'LIVE' from unnest('{one,other,mail,chat}'::text[]) as given(id)`);
      await tx.query(`insert into dependency (id, version, consumer_id, provider_id, group_name, strength, min_up_count)
        values ('dep_1', 1, 'mail', 'one', 'hosts', 'HARD', 1), ('dep_2', 1, 'mail', 'other', 'hosts', 'HARD', 1)`);
      await tx.query(`insert into placement (id, version, asset_id, product_id)
        values ('plc_1', 1, 'mail', 'prd_mail'), ('plc_2', 1, 'chat', 'prd_chat')`);
      await tx.query(`insert into customer (id, version, name, time_zone)
        values ('cus_a', 1, 'A', 'UTC'), ('cus_b', 1, 'B', 'UTC')`);
      await tx.query(`insert into subscription (id, version, customer_id, product_id, started_on)
        values ('sub_1', 1, 'cus_a', 'prd_mail', '2025-01-01'), ('sub_2', 1, 'cus_a', 'prd_chat', '2025-01-01'),
               ('sub_3', 1, 'cus_b', 'prd_chat', '2025-01-01')`);
    }),
  );

  it('are told in the transaction that takes the incident in, as the whole list', async () => {
    await record(
      told('tkt_1', 1, [down('chat', day(1, '01:00:00'), day(1, '02:00:00'))], {
        planned: true,
        announcedFrom: day(1, '01:00:00'),
        announcedTo: day(1, '01:30:00'),
        noticeGivenAt: day(1),
      }),
    );
    const [event] = await events();
    expect(event).toMatchObject({
      type: 'plimsoll.customer_impact.recorded.v1',
      subject: 'tkt_1',
      version: 1,
    });
    expect(event?.data).toEqual({
      id: 'tkt_1',
      externalId: null,
      source: null,
      incidentId: 'tkt_1',
      planned: true,
      announcedFrom: day(1, '01:00:00'),
      announcedTo: day(1, '01:30:00'),
      noticeGivenAt: day(1),
      impacts: [
        {
          productId: 'prd_chat',
          state: 'DOWN',
          from: day(1, '01:00:00'),
          to: day(1, '02:00:00'),
          customerIds: ['cus_a', 'cus_b'],
        },
      ],
    });
    heard = 1;
  });

  it('are not told again when nothing differs, nor from what is older', async () => {
    await record(told('tkt_1', 1, [], { planned: false }));
    expect(await news()).toEqual([['tkt_1', 2, []]]);
    await record(
      told('tkt_2', 5, [{ productId: 'prd_mail', from: day(2), to: day(3) }]),
      told('tkt_2', 6, [{ productId: 'prd_chat', customerId: 'cus_b', from: day(2), to: day(3) }]),
    );
    expect(await news()).toEqual([['tkt_2', 1, ['prd_chat DOWN 02T00:00 03T00:00 cus_b']]]);
    await record(
      told('tkt_2', 6, [{ productId: 'prd_chat', customerId: 'cus_b', from: day(2), to: day(3) }]),
    );
    await record(told('tkt_2', 4, []));
    expect(await news()).toEqual([]);
  });

  it('are none where an asset nobody is placed on goes down, and nothing is told', async () => {
    await record(told('tkt_3', 1, [down('one', day(4), day(5))]));
    expect(await news()).toEqual([]);
  });

  it('are stated again for every incident that overlaps, when another comes, moves and goes', async () => {
    // Each host alone is spared; together they take mail down, and each answers for it.
    await record(told('tkt_4', 1, [down('other', day(4, '06:00:00'), day(4, '12:00:00'))]));
    expect(await news()).toEqual([
      ['tkt_3', 1, ['prd_mail DOWN 04T06:00 04T12:00 cus_a']],
      ['tkt_4', 1, ['prd_mail DOWN 04T06:00 04T12:00 cus_a']],
    ]);
    await record(told('tkt_4', 2, [down('other', day(4, '20:00:00'), day(6))]));
    expect(await news()).toEqual([
      ['tkt_3', 2, ['prd_mail DOWN 04T20:00 05T00:00 cus_a']],
      ['tkt_4', 2, ['prd_mail DOWN 04T20:00 05T00:00 cus_a']],
    ]);
    await record(told('tkt_4', 3, []));
    expect(await news()).toEqual([
      ['tkt_3', 3, []],
      ['tkt_4', 3, []],
    ]);
  });

  it('are all products of a customer named, or all customers of a product, open while the incident is', async () => {
    await record(told('tkt_5', 1, [{ customerId: 'cus_a', state: 'DEGRADED', from: day(10), to: null }]));
    expect(await news()).toEqual([
      ['tkt_5', 1, ['prd_chat DEGRADED 10T00:00 open cus_a', 'prd_mail DEGRADED 10T00:00 open cus_a']],
    ]);
    await record(
      told('tkt_5', 2, [{ customerId: 'cus_a', state: 'DEGRADED', from: day(10), to: null }], {
        restoredAt: day(11),
      }),
    );
    expect(await news()).toEqual([
      [
        'tkt_5',
        2,
        ['prd_chat DEGRADED 10T00:00 11T00:00 cus_a', 'prd_mail DEGRADED 10T00:00 11T00:00 cus_a'],
      ],
    ]);
  });

  it('are stated again on request, as far as incidents last beyond the instant', async () => {
    await record(told('tkt_6', 1, [down('chat', day(20), null)]));
    await news();
    await inSystem(async (tx) => {
      await tx.query(
        `insert into placement (id, version, asset_id, product_id) values ('plc_3', 1, 'one', 'prd_mail')`,
      );
      await requestRestatement(tx, new Date(day(21)));
    });
    await inSystem(restateRequested);
    expect(await news()).toEqual([]);
    await inSystem(async (tx) => {
      await tx.query(`insert into subscription (id, version, customer_id, product_id, started_on)
        values ('sub_4', 1, 'cus_c', 'prd_chat', '2026-03-22'), ('sub_5', 1, 'cus_c', 'prd_mail', '2026-03-01')`);
      await requestRestatement(tx, new Date(day(22)));
      await requestRestatement(tx, new Date(day(4, '12:00:00')));
    });
    await inSystem(restateRequested);
    // tkt_1, tkt_2 are over by then; tkt_3 hits mail by the new placement; tkt_5 names its customer.
    expect(await news()).toEqual([
      ['tkt_3', 4, ['prd_mail DOWN 04T00:00 05T00:00 cus_a cus_c']],
      ['tkt_6', 2, ['prd_chat DOWN 20T00:00 open cus_a cus_b', 'prd_chat DOWN 22T00:00 open cus_c']],
    ]);
    await inSystem(restateRequested);
    expect(await news()).toEqual([]);
  });

  it('leaves nothing behind when the transaction fails', async () => {
    await expect(record(told('tkt_7', 1, [down('chat', 'not an instant', null)]))).rejects.toThrow();
    expect(await news()).toEqual([]);
    expect(await inSystem((tx) => tx.query(`select from incident where id = 'tkt_7'`))).toEqual([]);
  });

  it('takes a bulk of incidents in with few statements', async () => {
    const bulk = Array.from({ length: 500 }, (_, index) =>
      told(`tkt_bulk${index}`, 1, [
        down(
          index % 2 === 0 ? 'chat' : 'mail',
          new Date(Date.parse(day(1)) + index * 3_600_000 - 2e10).toISOString(),
          new Date(Date.parse(day(1)) + index * 3_600_000 + 5_400_000 - 2e10).toISOString(),
        ),
      ]),
    );
    let statements = 0;
    const end = test.database.onStatement(() => (statements += 1));
    await record(...bulk);
    end();
    expect(statements).toBeLessThan(15);
    expect(await news()).toHaveLength(500);
  });
});
