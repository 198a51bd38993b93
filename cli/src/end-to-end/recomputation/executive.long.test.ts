import { setTimeout as sleep } from 'node:timers/promises';
import { contractOperation } from '../contract.js';
import { askMetrics } from '../metric-question.js';
import { compareRecords } from '../record-agreement.js';
import { ServedPlatform } from '../served.js';
import { affectedCustomers, topCustomers } from './customers.js';
import { METRIC_PAIRS } from './metric-questions.js';
import {
  changeOutcomes,
  incidentTrend,
  lastDowntime,
  slaAttainment,
  troublesomeAssets,
} from './operations.js';
import type { Period } from './period.js';
import { bridgesOver, churnCauses, prepareRevenue, trailingTwelveMonths } from './revenue.js';
import { measureServiceLevels } from './service-levels.js';
import { SourceDatabases } from './source-databases.js';

type Money = { amount: string; currency: string } | null;

interface Executive {
  nextDollar: {
    asset: { id: string };
    creditsPaid: Money;
    monthlyRecurringRevenue: Money;
    avoidableDownSeconds: number;
  }[];
  topCustomers: { health: unknown }[];
  [question: string]: unknown;
}

interface ChurnRow {
  customers: Record<'start' | 'new' | 'reactivated' | 'churned' | 'end', number>;
  revenue: Record<'start' | 'new' | 'reactivated' | 'expansion' | 'contraction' | 'churned' | 'end', Money>;
  logoChurn: { numerator: number; denominator: number };
}

const CHURN = `query Churn($from: Date!, $to: Date!) {
  churnReport(from: $from, to: $to, by: SEGMENT) { rows { ...Row } total { ...Row } } }
  fragment Row on ChurnReportRow {
    key customers { start new reactivated churned end } logoChurn { numerator denominator }
    revenue { start { amount } new { amount } reactivated { amount } expansion { amount } contraction { amount }
      churned { amount } end { amount } } }`;

/** Full minutes, so that half and quarter weights leave no part of a millisecond. */
const minute = (at: number) => new Date(Math.floor(at / 60_000) * 60_000).toISOString();

/** Each number cut to what is told of it: seconds to the millisecond, parts of ratios of amounts a little finer. */
function comparable(value: unknown, name = ''): unknown {
  if (typeof value === 'number') {
    if (name === 'numerator' || name === 'denominator') return Number(value.toFixed(2));
    return Number(name === 'ratio' ? value.toFixed(7) : value.toFixed(3));
  }
  if (Array.isArray(value)) return value.map((item) => comparable(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, comparable(item, key)]));
}

describe('what executives are told of the demonstration company, and the same from the services’ own tables', () => {
  let platform: ServedPlatform;
  let sources: SourceDatabases;
  let assetId: string;
  let now: string;
  let thisMonth: string;

  const ask = async (period: Period): Promise<Executive> => {
    const { operationsIntelligence } = await platform.data<{ operationsIntelligence: Executive }>(
      'executive',
      contractOperation('executive'),
      { ...period, assetId },
    );
    return operationsIntelligence;
  };
  const measure = async (asOf: string) => {
    await measureServiceLevels(sources, asOf);
    await prepareRevenue(sources);
  };
  const monthsBefore = (count: number): string => {
    const first = new Date(thisMonth);
    return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() - count, 1)).toISOString();
  };

  beforeAll(async () => {
    platform = await ServedPlatform.start();
    const { asset } = await platform.data<{ asset: { id: string } }>(
      'operator',
      '{ asset: assetByExternalId(source: "import", externalId: "eu-orders-db") { id } }',
    );
    assetId = asset.id;
    sources = await SourceDatabases.copy(platform.dataFolder);
    now = minute(Date.now());
    thisMonth = `${now.slice(0, 7)}-01T00:00:00.000Z`;
  }, 400_000);

  afterAll(async () => {
    await sources?.close();
    await platform?.stop();
  }, 60_000);

  describe.each([
    ['two years', () => ({ from: monthsBefore(24), to: monthsBefore(-1), asOf: now })],
    [
      'some months that begin and end within a day',
      () => ({
        from: new Date(Date.parse(monthsBefore(20)) + 9.5 * 86_400_000).toISOString(),
        to: new Date(Date.parse(monthsBefore(14)) + 19.25 * 86_400_000).toISOString(),
        asOf: now,
      }),
    ],
    [
      'a period that reaches beyond an instant in the past',
      () => ({
        from: monthsBefore(22),
        to: monthsBefore(4),
        asOf: new Date(Date.parse(monthsBefore(6)) + 16.4 * 86_400_000).toISOString(),
      }),
    ],
  ])('over %s', (_, periodOf) => {
    let answer: Executive;
    let period: Period;

    beforeAll(async () => {
      period = periodOf();
      answer = await ask(period);
      await measure(period.asOf);
    }, 120_000);

    const QUESTIONS: [string, () => Promise<unknown>][] = [
      ['slaAttainment', () => slaAttainment(sources, period)],
      ['lastDowntime', () => lastDowntime(sources)],
      ['churnCauses', () => churnCauses(sources, period)],
      ['changeOutcomes', () => changeOutcomes(sources, period)],
      ['troublesomeAssets', () => troublesomeAssets(sources, period, 10)],
      ['incidentTrend', () => incidentTrend(sources, period)],
      ['trailingTwelveMonths', () => trailingTwelveMonths(sources, period)],
    ];

    it.each(QUESTIONS)('%s is the same', async (question, recompute) => {
      expect(comparable(answer[question])).toEqual(comparable(await recompute()));
    });

    it('topCustomers is the same', async () => {
      const told = answer.topCustomers.map(({ health: _, ...rest }) => rest);
      expect(comparable(told)).toEqual(comparable(await topCustomers(sources, period, 10)));
    });

    it('affectedCustomers is the same, of an estate that was known by then', async () => {
      // The company was loaded today: the graph of an earlier day is empty.
      const known = period.asOf === now;
      expect(answer.affectedCustomers).toEqual(
        known ? await affectedCustomers(sources, period, assetId, 10) : null,
      );
    });
  });

  it('the next dollar is ranked by what failures cost, and spares no more than was down', async () => {
    await platform.data('operator', 'mutation { tryRedundancy { userErrors { code } } }');
    const period = { from: monthsBefore(11), to: monthsBefore(-1), asOf: minute(Date.now()) };
    let found: Executive['nextDollar'] = [];
    for (let attempt = 0; found.length === 0 && attempt < 200; attempt += 1) {
      await sleep(300);
      found = (await ask({ ...period, asOf: new Date().toISOString() })).nextDollar;
    }
    await measure(new Date().toISOString());
    const { credits, seconds } = await sources.row<{ credits: string; seconds: string }>(
      `select (select sum(figures.rate(key, (first_day + interval '1 month')::date - 1) * value::numeric)
                 from figures.level_month cross join jsonb_each_text(owed) where first_day >= $1::timestamptz::date) as credits,
              (select sum(extract(epoch from upper(r) - lower(r))) from (
                 select unnest(range_agg(tstzrange(from_at, to_at))) as r from figures.hit
                  where state = 'DOWN' and to_at > $1 group by customer_id, product_id) each) as seconds`,
      [period.from],
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { creditsPaid, monthlyRecurringRevenue, avoidableDownSeconds } of found) {
      expect(Number(creditsPaid?.amount)).toBeLessThanOrEqual(Number(credits));
      expect(Number(monthlyRecurringRevenue?.amount)).toBeGreaterThan(0);
      expect(avoidableDownSeconds).toBeLessThanOrEqual(Number(seconds));
    }
  }, 180_000);

  describe('as of now', () => {
    beforeAll(() => measure(now), 120_000);

    it('bridges hold month by month, follow from what was paid, and segments add up to the whole', async () => {
      const total = (rows: ChurnRow[], figure: (row: ChurnRow) => number) =>
        rows.reduce((sum, row) => sum + figure(row), 0);
      let before: ChurnRow | undefined;
      for (let back = 24; back >= 1; back -= 1) {
        const [from, to] = [monthsBefore(back).slice(0, 10), monthsBefore(back - 1).slice(0, 10)];
        const { churnReport } = await platform.data<{ churnReport: { rows: ChurnRow[]; total: ChurnRow } }>(
          'executive',
          CHURN,
          { from, to },
        );
        const { rows, total: whole } = churnReport;
        const own = await bridgesOver(sources, from, to);
        const { start, new: arrived, reactivated, churned, end } = whole.customers;
        expect([start, arrived, reactivated, churned, end, whole.logoChurn.numerator]).toEqual(
          [own.start, own.new, own.reactivated, own.churned, own.end, own.lost].map(Number),
        );
        expect(start + arrived + reactivated - churned).toBe(end);
        const amount = (name: keyof ChurnRow['revenue']) => (row: ChurnRow) =>
          Number(row.revenue[name]?.amount);
        const revenue = (name: keyof ChurnRow['revenue']) => amount(name)(whole);
        const recomputed = {
          start: own.revenueStart,
          new: own.revenueNew,
          reactivated: own.revenueReactivated,
          expansion: own.expansion,
          contraction: own.contraction,
          churned: own.revenueChurned,
          end: own.revenueEnd,
        } as const;
        for (const name of Object.keys(recomputed) as (keyof typeof recomputed)[]) {
          expect(revenue(name)).toBeCloseTo(Number(recomputed[name]), 3);
          expect(total(rows, amount(name))).toBeCloseTo(revenue(name), 3);
        }
        for (const name of ['start', 'new', 'reactivated', 'churned', 'end'] as const) {
          expect(total(rows, ({ customers }) => customers[name])).toBe(whole.customers[name]);
        }
        expect(start).toBe(before?.customers.end ?? start);
        before = whole;
      }
    }, 120_000);

    it.each(METRIC_PAIRS)('metrics: $measures by $dimensions $grain', async ({ sql, ...input }) => {
      const [from, to] = [monthsBefore(18), monthsBefore(0)];
      const told = await askMetrics(platform, { ...input, from, to });
      const own = await sources.rows<Record<string, unknown>>(
        `select to_json(array(select v from json_each(row_to_json(t)) as e(k, v))) as row from (${sql}) t`,
        [from, to],
      );
      const inOrder = (rows: unknown[]) => rows.map((row) => JSON.stringify(comparable(row))).sort();
      expect(inOrder(told)).toEqual(inOrder(own.map(({ row }) => row)));
    });
  });

  it('what the services have on record is what analytics knows of it', async () => {
    const { agrees, services } = await compareRecords(platform);
    expect(services.flatMap(({ differences }) => differences)).toEqual([]);
    expect(services.filter(({ recordCount }) => recordCount > 0)).toHaveLength(3);
    expect(agrees).toBe(true);
  }, 90_000);
});
