import { parse } from 'graphql';
import { analyticsDatabase, createAnalyticsSubgraph } from '@plimsoll/analytics';
import { Database, EmbeddedPostgres, PostgresBus, type Logger, type Subgraph } from '@plimsoll/shared';
import pg from 'pg';
import { fillIntelligence, type BookShape } from '../intelligence-data/index.js';
import { medianOf, withinOf } from '../measure/statistics.rules.js';
import { BENCH_QUESTIONS, type BenchQuestion } from './questions.js';
import { serverTimeMs } from './server-time.js';

/** How long a question of the metrics layer takes, in milliseconds, beside plain SQL on the same tables. */
export interface MetricsTime {
  question: BenchQuestion;
  rows: number;
  median: number;
  p95: number;
  /** Processor time of the database for a question, all its processes together; null where the system does not tell. */
  serverMs: number | null;
  /** The same figures by hand-written SQL, without helpers, as the server is set; null where there is none. */
  rawMs: number | null;
}

const WARM_UPS = 2;
const DOCUMENT = `query ($input: MetricsInput!) { metrics(input: $input, first: 1000) { rows totalCount } }`;

/**
 * Asks questions of the metrics layer over a book, in this process. A book that is there from an earlier run is kept.
 */
export async function measureMetrics(options: {
  dataFolder: string;
  shape: BookShape;
  turns: number;
  logger: Logger;
  print: (line: string) => void;
}): Promise<MetricsTime[]> {
  const { dataFolder, shape, turns, logger, print } = options;
  const server = await EmbeddedPostgres.start({ dataFolder, durable: false, logger });
  try {
    const name = `metrics_${shape.customers}_${shape.tickets}`;
    await server.createDatabaseIfMissing(name);
    await server.createDatabaseIfMissing(`${name}_bus`);
    const url = server.url(name);
    const database = await Database.open({ ...analyticsDatabase, url, logger, statementTimeoutMs: 120_000 });
    const bus = await PostgresBus.open({ url: server.url(`${name}_bus`), logger });
    const subgraph = createAnalyticsSubgraph({ database, bus, logger, clock: () => shape.asOf });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<{ empty: boolean }>(
        'select not exists (select from ticket) as empty',
      );
      if (rows[0]?.empty) await fillIntelligence(url, shape, print);
      // Rows just loaded: what a database does by itself in the background.
      await client.query('vacuum analyze');
      const times: MetricsTime[] = [];
      for (const question of BENCH_QUESTIONS) {
        times.push(await timed(subgraph, client, question, shape, turns, () => serverTimeOf(server)));
        print(lineOf(times.at(-1)));
      }
      return times;
    } finally {
      await client.end();
      await subgraph.stop();
      await bus.close();
    }
  } finally {
    await server.stop();
  }
}

async function timed(
  subgraph: Subgraph,
  client: pg.Client,
  question: BenchQuestion,
  shape: BookShape,
  turns: number,
  serverTime: () => number | null,
): Promise<MetricsTime> {
  const period = periodOf(shape);
  const took: number[] = [];
  let rows = 0;
  let before: number | null = null;
  for (let turn = -WARM_UPS; turn < turns; turn += 1) {
    if (turn === 0) before = serverTime();
    const askedAt = performance.now();
    rows = await ask(subgraph, { ...question.input, ...period });
    if (turn >= 0) took.push(performance.now() - askedAt);
  }
  const after = serverTime();
  const raw: number[] = [];
  for (let turn = 0; question.sql !== null && turn < 3; turn += 1) {
    const askedAt = performance.now();
    await client.query(question.sql, [period.from, period.to]);
    raw.push(performance.now() - askedAt);
  }
  return {
    question,
    rows,
    median: medianOf(took),
    p95: withinOf(took, 0.95),
    serverMs: before === null || after === null ? null : (after - before) / turns,
    rawMs: raw.length === 0 ? null : medianOf(raw),
  };
}

function serverTimeOf({ pid }: EmbeddedPostgres): number | null {
  return pid === undefined ? null : serverTimeMs(pid);
}

async function ask(subgraph: Subgraph, input: Record<string, unknown>): Promise<number> {
  const { data, errors } = await subgraph.run({
    document: parse(DOCUMENT),
    variables: { input },
    principal: { subject: 'bench', roles: ['analyst'] },
    requestId: 'bench',
  });
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  const { metrics } = data as unknown as { metrics: { totalCount: number } };
  return metrics.totalCount;
}

/** The whole months of a book, so many as it has. */
function periodOf({ asOf, months }: BookShape): { from: string; to: string } {
  const from = new Date(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth() + 1 - months, 1));
  const to = new Date(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth() + 1, 1));
  return { from: from.toISOString(), to: to.toISOString() };
}

function lineOf(time: MetricsTime | undefined): string {
  if (!time) return '';
  const { question, rows, median, p95, serverMs, rawMs } = time;
  return [
    question.name.padEnd(58),
    String(rows).padEnd(9),
    median.toFixed(0).padEnd(11),
    p95.toFixed(0).padEnd(8),
    (serverMs?.toFixed(0) ?? '-').padEnd(15),
    rawMs?.toFixed(0) ?? '-',
  ].join('');
}

/** The times as lines of text. */
export function metricsReport(times: readonly MetricsTime[]): string {
  return [
    'question                                                  rows     median ms  p95 ms  database, ms   plain SQL, ms',
    ...times.map(lineOf),
  ].join('\n');
}
