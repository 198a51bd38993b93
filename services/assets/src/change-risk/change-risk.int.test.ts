import type { Session } from '@plimsoll/shared';
import { countStatements, testSubgraph } from '@plimsoll/shared/testing';
import { changeRecords, newChange, type ChangeRecord } from '../change/index.js';
import { seedEstate } from '../change/estate.fixture.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { riskOf } from './change-risk.service.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const { test } = testSubgraph({ database: assetsDatabase, create: createAssetsSubgraph });
const AUTHOR = { actorId: 'per_x', subject: 'test', requestId: 'test', reason: null };
const inSystem = <T>(fn: (tx: Session) => Promise<T>) => test.database.transaction({ kind: 'SYSTEM' }, fn);

const make = (...given: Partial<ChangeRecord>[]) =>
  inSystem(async (tx) => {
    const changes = given.map((one) =>
      newChange({ title: 'Patch', kind: 'NORMAL', assetIds: ['ast_app'], expectedState: 'DOWN', ...one }),
    );
    await changeRecords.create(tx, AUTHOR, changes);
    return changes;
  });

const FAILURE = {
  customerCount: 1,
  unknownCustomerCount: 0,
  breachCount: 0,
  serviceCredits: [],
  monthlyRecurringRevenue: [],
  creditShare: null,
  leastHeadroomSeconds: null,
  customersAwake: 0,
  offHoursShare: 0.5,
};

const assessed = (changeId: string) =>
  inSystem((tx) =>
    tx.query(
      `insert into change_assessment (change_id, request, requested_version, requested_plan, requested_at,
         answered_request, change_version, plan, assessed_at, planned, failed)
       values ($1, 1, 1, 'plan', $2, 1, 1, 'plan', $2, $3, $3)`,
      [changeId, NOW, JSON.stringify(FAILURE)],
    ),
  );

const done = (outcome: ChangeRecord['outcome'], rest: Partial<ChangeRecord> = {}): Partial<ChangeRecord> => ({
  status: 'COMPLETED',
  outcome,
  startedAt: new Date('2026-02-01T00:00:00.000Z'),
  endedAt: new Date('2026-02-01T01:00:00.000Z'),
  ...rest,
});
const WINDOW = {
  windowFrom: new Date('2026-03-12T01:00:00.000Z'),
  windowTo: new Date('2026-03-12T03:00:00.000Z'),
};
const partsOf = async (change: ChangeRecord) => {
  const risk = (await inSystem((tx) => riskOf(tx, [change], NOW))).get(change.id);
  return new Map(risk?.parts.map(({ name, because }) => [name, because]));
};

describe('the risk of a change on record', () => {
  beforeAll(async () => {
    await inSystem(seedEstate);
    await make(
      done('SUCCEEDED', { teamName: 'Platform' }),
      done('SUCCEEDED_WITH_ISSUES', { assetIds: ['ast_app', 'ast_db'] }),
      done('FAILED', { assetIds: ['ast_db'], requestedBy: 'per_a' }),
      done('ROLLED_BACK', { assetIds: ['ast_own'], teamName: 'Platform', requestedBy: 'per_a' }),
      // What does not count: cancelled, not yet over, without an outcome, older than two years.
      { status: 'CANCELLED', teamName: 'Platform' },
      { status: 'IN_PROGRESS', teamName: 'Platform', startedAt: NOW },
      { status: 'COMPLETED', teamName: 'Platform', endedAt: NOW },
      done('FAILED', {
        teamName: 'Platform',
        startedAt: new Date('2024-03-09T00:00:00.000Z'),
        endedAt: new Date('2024-03-09T00:00:00.000Z'),
      }),
    );
  });

  it('counts completed changes on any of its assets, each once, and those by its team', async () => {
    const [change] = await make({ ...WINDOW, assetIds: ['ast_app', 'ast_db'], teamName: 'Platform' });
    await assessed(change!.id);
    const parts = await partsOf(change!);
    expect(parts.get('historyOfAssets')).toBe('On its assets 1.5 of 3 changes failed.');
    expect(parts.get('historyOfTeam')).toBe('By the same team 1 of 2 changes failed.');
    expect(parts.get('duration')).toBe('It takes 2 hours.');
    expect(parts.get('hour')).toBe('50 % of its window is at night or on a weekend.');
  });

  it('counts, without a team, those that the same person asked for, and never itself', async () => {
    const [change] = await make(
      done('FAILED', { ...WINDOW, requestedBy: 'per_a', endedAt: new Date('2026-03-01T00:00:00.000Z') }),
    );
    await assessed(change!.id);
    const parts = await partsOf(change!);
    expect(parts.get('historyOfTeam')).toBe('Asked for by the same person 2 of 2 changes failed.');
    expect(parts.get('historyOfAssets')).toBe('On its assets 0.5 of 2 changes failed.');
  });

  it('is not known before the change is assessed', async () => {
    const [change] = await make(WINDOW);
    expect((await inSystem((tx) => riskOf(tx, [change!], NOW))).size).toBe(0);
  });

  it('takes three statements, whatever the number of changes', async () => {
    const changes = await make(...Array.from({ length: 5 }, () => WINDOW));
    for (const { id } of changes) await assessed(id);
    const session = test.database.session({ kind: 'STAFF' });
    try {
      await session.query('select 1');
      const count = (some: ChangeRecord[]) =>
        countStatements(test.database, () => riskOf(session, some, NOW));
      expect([await count(changes.slice(0, 1)), await count(changes)]).toEqual([3, 3]);
    } finally {
      await session.release();
    }
  });
});
