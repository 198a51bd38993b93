import type { BusEvent, Session } from '@plimsoll/shared';
import { testSubgraph } from '@plimsoll/shared/testing';
import { accountProjection } from '../account/index.js';
import { incidentProjection, outagesAt } from '../outage/index.js';
import { restateRequested } from '../outage/outage.service.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { customerMergeProjection } from './customer-merge.projection.js';

const service = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });
const inSystem = <T>(fn: (tx: Session) => Promise<T>): Promise<T> =>
  service.test.database.transaction({ kind: 'SYSTEM' }, fn);

const handlers = {
  ...accountProjection.handlers,
  ...customerMergeProjection.handlers,
  ...incidentProjection.handlers,
};
const tell = (type: string, subject: string, version: number, data: Record<string, unknown>) =>
  inSystem(async (tx) => {
    const event: BusEvent = {
      id: `evt_${type}_${subject}_${version}`,
      producer: 'entitlements',
      position: 1,
      time: '2026-03-01T00:00:00.000Z',
      type: `plimsoll.${type}.v1`,
      subject,
      version,
      data: { id: subject, externalId: subject, source: 'import', ...data },
    };
    await handlers[event.type]?.(tx, [event]);
  });
const customer = (id: string) =>
  tell('customer.created', id, 1, { name: id, timeZone: 'UTC', partnerId: null });
const subscription = (id: string, customerId: string, version: number) =>
  tell(version === 1 ? 'subscription.created' : 'subscription.updated', id, version, {
    customerId,
    productId: 'prd_1',
    podId: null,
    startedOn: '2026-01-01',
    endedOn: null,
  });
const merged = (duplicate: string, into: string) => tell('customer.merged', duplicate, 2, { into });
const placements = () =>
  inSystem((tx) =>
    tx.query(
      `select asset_id as asset, customer_id as customer, removed_at is null as placed from placement
        where asset_id like 'ast_%' order by asset_id, customer_id`,
    ),
  );

/** What a process that had seen everything by `seen` is told of customers. */
const toldOf = (seen: string) =>
  inSystem((tx) =>
    tx.query(
      `select id, rows is null as gone from graph_changes($1::pg_snapshot) where what = 'CUSTOMER' order by id`,
      [seen],
    ),
  );

beforeAll(async () => {
  await inSystem(async (tx) => {
    await tx.query(`insert into asset_kind (id, version, name) values ('knd_1', 1, 'host')`);
    await tx.query(`insert into asset (id, version, name, kind, status)
      select id, 1, id, 'host', 'LIVE' from unnest('{ast_1,ast_2,ast_3}'::text[]) as given(id)`);
    await tx.query(`insert into placement (id, version, asset_id, customer_id)
      values ('plc_1', 1, 'ast_1', 'cus_x'), ('plc_2', 1, 'ast_2', 'cus_x'), ('plc_3', 1, 'ast_2', 'cus_a')`);
  });
  for (const id of ['cus_a', 'cus_x', 'cus_y']) await customer(id);
  await subscription('sub_a', 'cus_a', 1);
  await subscription('sub_x', 'cus_x', 1);
  await tell('incident.impact_recorded', 'tkt_1', 1, {
    impacts: [{ customerId: 'cus_x', state: 'DOWN', from: '2026-03-01T10:00:00Z', to: null }],
  });
});

describe('a customer that turned out to be another one', () => {
  it('leaves its placements, and what incidents did to it, to that one, whatever order merges come in', async () => {
    const [before] = await inSystem((tx) =>
      tx.query<{ seen: string }>('select pg_current_snapshot()::text as seen'),
    );
    await merged('cus_y', 'cus_a');
    await merged('cus_x', 'cus_y');
    await merged('cus_x', 'cus_y');
    const [between] = await inSystem((tx) =>
      tx.query<{ seen: string }>('select pg_current_snapshot()::text as seen'),
    );
    await subscription('sub_x', 'cus_a', 2);
    expect(await placements()).toEqual([
      { asset: 'ast_1', customer: 'cus_a', placed: true },
      { asset: 'ast_1', customer: 'cus_x', placed: false },
      { asset: 'ast_2', customer: 'cus_a', placed: true },
      { asset: 'ast_2', customer: 'cus_x', placed: false },
    ]);
    for (const seen of [before?.seen, between?.seen]) {
      expect(await toldOf(seen ?? '')).toEqual([
        { id: 'cus_a', gone: false },
        { id: 'cus_x', gone: true },
        { id: 'cus_y', gone: true },
      ]);
    }
    const hit = await inSystem((tx) => outagesAt(tx, new Date('2026-03-02T00:00:00Z')));
    expect(JSON.stringify(hit.outages)).not.toContain('cus_x');
    await inSystem(restateRequested);
    const events = await service.events();
    const told = events.filter(({ type }) => type === 'plimsoll.customer_impact.recorded.v1').at(-1);
    expect(told?.data['impacts']).toMatchObject([{ productId: 'prd_1', customerIds: ['cus_a'] }]);
    const history = await inSystem((tx) =>
      tx.query(
        `select record_id, version, reason from history where record_type = 'placement' order by 1, 2`,
      ),
    );
    expect(history).toHaveLength(3);
    expect(history[0]).toMatchObject({ reason: 'The customer was merged into another one.' });
  });

  it('is followed by what is told of it later', async () => {
    await tell('incident.impact_recorded', 'tkt_1', 2, {
      impacts: [{ customerId: 'cus_x', state: 'DEGRADED', from: '2026-03-01T10:00:00Z', to: null }],
    });
    await inSystem((tx) =>
      tx.query(
        `insert into placement (id, version, asset_id, customer_id) values ('plc_9', 1, 'ast_3', 'cus_x')`,
      ),
    );
    expect(await placements()).toContainEqual({ asset: 'ast_3', customer: 'cus_a', placed: true });
    const impacts = await inSystem((tx) => tx.query(`select customer_id as id from incident_impact`));
    expect(impacts).toEqual([{ id: 'cus_a' }]);
  });
});
