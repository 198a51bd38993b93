import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { DomainEvent, Session } from '@plimsoll/shared';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { tryRedundancy } from './redundancy-trial.service.js';
import { isUntried } from './redundancy-trial.store.js';

const { test, run, events } = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });
const NOW = new Date('2026-06-30T12:00:00.000Z');

async function inSystem<T>(fn: (tx: Session) => Promise<T>): Promise<T> {
  return test.database.transaction({ kind: 'SYSTEM' }, fn);
}

let heard = 0;
async function news(): Promise<DomainEvent[]> {
  const all = await events();
  const fresh = all.slice(heard);
  heard = all.length;
  return fresh;
}

/** Mail needs one of two hosts and a switch; both hosts were down together, the switch once, a year and more ago too. */
async function estate(tx: Session): Promise<void> {
  await tx.query(`insert into asset_kind (id, version, name) values ('knd_1', 1, 'thing')`);
  await tx.query(`insert into asset (id, version, name, kind, status)
    select id, 1, id, 'thing', 'LIVE' from unnest('{switch,host1,host2,mail}'::text[]) as given(id)`);
  await tx.query(`insert into dependency (id, version, consumer_id, provider_id, group_name, strength, min_up_count)
    values ('dep_1', 1, 'mail', 'host1', 'hosts', 'HARD', 1), ('dep_2', 1, 'mail', 'host2', 'hosts', 'HARD', 1),
           ('dep_3', 1, 'mail', 'switch', null, 'HARD', null)`);
  await tx.query(
    `insert into placement (id, version, asset_id, product_id) values ('plc_1', 1, 'mail', 'prd_mail')`,
  );
  await tx.query(`insert into customer (id, version, name, time_zone)
    values ('cus_a', 1, 'A', 'UTC'), ('cus_b', 1, 'B', 'UTC')`);
  await tx.query(`insert into subscription (id, version, customer_id, product_id, started_on)
    select 'sub_' || id, 1, 'cus_' || id, 'prd_mail', '2020-01-01' from unnest('{a,b}'::text[]) as given(id)`);
  await incident(tx, 'tkt_switch', false, [['switch', '2026-03-01T10:00Z', '2026-03-01T11:00Z']]);
  await incident(tx, 'tkt_hosts', false, [
    ['host1', '2026-04-01T10:00Z', '2026-04-01T12:00Z'],
    ['host2', '2026-04-01T11:00Z', '2026-04-01T13:00Z'],
  ]);
  await incident(tx, 'tkt_work', true, [['switch', '2026-05-01T10:00Z', '2026-05-01T12:00Z']]);
  await incident(tx, 'tkt_old', false, [['switch', '2025-03-01T10:00Z', '2025-03-01T12:00Z']]);
}

async function incident(
  tx: Session,
  id: string,
  planned: boolean,
  impacts: [assetId: string, from: string, to: string][],
): Promise<void> {
  const froms = impacts.map(([, from]) => from).sort();
  const tos = impacts.map(([, , to]) => to).sort();
  await tx.query(`insert into incident (id, version, planned, span) values ($1, 1, $2, tstzrange($3, $4))`, [
    id,
    planned,
    froms[0],
    tos.at(-1),
  ]);
  await tx.query(
    `insert into incident_impact (incident_id, place, asset_id, state, from_at, to_at)
     select $1, number, part ->> 0, 'DOWN', (part ->> 1)::timestamptz, (part ->> 2)::timestamptz
       from jsonb_array_elements($2::jsonb) with ordinality as given(part, number)`,
    [id, JSON.stringify(impacts)],
  );
}

const SWITCH = {
  id: 'switch',
  externalId: null,
  source: null,
  assetId: 'switch',
  group: null,
  customerSets: [['cus_a', 'cus_b']],
  spared: [
    {
      incidentId: 'tkt_switch',
      productId: 'prd_mail',
      was: 'DOWN',
      would: 'UP',
      from: '2026-03-01T10:00:00.000Z',
      to: '2026-03-01T11:00:00.000Z',
      customers: 0,
    },
  ],
};

describe('redundancy tried on real incidents', () => {
  beforeAll(() => inSystem(estate));

  it('is told by asset and group, as what each would have spared, and that it was done', async () => {
    expect(await inSystem(isUntried)).toBe(true);
    await tryRedundancy(test.database, NOW);
    expect(await inSystem(isUntried)).toBe(false);
    const told = await news();
    expect(told.map(({ type, subject, version }) => [type, subject, version])).toEqual([
      ['plimsoll.redundancy_trial.completed.v1', 'switch', 1],
      ['plimsoll.redundancy_trial.completed.v1', 'mail/hosts', 1],
      ['plimsoll.redundancy_trial_run.completed.v1', 'redundancy_trial_run', 1],
    ]);
    expect(told[0]!.data).toEqual(SWITCH);
    expect(told[1]!.data).toEqual({
      id: 'mail/hosts',
      externalId: null,
      source: null,
      assetId: 'mail',
      group: { name: 'hosts', minUp: '1', strength: 'HARD', memberIds: ['host1', 'host2'] },
      customerSets: [['cus_a', 'cus_b']],
      spared: [
        {
          incidentId: 'tkt_hosts',
          productId: 'prd_mail',
          was: 'DOWN',
          would: 'UP',
          from: '2026-04-01T11:00:00.000Z',
          to: '2026-04-01T12:00:00.000Z',
          customers: 0,
        },
      ],
    });
    expect(told[2]!.data).toEqual({
      id: 'redundancy_trial_run',
      externalId: null,
      source: null,
      completedAt: NOW.toISOString(),
      replayedFrom: '2025-06-30T12:00:00.000Z',
      replayedTo: NOW.toISOString(),
      incidentCount: 2,
      triedCount: 2,
      untriedCount: 0,
      sparingCount: 2,
    });
  });

  it('is told again only where something differs, and taken back where nothing would have been spared', async () => {
    await tryRedundancy(test.database, new Date('2026-07-01T12:00:00.000Z'));
    expect((await news()).map(({ subject, version }) => [subject, version])).toEqual([
      ['redundancy_trial_run', 2],
    ]);
    await inSystem((tx) =>
      tx.query(`update incident_impact set state = 'DEGRADED' where incident_id = 'tkt_switch'`),
    );
    await inSystem((tx) => tx.query(`delete from incident where id = 'tkt_hosts'`));
    await tryRedundancy(test.database, NOW);
    const told = await news();
    expect(told.map(({ subject, version }) => [subject, version])).toEqual([
      ['switch', 2],
      ['mail/hosts', 2],
      ['redundancy_trial_run', 3],
    ]);
    expect(told[0]!.data).toEqual({ ...SWITCH, spared: [{ ...SWITCH.spared[0], was: 'DEGRADED' }] });
    expect(told[1]!.data).toMatchObject({
      assetId: 'mail',
      group: { name: 'hosts' },
      customerSets: [],
      spared: [],
    });
  });

  it('counts what it leaves out for its cost', async () => {
    await tryRedundancy(test.database, NOW, 0);
    const told = await news();
    expect(told.at(-1)!.data).toMatchObject({ triedCount: 0, untriedCount: 1, sparingCount: 0 });
  });

  it('is asked for by those who run the estate', async () => {
    const ASK = 'mutation { asked: tryRedundancy { requestedAt userErrors { code } } }';
    const { asked } = await run<{ asked: { requestedAt: string | null } }>(ASK);
    expect(asked.requestedAt).not.toBeNull();
    const refused = await run<unknown>(ASK, {}, testCallers.analyst);
    expect(refused).toEqual({ asked: { requestedAt: null, userErrors: [{ code: 'NOT_FOUND' }] } });
  });
});
