import 'reflect-metadata';
import type { DomainEvent } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import { told } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-03-11T00:00:00.000Z');

const QUERY = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Asset { id reliability {
  incidentCount downSeconds meanTimeBetweenFailuresSeconds changeSuccessRate { ratio numerator denominator } } } } }`;

interface Asset {
  id: string;
  reliability: Record<string, unknown> | null;
}

async function read(ids: string[], caller?: Parameters<typeof service.run>[2]): Promise<Asset[]> {
  const of = ids.map((id) => ({ __typename: 'Asset', id }));
  return (await service.run<{ _entities: Asset[] }>(QUERY, { of }, caller))._entities;
}

const incident = (
  id: string,
  impacts: Record<string, unknown>[],
  planned = false,
  version = 1,
): DomainEvent => ({
  type: 'plimsoll.incident.impact_recorded.v1',
  subject: id,
  version,
  data: { ticketId: id, planned, impacts },
});
const change = (id: string, status: string, outcome: string | null, assetIds: string[], version = 1) =>
  told(
    'change',
    id,
    { title: id, kind: 'NORMAL', status, outcome, assetIds, windowFrom: null, windowTo: null },
    version,
  );
const on = (assetId: string, state: string, from: string, to: string | null) => ({
  assetId,
  state,
  from,
  to,
});

beforeAll(async () => {
  await service.tell(
    'assets',
    [
      told('asset', 'ast_1', { name: 'db-1', kind: 'database', status: 'LIVE' }),
      told('asset', 'ast_2', { name: 'db-2', kind: 'database', status: 'LIVE' }),
      change('chg_1', 'COMPLETED', 'SUCCEEDED', ['ast_1', 'ast_2']),
      change('chg_2', 'COMPLETED', 'SUCCEEDED_WITH_ISSUES', ['ast_1']),
      change('chg_3', 'COMPLETED', 'ROLLED_BACK', ['ast_1']),
      change('chg_4', 'CANCELLED', null, ['ast_1']),
      change('chg_5', 'IN_PROGRESS', null, ['ast_1']),
    ],
    '2026-03-01T00:00:00.000Z',
  );
  await service.tell('tickets', [
    // Two overlapping failures: two incidents, 3,600 s of union.
    incident('tkt_1', [on('ast_1', 'DOWN', '2026-03-02T10:00:00.000Z', '2026-03-02T10:30:00.000Z')]),
    incident('tkt_2', [
      on('ast_1', 'DOWN', '2026-03-02T10:20:00.000Z', '2026-03-02T11:00:00.000Z'),
      on('ast_1', 'DEGRADED', '2026-03-02T11:00:00.000Z', '2026-03-02T12:00:00.000Z'),
      { productId: 'prd_1', state: 'DOWN', from: '2026-03-02T10:20:00.000Z', to: null },
    ]),
    // Planned work is down time and no failure; the open end counts up to now.
    incident('tkt_3', [on('ast_1', 'DOWN', '2026-03-10T23:00:00.000Z', null)], true),
    incident('tkt_4', [on('ast_3', 'DOWN', '2026-03-09T00:00:00.000Z', '2026-03-09T00:00:10.000Z')]),
  ]);
  await service.drain();
});

describe('reliability', () => {
  it('counts failures, down time and finished changes of an asset', async () => {
    expect(await read(['ast_1', 'ast_2', 'ast_3', 'ast_none'])).toEqual([
      {
        id: 'ast_1',
        reliability: {
          incidentCount: 2,
          downSeconds: 7200,
          // Ten days on record, two hours of them down, two failures.
          meanTimeBetweenFailuresSeconds: (864_000 - 7200) / 2,
          changeSuccessRate: { ratio: 2 / 3, numerator: 2, denominator: 3 },
        },
      },
      {
        id: 'ast_2',
        reliability: {
          incidentCount: 0,
          downSeconds: 0,
          meanTimeBetweenFailuresSeconds: null,
          changeSuccessRate: { ratio: 1, numerator: 1, denominator: 1 },
        },
      },
      {
        id: 'ast_3',
        reliability: {
          incidentCount: 1,
          downSeconds: 10,
          meanTimeBetweenFailuresSeconds: 2 * 86_400 - 10,
          changeSuccessRate: { ratio: null, numerator: 0, denominator: 0 },
        },
      },
      {
        id: 'ast_none',
        reliability: {
          incidentCount: 0,
          downSeconds: 0,
          meanTimeBetweenFailuresSeconds: null,
          changeSuccessRate: { ratio: null, numerator: 0, denominator: 0 },
        },
      },
    ]);
  });

  it('replaces what a corrected incident said', async () => {
    await service.tell('tickets', [
      incident('tkt_5', [on('ast_4', 'DOWN', '2026-03-09T00:00:00.000Z', '2026-03-09T00:10:00.000Z')]),
      incident('tkt_5', [on('ast_4', 'DEGRADED', '2026-03-09T00:00:00.000Z', null)], false, 2),
    ]);
    await service.drain();
    const [asset] = await read(['ast_4']);
    expect(asset?.reliability).toMatchObject({ incidentCount: 1, downSeconds: 0 });
  });

  it('is null for those who do not run the assets', async () => {
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_1'), testCallers.nobody]) {
      expect(await read(['ast_1'], caller)).toEqual([{ id: 'ast_1', reliability: null }]);
    }
    const [asset] = await read(['ast_1'], testCallers.analyst);
    expect(asset?.reliability).toMatchObject({ incidentCount: 2 });
  });

  it('takes one statement for any number of assets', async () => {
    const of = (ids: string[]) => ({ of: ids.map((id) => ({ __typename: 'Asset', id })) });
    await read(['ast_1']);
    expect([
      await service.countStatements(QUERY, of(['ast_1'])),
      await service.countStatements(QUERY, of(['ast_1', 'ast_2', 'ast_3', 'ast_4'])),
    ]).toEqual([1, 1]);
  });
});
