import pg from 'pg';
import { testCallers } from '@plimsoll/shared/testing';
import { analyticsService } from '../testing/analytics-service.js';
import { keepBiViews } from './bi-view.store.js';
import { insertCompany } from './company.fixture.js';
import { SAVED_QUESTIONS } from './questions.fixture.js';

/** Rows in no order, figures to the sixth decimal, instants and exact numbers as texts of one form. */
function comparable(rows: readonly (readonly unknown[])[]): string[] {
  const cell = (value: unknown): string => {
    if (value === null || value === undefined) return '-';
    const number = typeof value === 'boolean' || value === '' ? Number.NaN : Number(value);
    return Number.isNaN(number) ? String(value as string) : number.toFixed(5);
  };
  return rows.map((row) => row.map(cell).join(' | ')).sort();
}

describe('saved questions', () => {
  const clients: pg.Client[] = [];
  // Before the service takes its database away.
  afterAll(async () => {
    for (const client of clients) await client.end();
  });
  const service = analyticsService('2026-07-01T00:00:00.000Z');
  const name = `saved_${Math.random().toString(36).slice(2, 8)}`;

  beforeAll(async () => {
    await insertCompany(service.test.database);
    const owner = await service.test.database.connect('views');
    await keepBiViews(owner);
    await owner.end();
    const { createBiLogin } = await service.run<{ createBiLogin: { password: string } }>(
      `mutation ($input: CreateBiLoginInput!) { createBiLogin(input: $input) { password userErrors { message } } }`,
      { input: { idempotencyKey: name, name } },
    );
    const url = new URL(service.test.url);
    url.username = `bi_${name}`;
    url.password = createBiLogin.password;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    clients.push(client);
  });
  it('are twenty-five, some with three dimensions', () => {
    expect(SAVED_QUESTIONS).toHaveLength(25);
    const dimensions = SAVED_QUESTIONS.map(
      ({ input }) => (input['dimensions'] as string[] | undefined)?.length ?? 0,
    );
    expect(dimensions.filter((count) => count === 3).length).toBeGreaterThanOrEqual(3);
  });

  it.each(SAVED_QUESTIONS.map((question) => [question.name, question] as const))(
    '%s The same in SQL and in metrics.',
    async (_, { sql, input }) => {
      const answered = await clients[0]?.query<unknown[]>({ text: sql, rowMode: 'array' });
      const { metrics } = await service.run<{ metrics: { rows: unknown[][] } }>(
        `query ($input: MetricsInput!) { metrics(input: $input) { rows } }`,
        { input },
        testCallers.analyst,
      );
      expect(metrics.rows.length).toBeGreaterThan(0);
      expect(comparable(metrics.rows)).toEqual(comparable(answered?.rows ?? []));
    },
  );
});
