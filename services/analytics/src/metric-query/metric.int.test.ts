import { testCallers } from '@plimsoll/shared/testing';
import { analyticsService } from '../testing/analytics-service.js';

const CATALOG = `{ metricCatalog { measures { name description unit numerator denominator } dimensions { name description type } } }`;
const METRICS = `query Metrics($input: MetricsInput!, $first: Int = 1000, $after: String) {
  metrics(input: $input, first: $first, after: $after) { columns { name type unit } rows totalCount pageInfo { hasNextPage endCursor } dataAsOf }
}`;

interface Answer {
  metrics: {
    columns: { name: string; type: string; unit: string | null }[];
    rows: unknown[][];
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    dataAsOf: string | null;
  };
}

describe('metrics over tickets', () => {
  const service = analyticsService('2026-06-01T00:00:00.000Z');

  beforeAll(async () => {
    await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`insert into customer (id, version, name, segment, time_zone, active, partner_id) values
        ('cus_1', 2, 'Birch', 'SMALL', 'Europe/Berlin', true, 'par_1'), ('cus_2', 1, 'Elm', 'LARGE', 'Europe/Berlin', true, null)`);
      await tx.query(`insert into customer_version (customer_id, version, recorded_at, valid_from, valid_to, name, segment, active, partner_id) values
        ('cus_1', 1, '2026-01-01', '-infinity', '2026-02-01', 'Birch', 'LARGE', true, 'par_1'),
        ('cus_1', 2, '2026-02-01', '2026-02-01', 'infinity', 'Birch', 'SMALL', true, 'par_1'),
        ('cus_2', 1, '2026-01-01', '-infinity', 'infinity', 'Elm', 'LARGE', true, null)`);
      await tx.query(`insert into ticket (id, version, kind, status, priority, customer_id, asset_ids, opened_at, resolved_at, reopened_count) values
        ('tkt_1', 1, 'INCIDENT', 'RESOLVED', 'P1', 'cus_1', '{ast_1,ast_2}', '2026-01-10T00:00Z', '2026-01-10T01:00Z', 0),
        ('tkt_2', 1, 'INCIDENT', 'RESOLVED', 'P2', 'cus_1', '{ast_1}', '2026-01-31T23:30Z', '2026-03-02T00:00Z', 1),
        ('tkt_3', 1, 'REQUEST', 'OPEN', 'P2', 'cus_2', '{}', '2026-02-10T00:00Z', null, 0),
        ('tkt_4', 1, 'REQUEST', 'OPEN', null, null, '{}', '2026-02-28T23:30Z', null, 0)`);
      await tx.query(`insert into asset (id, version, name, kind, first_seen_at) values
        ('ast_1', 1, 'Router', 'NETWORK', '2025-01-01'), ('ast_2', 1, 'Switch', 'NETWORK', '2025-01-01')`);
    });
  });

  const year = { from: '2026-01-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
  const ask = async (
    input: Record<string, unknown>,
    rest: Record<string, unknown> = {},
    caller = testCallers.admin,
  ) => {
    const { metrics } = await service.run<Answer>(METRICS, { input: { ...year, ...input }, ...rest }, caller);
    return metrics;
  };
  const rows = async (input: Record<string, unknown>, caller = testCallers.admin) =>
    (await ask(input, {}, caller)).rows;

  it('are named by a catalog', async () => {
    const { metricCatalog } = await service.run<{ metricCatalog: { measures: { name: string }[] } }>(CATALOG);
    expect(metricCatalog.measures.length).toBeGreaterThan(90);
  });

  it('count by month', async () => {
    expect(
      await ask({ measures: ['ticketsOpened', 'ticketsResolved', 'ticketsOpen'], grain: 'MONTH' }),
    ).toEqual({
      columns: [
        { name: 'period', type: 'DATE', unit: null },
        { name: 'ticketsOpened', type: 'INTEGER', unit: 'COUNT' },
        { name: 'ticketsResolved', type: 'INTEGER', unit: 'COUNT' },
        { name: 'ticketsOpen', type: 'INTEGER', unit: 'COUNT' },
      ],
      rows: [
        ['2026-01-01', 2, 1, 1],
        ['2026-02-01', 2, 0, 3],
        ['2026-03-01', 0, 1, 2],
      ],
      totalCount: 3,
      pageInfo: { hasNextPage: false, endCursor: expect.any(String) as string },
      dataAsOf: null,
    });
  });

  it('belong to one month in each time zone', async () => {
    expect(await rows({ measures: ['ticketsOpened'], grain: 'MONTH', timeZone: 'Europe/Berlin' })).toEqual([
      ['2026-01-01', 1],
      ['2026-02-01', 2],
      ['2026-03-01', 1],
      ['2026-04-01', 0],
    ]);
  });

  it('take a customer as it was then', async () => {
    expect(
      await rows({ measures: ['ticketsOpened', 'ticketsOpen'], dimensions: ['segment'], grain: 'MONTH' }),
    ).toEqual([
      ['2026-01-01', 'LARGE', 2, 1],
      ['2026-02-01', 'LARGE', 1, 1],
      ['2026-02-01', 'SMALL', 0, 1],
      ['2026-02-01', null, 1, 1],
      ['2026-03-01', 'LARGE', 0, 1],
      ['2026-03-01', null, 0, 1],
    ]);
  });

  it('count once with each asset, and once with each kind', async () => {
    expect(await rows({ measures: ['ticketsOpened', 'reopenRate'], dimensions: ['assetName'] })).toEqual([
      ['Router', 2, 0.5],
      ['Switch', 1, 0],
      [null, 2, 0],
    ]);
    expect(await rows({ measures: ['ticketsOpened'], dimensions: ['assetKind'] })).toEqual([
      ['NETWORK', 2],
      [null, 2],
    ]);
    const filters = [{ dimension: 'assetKind', operator: 'EQ', values: ['NETWORK'] }];
    expect(await rows({ measures: ['ticketsOpened'], filters })).toEqual([[2]]);
  });

  it('page in a total order', async () => {
    const input = {
      measures: ['ticketsOpened'],
      dimensions: ['priority', 'customer'],
      orderBy: [
        { name: 'ticketsOpened', direction: 'DESC' },
        { name: 'priority', direction: 'DESC' },
      ],
    };
    const whole = await ask(input);
    const paged: unknown[][] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: Answer['metrics'] = await ask(input, { first: 1, after });
      expect(page.totalCount).toBe(whole.totalCount);
      paged.push(...page.rows);
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
    }
    expect(paged).toEqual(whole.rows);
    expect(whole.rows).toHaveLength(4);
  });
});
