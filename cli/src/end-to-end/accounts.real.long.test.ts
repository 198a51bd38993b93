import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sharedData } from '../import/testing/shared-data.js';
import { expectUnchanged, readImportedLines } from './imported-lines.js';
import { askMetrics, type MetricQuestion } from './metric-question.js';
import { ServedPlatform } from './served.js';

const data = sharedData();

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows the figures of its file
function figures<Figures>(file: string): Figures | undefined {
  return data ? (JSON.parse(readFileSync(join(data, file), 'utf8')) as Figures) : undefined;
}

interface Page<Node> {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: Node[];
}

describe('real customers and cases, imported by the command line into a running platform', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-real-accounts-'));
  let platform: ServedPlatform;

  const importFile = async (file: string, kind: string, mapping: string) => {
    const copy = join(folder, basename(file));
    copyFileSync(join(data, file), copy);
    const { code, out, err } = await platform.run(
      'import',
      copy,
      '--as',
      kind,
      '--map',
      mapping,
      '--source',
      mapping,
    );
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(out).not.toContain('Rejected rows');
    return readImportedLines(out);
  };

  const readAll = async <Node>(list: string, fields: string): Promise<Node[]> => {
    const nodes: Node[] = [];
    for (let after: string | null = null, more = true; more;) {
      const answer: Record<string, Page<Node>> = await platform.data(
        'admin',
        `query L($after: String) { ${list}(first: 100, after: $after) {
           pageInfo { hasNextPage endCursor } nodes { ${fields} } } }`,
        { after },
      );
      const page = answer[list] as Page<Node>;
      nodes.push(...page.nodes);
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
    }
    return nodes;
  };

  beforeAll(async () => {
    platform = await ServedPlatform.start({ empty: true });
  }, 300_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    expect(await platform?.stop()).toBe(0);
  }, 60_000);

  describe('the customers of a telephone company', () => {
    const expected = figures<{
      rows: number;
      churn: { Yes: number };
      mrr_sum: number;
      mrr_churned: number;
      churn_by_contract: Record<string, [ended: number, all: number]>;
    }>('telco-churn-ibm/reference_stats.json');
    const importCustomers = () =>
      importFile('telco-churn-ibm/Telco-Customer-Churn.csv', 'customers', 'telco-churn');

    it('are imported whole, and a second time without a change', async () => {
      const rows = expected?.rows;
      expect(await importCustomers()).toMatchObject([
        { kind: 'products', created: 1, rejected: 0 },
        { kind: 'plans', created: 3, rejected: 0 },
        { kind: 'customers', created: rows, rejected: 0 },
        { kind: 'subscriptions', created: rows, rejected: 0 },
      ]);
      expectUnchanged(await importCustomers());
    }, 240_000);

    it('have the churn and the monthly charges that are published of them', async () => {
      interface Listed {
        status: string;
        kind: string;
        startedOn: string;
        endedOn: string | null;
        monthlyPrice: { amount: string; currency: string };
        plan: { name: string };
        customer: { id: string };
      }
      const subscriptions = await readAll<Listed>(
        'subscriptions',
        'status kind startedOn endedOn monthlyPrice { amount currency } plan { name } customer { id }',
      );
      const ended = subscriptions.filter(({ status }) => status === 'ENDED');
      const cents = (of: Listed[]) =>
        of.reduce((sum, { monthlyPrice }) => sum + Math.round(Number(monthlyPrice.amount) * 100), 0);
      expect(new Set(subscriptions.map(({ customer }) => customer.id)).size).toBe(expected?.rows);
      expect(new Set(subscriptions.map(({ monthlyPrice }) => monthlyPrice.currency))).toEqual(
        new Set(['USD']),
      );
      expect(ended).toHaveLength(expected?.churn.Yes ?? NaN);
      expect(cents(subscriptions)).toBe(Math.round((expected?.mrr_sum ?? NaN) * 100));
      expect(cents(ended)).toBe(Math.round((expected?.mrr_churned ?? NaN) * 100));
      for (const [contract, counts] of Object.entries(expected?.churn_by_contract ?? {})) {
        const under = (of: Listed[]) => of.filter(({ plan }) => plan.name === contract).length;
        expect([under(ended), under(subscriptions)]).toEqual(counts);
      }
      expect(ended.every(({ startedOn, endedOn }) => startedOn < (endedOn ?? ''))).toBe(true);
    }, 120_000);

    it('have the same figures in the metrics layer', async () => {
      // Whoever was lost was lost on the day that the file stands for; 11 came on it.
      const before = { from: '2010-01-01T00:00:00Z', to: '2020-07-01T00:00:00Z' };
      const day = { from: '2020-07-01T00:00:00Z', to: '2020-07-02T00:00:00Z' };
      const ask = (question: Omit<MetricQuestion, 'from' | 'to'>, period = day) =>
        askMetrics(platform, { ...period, ...question });
      const rows = expected?.rows ?? NaN;
      const lost = expected?.churn.Yes ?? NaN;
      expect(await ask({ measures: ['payingCustomers'] }, before)).toEqual([[rows - 11]]);
      expect(await ask({ measures: ['newCustomers', 'churnedCustomers', 'payingCustomers'] })).toEqual([
        [11, lost, rows - lost],
      ]);
      const revenue = await ask({
        measures: [
          'monthlyRecurringRevenueAtStart',
          'newRevenue',
          'churnedRevenue',
          'monthlyRecurringRevenue',
        ],
        dimensions: ['currency'],
      });
      const [[, start, fresh, churned, end] = []] = revenue;
      const cents = (amount: unknown) => Math.round(Number(amount) * 100);
      expect(revenue).toHaveLength(1);
      expect(cents(start) + cents(fresh)).toBe(Math.round((expected?.mrr_sum ?? NaN) * 100));
      expect(cents(churned)).toBe(Math.round((expected?.mrr_churned ?? NaN) * 100));
      expect(cents(end)).toBe(cents(start) + cents(fresh) - cents(churned));
      const contracts = await ask({ measures: ['churnedCustomers'], dimensions: ['planName'] });
      for (const [contract, [ended]] of Object.entries(expected?.churn_by_contract ?? {})) {
        expect(contracts.find(([name]) => name === contract)?.[1]).toBe(ended);
      }
    }, 120_000);
  });

  describe('the cases of a help desk', () => {
    const expected = figures<{
      events: number;
      cases: number;
      duration_days: { mean: number; median: number };
      customers: number;
      products: number;
      service_level: Record<string, number>;
      top_customers: [string, number][];
    }>('helpdesk/expected.json');
    const importCases = () => importFile('helpdesk/helpdesk_sample.csv', 'tickets', 'helpdesk-log');

    it('become tickets with their events, customers, products and levels, and no more the second time', async () => {
      const levels = Object.keys(expected?.service_level ?? {}).length;
      const lines = await importCases();
      for (const { read, created, rejected } of lines) expect([created, rejected]).toEqual([read, 0]);
      const created = Object.fromEntries(lines.map((line) => [line.kind, line.created]));
      expect(created).toMatchObject({
        support_levels: levels,
        queues: levels,
        products: expected?.products,
        customers: expected?.customers,
        tickets: expected?.cases,
        ticket_events: expected?.events,
      });
      expectUnchanged(await importCases());
    }, 180_000);

    it('have the durations, the levels and the busiest customers of the log', async () => {
      interface Case {
        openedAt: string;
        resolvedAt: string | null;
        customer: { externalId: string };
        queue: { externalId: string };
        assets: { nodes: { product: { externalId: string } }[] };
        events: { nodes: { at: string; type: string }[] };
      }
      const cases = await readAll<Case>(
        'tickets',
        `openedAt resolvedAt customer { externalId } queue { externalId }
         assets(first: 1) { nodes { product { externalId } } } events(first: 30) { nodes { at type } }`,
      );
      expect(cases).toHaveLength(expected?.cases ?? NaN);
      const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
      const resolved = cases.flatMap(({ openedAt, resolvedAt }) =>
        resolvedAt === null ? [] : [days(openedAt, resolvedAt)],
      );
      expect(resolved).toHaveLength(456);
      expect(mean(resolved)).toBeCloseTo(11.3242, 4);
      expect(median(resolved)).toBeCloseTo(6.0855, 4);
      const whole = cases.map(({ openedAt, events }) => days(openedAt, events.nodes.at(-1)?.at ?? ''));
      expect(mean(whole)).toBeCloseTo(expected?.duration_days.mean ?? NaN, 4);
      expect(median(whole)).toBeCloseTo(expected?.duration_days.median ?? NaN, 4);
      expect(countBy(cases, ({ queue }) => queue.externalId)).toEqual(expected?.service_level);
      expect(
        Object.keys(countBy(cases, ({ assets }) => assets.nodes[0]?.product.externalId ?? '')),
      ).toHaveLength(expected?.products ?? NaN);
      const customers = countBy(cases, ({ customer }) => customer.externalId);
      expect(Object.keys(customers)).toHaveLength(expected?.customers ?? NaN);
      for (const [name, count] of expected?.top_customers ?? []) expect(customers[name]).toBe(count);
    }, 60_000);
  });
});

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? NaN) + upper) / 2 : upper;
}
