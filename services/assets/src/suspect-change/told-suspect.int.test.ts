import type { Session } from '@plimsoll/shared';
import { testSubgraph } from '@plimsoll/shared/testing';
import { changeRecords, newChange, type ChangeRecord } from '../change/index.js';
import { seedEstate } from '../change/estate.fixture.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { tellSuspects } from './told-suspect.service.js';

const { test } = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });
const AUTHOR = { actorId: 'per_x', subject: 'test', requestId: 'test', reason: null };
const inSystem = <T>(fn: (tx: Session) => Promise<T>) => test.database.transaction({ kind: 'SYSTEM' }, fn);
const at = (time: string) => new Date(`2026-03-10T${time}:00.000Z`);
const change = (title: string, over: Partial<ChangeRecord> & Pick<ChangeRecord, 'assetIds'>): ChangeRecord =>
  newChange({
    title,
    kind: 'NORMAL',
    expectedState: 'UP',
    status: 'COMPLETED',
    outcome: 'SUCCEEDED',
    ...over,
  });
const recordIncident = (id: string, assetId: string, time: string, version = 1) =>
  inSystem(async (tx) => {
    await tx.query(
      `insert into incident (id, version, planned, span) values ($1, $2, false, tstzrange($3, null))
       on conflict (id) do update set version = excluded.version, span = excluded.span`,
      [id, version, at(time)],
    );
    await tx.query('delete from incident_impact where incident_id = $1', [id]);
    await tx.query(
      `insert into incident_impact (incident_id, place, asset_id, state, from_at) values ($1, 0, $2, 'DOWN', $3)`,
      [id, assetId, at(time)],
    );
  });
let seen = 0;
/** What is told now that was not before. */
const told = async (): Promise<object[]> => {
  await inSystem(tellSuspects);
  const all = await inSystem((tx) =>
    tx.query(
      `select subject as id, version, data -> 'suspects' as suspects from outbox
        where type = 'plimsoll.incident_suspects.recorded.v1' order by seq`,
    ),
  );
  const own = all.slice(seen);
  seen = all.length;
  return own;
};

const onProvider = change('the provider', {
  assetIds: ['ast_db'],
  startedAt: at('09:00'),
  endedAt: at('10:00'),
});

beforeAll(() =>
  inSystem(async (tx) => {
    await seedEstate(tx);
    await changeRecords.create(tx, AUTHOR, [
      onProvider,
      change('elsewhere', { assetIds: ['ast_own'], startedAt: at('09:00'), endedAt: at('10:00') }),
    ]);
  }),
);

describe('what is told of the suspects of an incident', () => {
  it('is which changes were carried out before it on what it needs, once', async () => {
    await recordIncident('tkt_1', 'ast_app', '12:00');
    const suspects = [{ changeId: onProvider.id, hops: 1 }];
    expect(await told()).toEqual([{ id: 'tkt_1', version: 1, suspects }]);
    expect(await told()).toEqual([]);
    await recordIncident('tkt_1', 'ast_app', '12:00', 2);
    expect(await told()).toEqual([]);
  });

  it('is told again when a change is on record later, and when the incident is elsewhere', async () => {
    const late = change('late on record', {
      assetIds: ['ast_app'],
      startedAt: at('11:00'),
      endedAt: at('11:30'),
    });
    await inSystem((tx) => changeRecords.create(tx, AUTHOR, [late]));
    expect(await told()).toEqual([
      {
        id: 'tkt_1',
        version: 2,
        suspects: [
          { changeId: late.id, hops: 0 },
          { changeId: onProvider.id, hops: 1 },
        ],
      },
    ]);
    await recordIncident('tkt_1', 'ast_lone', '12:00', 3);
    expect(await told()).toEqual([{ id: 'tkt_1', version: 3, suspects: [] }]);
  });

  it('is nothing where there are none', async () => {
    await recordIncident('tkt_2', 'ast_app', '08:00');
    expect(await told()).toEqual([]);
  });
});
