import fc from 'fast-check';
import { testCallers } from '@plimsoll/shared/testing';
import { insertCompany } from '../bi-view/company.fixture.js';
import { analyticsService } from '../testing/analytics-service.js';

const METRICS = `query ($input: MetricsInput!, $first: Int = 10000, $after: String) {
  metrics(input: $input, first: $first, after: $after) { rows totalCount pageInfo { hasNextPage endCursor } }
}`;
const RECORDS = `query ($measure: String!, $from: DateTime!, $to: DateTime!, $filters: [MetricFilter!]! = [], $first: Int = 100, $after: String) {
  metricRecords(measure: $measure, from: $from, to: $to, filters: $filters, first: $first, after: $after) {
    totalCount nodes { noun id at value currency } pageInfo { hasNextPage endCursor } }
}`;
const TWO_YEARS = { from: '2024-06-01T00:00:00Z', to: '2026-06-01T00:00:00Z' };

describe('laws of metrics', () => {
  const service = analyticsService('2026-07-01T00:00:00.000Z');

  beforeAll(() => insertCompany(service.test.database));

  const rows = async (input: Record<string, unknown>, caller = testCallers.analyst) => {
    const { metrics } = await service.run<{ metrics: { rows: (string | number | null)[][] } }>(
      METRICS,
      { input: { ...TWO_YEARS, ...input } },
      caller,
    );
    return metrics.rows;
  };
  const sumOf = (values: readonly (string | number | null | undefined)[]) =>
    values.reduce<number>((sum, value) => sum + Number(value ?? 0), 0);

  it('everything belongs to exactly one period, in any time zone and grain', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          'UTC',
          'Europe/Berlin',
          'America/Sao_Paulo',
          'Asia/Kathmandu',
          'Pacific/Apia',
          'Australia/Lord_Howe',
        ),
        fc.constantFrom('DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'),
        fc.date({ min: new Date('2024-06-01'), max: new Date('2025-06-01'), noInvalidDate: true }),
        async (timeZone, grain, from) => {
          const measures = ['ticketsOpened', 'ticketsResolved', 'newCustomers', 'usage', 'changesFinished'];
          const time = { from: from.toISOString(), to: '2026-03-15T10:00:00Z', timeZone };
          const [whole] = await rows({ measures, ...time });
          const parts = await rows({ measures, ...time, grain });
          expect(measures.map((_, index) => sumOf(parts.map((row) => row[index + 1])))).toEqual(whole);
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  it('figures of segments add up to the whole', async () => {
    const measures = [
      'ticketsOpened',
      'clocksMet',
      'payingCustomers',
      'churnedCustomers',
      'serviceLevelMonthsBreached',
    ];
    const [whole] = await rows({ measures });
    for (const dimension of ['segment', 'region', 'partner', 'customer']) {
      const parts = await rows({ measures, dimensions: [dimension] });
      expect(measures.map((_, index) => sumOf(parts.map((row) => row[index + 1])))).toEqual(whole);
    }
  });

  it('bridges hold in every month, for customers and for revenue', async () => {
    const measures = [
      'payingCustomersAtStart',
      'newCustomers',
      'reactivatedCustomers',
      'churnedCustomers',
      'payingCustomers',
      'monthlyRecurringRevenueAtStart',
      'newRevenue',
      'reactivatedRevenue',
      'expansionRevenue',
      'contractionRevenue',
      'churnedRevenue',
    ];
    const months = await rows({ measures: [...measures, 'monthlyRecurringRevenueAtEnd'], grain: 'MONTH' });
    expect(months).toHaveLength(24);
    for (const [, ...row] of months) {
      const [
        start = 0,
        fresh = 0,
        back = 0,
        gone = 0,
        end,
        was = 0,
        more = 0,
        again = 0,
        up = 0,
        down = 0,
        lost = 0,
        is = 0,
      ] = row.map(Number);
      expect(start + fresh + back - gone).toBe(end);
      expect(Math.abs(was + more + again + up - down - lost - is)).toBeLessThan(0.04);
    }
    expect(sumOf(months.map((row) => row[11]))).toBeGreaterThan(0);
  });

  it('a figure has as many records as it says', async () => {
    for (const [measure, filters] of [
      ['ticketsOpened', [{ dimension: 'segment', operator: 'EQ', values: ['LARGE'] }]],
      ['ticketsOpen', []],
      ['clocksBreached', [{ dimension: 'priority', operator: 'IN', values: ['P1', 'P2'] }]],
      ['incidents', [{ dimension: 'assetKind', operator: 'EQ', values: ['HOST'] }]],
      ['changeSuccessRate', []],
      ['renewalsDue', []],
    ] as const) {
      const [first] = await rows({
        measures: [measure === 'changeSuccessRate' ? 'changesSucceeded' : measure],
        filters,
      });
      let after: string | null = null;
      const ids: string[] = [];
      let total = 0;
      do {
        const {
          metricRecords,
        }: {
          metricRecords: {
            totalCount: number;
            nodes: { id: string; at: string }[];
            pageInfo: { hasNextPage: boolean; endCursor: string | null };
          };
        } = await service.run(RECORDS, { measure, ...TWO_YEARS, filters, after });
        ids.push(...metricRecords.nodes.map(({ id, at }) => `${at} ${id}`));
        total = metricRecords.totalCount;
        after = metricRecords.pageInfo.hasNextPage ? metricRecords.pageInfo.endCursor : null;
      } while (after !== null);
      expect([total, ids.length]).toEqual([first?.[0], first?.[0]]);
      expect(ids.map((id) => id.slice(0, 24))).toEqual(ids.map((id) => id.slice(0, 24)).toSorted());
    }
  });

  it('resellers and contacts see their own, and no internal names', async () => {
    const partner = { subject: 'quay', roles: ['partner'] as const, partnerId: 'par_1' };
    const contact = { subject: 'c', roles: ['contact'] as const, customerId: 'cus_3' };
    const nobody = { subject: 'n', roles: ['partner'] as const };
    const [all] = await rows({
      measures: ['ticketsOpened'],
      filters: [{ dimension: 'partner', operator: 'EQ', values: ['par_1'] }],
    });
    expect(await rows({ measures: ['ticketsOpened'] }, partner)).toEqual([all]);
    expect(await rows({ measures: ['ticketsOpened'], dimensions: ['customer'] }, contact)).toMatchObject([
      ['cus_3', expect.any(Number)],
    ]);
    expect(await rows({ measures: ['ticketsOpened', 'payingCustomers', 'newCustomers'] }, nobody)).toEqual([
      [0, 0, 0],
    ]);
    await expect(rows({ measures: ['changesFinished'] }, partner)).rejects.toThrow(
      'There is no measure "changesFinished"',
    );
    await expect(rows({ measures: ['escalations'] }, partner)).rejects.toThrow(
      'There is no measure "escalations"',
    );
    for (const dimension of ['queueName', 'teamName', 'assignee', 'tier']) {
      await expect(rows({ measures: ['ticketsOpened'], dimensions: [dimension] }, partner)).rejects.toThrow(
        `There is no dimension "${dimension}"`,
      );
    }
  });

  it('what cannot be asked is refused, and says what can', async () => {
    const refused: [Record<string, unknown>, string][] = [
      [{ measures: ['tickets; drop table ticket'] }, 'there are ticketsOpened, ticketCustomers'],
      [{ measures: [] }, 'one measure at least'],
      [{ dimensions: ['outcome'] }, 'ticketsOpened cannot be cut by outcome; they can by customer'],
      [{ dimensions: ['segment', 'region', 'vertical', 'kind', 'status'] }, 'At most 4 dimensions'],
      [{ timeZone: 'Mars/Olympus' }, 'IANA'],
      [{ grain: 'DAY', from: '2010-01-01T00:00:00Z' }, 'choose a coarser grain'],
      [{ from: '2026-06-01T00:00:00Z' }, '`to` is later than `from`'],
      [{ orderBy: [{ name: 'segment', direction: 'ASC' }] }, 'no column "segment"; it has ticketsOpened'],
      [{ filters: [{ dimension: 'planned', operator: 'EQ', values: ['true'] }] }, 'cannot be cut by planned'],
      [{ filters: [{ dimension: 'priority', operator: 'GT', values: [] }] }, 'GT needs a value'],
    ];
    for (const [input, message] of refused) {
      await expect(rows({ measures: ['ticketsOpened'], ...input })).rejects.toThrow(message);
    }
    await expect(
      service.run(METRICS, { input: { ...TWO_YEARS, measures: ['ticketsOpened'] }, after: 'x' }),
    ).rejects.toThrow('`after` is not a cursor');
  });

  it('filters take values as they are, whatever they hold', async () => {
    const hostile = `P1'); drop table ticket; -- $1 :at`;
    for (const operator of ['EQ', 'NE', 'IN', 'NOT_IN', 'GT', 'GTE', 'LT', 'LTE', 'CONTAINS']) {
      const filters = [{ dimension: 'priority', operator, values: [hostile] }];
      expect((await rows({ measures: ['ticketsOpened'], filters }))[0]?.[0]).toEqual(expect.any(Number));
    }
  });

  it('an amount whose rate is not on record makes no figure, and stands in its own currency', async () => {
    const early = { from: '2023-01-01T00:00:00Z', to: '2023-12-31T00:00:00Z' };
    await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`insert into subscription_term (subscription_id, valid_from, valid_to, customer_id, monthly_price, currency)
                values ('sub_x', '2023-02-01', '2023-12-31', 'cus_40', 10, 'GBP')`),
    );
    const measures = ['monthlyRecurringRevenueAtEnd'];
    const filters = [{ dimension: 'customer', operator: 'EQ', values: ['cus_40'] }];
    expect(await rows({ measures, ...early, filters })).toEqual([[null]]);
    expect(await rows({ measures, ...early, filters, dimensions: ['currency'] })).toEqual([['GBP', '10.00']]);
  });

  it('keys that share a name add up under it', async () => {
    await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`insert into product (id, version, name) values ('prd_same', 1, 'Ledger')`),
    );
    await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`update ticket set product_id = 'prd_same' where product_id = 'prd_1' and priority = 'P2'`),
    );
    const measures = ['ticketsOpened', 'reassignments', 'ticketsResolved'];
    const byKey = await rows({ measures, dimensions: ['product', 'productName', 'priority'], grain: 'YEAR' });
    const expected = new Map<string, number[]>();
    for (const [year, , product, priority, ...figures] of byKey) {
      const name = JSON.stringify([year, product, priority]);
      const before = expected.get(name) ?? [];
      expected.set(
        name,
        figures.map((figure, index) => Number(figure) + (before[index] ?? 0)),
      );
    }
    const byName = await rows({ measures, dimensions: ['productName', 'priority'], grain: 'YEAR' });
    expect(
      byName.map(([year, product, priority, ...figures]) => [
        JSON.stringify([year, product, priority]),
        figures.map(Number),
      ]),
    ).toEqual(expect.arrayContaining([...expected]));
    expect(byName).toHaveLength(expected.size);
    const onlyNames = await rows({ measures, dimensions: ['productName'] });
    expect(onlyNames.length).toBeLessThan((await rows({ measures, dimensions: ['product'] })).length);
  });

  it('takes few statements, whatever is asked', async () => {
    const count = (input: Record<string, unknown>) =>
      service.countStatements(METRICS, { input: { ...TWO_YEARS, ...input } }, testCallers.analyst);
    await count({ measures: ['ticketsOpened'] });
    expect(
      await count({ measures: ['ticketsOpened'], dimensions: ['segment'], grain: 'MONTH' }),
    ).toBeLessThanOrEqual(4);
    expect(await count({ measures: ['monthlyRecurringRevenue', 'logoChurn', 'uptime'] })).toBeLessThanOrEqual(
      6,
    );
  });
});
