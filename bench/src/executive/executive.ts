import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'graphql';
import { analyticsDatabase, createAnalyticsSubgraph } from '@plimsoll/analytics';
import { Database, EmbeddedPostgres, PostgresBus, type Logger, type Subgraph } from '@plimsoll/shared';
import pg from 'pg';
import { fillIntelligence, type BookShape } from '../intelligence-data/index.js';
import { medianOf, withinOf } from '../measure/statistics.rules.js';
import { executiveDocument, QUESTIONS } from './document.js';
import { RAW_QUESTIONS } from './raw-questions.js';

/** How long the questions of executives take over a book, in milliseconds. */
export interface ExecutiveTimes {
  shape: BookShape;
  /** Filling the tables, and working out the months ahead. */
  fillMs: number;
  monthsMs: number;
  whole: { median: number; p95: number; statements: number };
  /** One question alone, beside plain SQL over the facts where there is such. */
  questions: { name: string; median: number; p95: number; rawMs: number | null }[];
}

const WARM_UPS = 3;
const RAW_TURNS = 3;
const POLL_MS = 200;
const DAY_MS = 86_400_000;

/**
 * Fills databases with books of these shapes and asks analytics, in this process, all questions of executives about the
 * months of each, again and again; then each alone, and in plain SQL over the facts.
 */
export async function measureExecutive(options: {
  dataFolder: string;
  shapes: readonly BookShape[];
  turns: number;
  logger: Logger;
  print: (line: string) => void;
}): Promise<ExecutiveTimes[]> {
  const { dataFolder, shapes, turns, logger, print } = options;
  const server = await EmbeddedPostgres.start({ dataFolder, durable: false, logger });
  try {
    const times: ExecutiveTimes[] = [];
    for (const shape of shapes) {
      const name = `executive_${shape.customers}_${shape.tickets}`;
      const url = await freshDatabase(server, name);
      const bus = await freshDatabase(server, `${name}_bus`);
      times.push(await measureBook({ url, bus, shape, turns, logger, print }));
    }
    return times;
  } finally {
    await server.stop();
  }
}

async function measureBook(options: {
  url: string;
  bus: string;
  shape: BookShape;
  turns: number;
  logger: Logger;
  print: (line: string) => void;
}): Promise<ExecutiveTimes> {
  const { url, shape, turns, logger, print } = options;
  const database = await Database.open({ ...analyticsDatabase, url, logger });
  const bus = await PostgresBus.open({ url: options.bus, logger });
  const subgraph = createAnalyticsSubgraph({ database, bus, logger, clock: () => shape.asOf });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const filledAt = performance.now();
    await fillIntelligence(url, shape, print);
    const fillMs = performance.now() - filledAt;
    await subgraph.start();
    const startedAt = performance.now();
    await monthsSettled(client);
    const monthsMs = performance.now() - startedAt;
    await client.query('analyze month_figure, stale_month');
    print(`months worked out, ${(monthsMs / 1000).toFixed(1)} s with the wait for the clock`);
    const whole = await timed(subgraph, executiveDocument(), shape, turns);
    let statements = 0;
    const end = database.onStatement(() => (statements += 1));
    await ask(subgraph, executiveDocument(), shape);
    end();
    const questions: ExecutiveTimes['questions'] = [];
    for (const [name, question] of Object.entries(QUESTIONS)) {
      const own = await timed(subgraph, executiveDocument([question]), shape, turns);
      const raw = RAW_QUESTIONS[name];
      questions.push({ name, ...own, rawMs: raw === undefined ? null : await timedRaw(client, raw, shape) });
    }
    return { shape, fillMs, monthsMs, whole: { ...whole, statements }, questions };
  } finally {
    await client.end();
    await subgraph.stop();
    await bus.close();
  }
}

/** The whole months of a book, so many as it has: the current one is not over. */
function periodOf({ asOf, months }: BookShape): { from: string; to: string } {
  const from = new Date(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth() + 1 - months, 1));
  const to = new Date(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth() + 1, 1));
  return { from: from.toISOString(), to: to.toISOString() };
}

async function ask(subgraph: Subgraph, document: string, shape: BookShape): Promise<void> {
  const { errors } = await subgraph.run({
    document: parse(document),
    variables: periodOf(shape),
    principal: { subject: 'bench', roles: ['executive'] },
    requestId: 'bench',
  });
  if (errors) throw new Error(errors.map(({ message, path }) => `${path?.join('.')}: ${message}`).join('\n'));
}

async function timed(subgraph: Subgraph, document: string, shape: BookShape, turns: number) {
  const took: number[] = [];
  for (let turn = -WARM_UPS; turn < turns; turn += 1) {
    const askedAt = performance.now();
    await ask(subgraph, document, shape);
    if (turn >= 0) took.push(performance.now() - askedAt);
  }
  return { median: medianOf(took), p95: withinOf(took, 0.95) };
}

async function timedRaw(client: pg.Client, sql: string, shape: BookShape): Promise<number> {
  const { from, to } = periodOf(shape);
  const took: number[] = [];
  for (let turn = 0; turn < RAW_TURNS; turn += 1) {
    const askedAt = performance.now();
    await client.query(sql, [from, to, shape.asOf]);
    took.push(performance.now() - askedAt);
  }
  return medianOf(took);
}

async function monthsSettled(client: pg.Client): Promise<void> {
  for (let waited = 0; waited < DAY_MS; waited += POLL_MS) {
    const { rows } = await client.query<{ stale: boolean }>(
      'select exists (select from stale_month) as stale',
    );
    if (rows[0]?.stale === false) return;
    await sleep(POLL_MS);
  }
}

async function freshDatabase(server: EmbeddedPostgres, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    await client.query(`drop database if exists ${name} with (force)`);
  } finally {
    await client.end();
  }
  await server.createDatabaseIfMissing(name);
  return server.url(name);
}

/** The times as lines of text. */
export function executiveReport(times: readonly ExecutiveTimes[]): string {
  return times
    .flatMap(({ shape, fillMs, whole, questions }) => [
      `${shape.customers} customers, ${shape.tickets} tickets, ${shape.months} months (filled in ${(fillMs / 1000).toFixed(0)} s)`,
      `all questions: median ${whole.median.toFixed(0)} ms, p95 ${whole.p95.toFixed(0)} ms (aim 300), ${whole.statements} statements`,
      'question              median ms  p95 ms  plain SQL over the facts, ms',
      ...questions.map(({ name, median, p95, rawMs }) =>
        [
          name.padEnd(22),
          median.toFixed(1).padEnd(11),
          p95.toFixed(1).padEnd(8),
          rawMs === null ? '' : rawMs.toFixed(1),
        ].join(''),
      ),
    ])
    .join('\n');
}
