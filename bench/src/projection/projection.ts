import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { analyticsDatabase, createAnalyticsSubgraph } from '@plimsoll/analytics';
import {
  Database,
  emit,
  EmbeddedPostgres,
  PostgresBus,
  Relay,
  type Logger,
  type Subgraph,
} from '@plimsoll/shared';
import { parse } from 'graphql';
import { processorMs } from '../measure/processor-time.js';
import { withinOf } from '../measure/statistics.rules.js';
import { laterUpdate, publishHistory, type HistorySize } from './told-history.js';

/** How fast what analytics keeps from events is filled, and how far behind it is. */
export interface ProjectionSpeed {
  events: number;
  /** Of an empty service that takes everything in as it does every day. */
  takenInPerSecond: number;
  /** Of a rebuilding beside what serves, from its beginning until the new tables serve. */
  rebuiltPerSecond: number;
  rebuildSeconds: number;
  /** Processor time that the rebuilding took, µs an event: of the service, and of PostgreSQL's processes. */
  rebuildCpu: { serviceMicros: number; databaseMicros: number };
  /** From an event's commit at its service until answers of analytics count it, at so many events a second. */
  lag: { eventsPerSecond: number; p50Ms: number; p99Ms: number; maxMs: number };
}

const SYSTEM = { kind: 'SYSTEM' } as const;
const CUSTOMERS_TO_TICKETS = 0.1;
const EVENTS_A_TICKET = 6;
const EVENTS_PER_SECOND = 300;
const TRANSACTIONS_PER_SECOND = 30;
const LAG_SECONDS = 20;
const LOOK_EVERY_MS = 5;
/** Until figures of months that follow from what was taken in are reckoned. */
const CALM_MS = 10_000;

/** Measures on a cluster of its own, of which nothing is left; it need not be durable. */
export async function measureProjection(options: {
  events: number;
  logger: Logger;
  print: (line: string) => void;
}): Promise<ProjectionSpeed> {
  const { events, logger, print } = options;
  const tickets = Math.max(100, Math.round(events / EVENTS_A_TICKET));
  const size = { tickets, customers: Math.max(20, Math.round(tickets * CUSTOMERS_TO_TICKETS)) };
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-projection-'));
  await chmod(folder, 0o755);
  const server = await EmbeddedPostgres.start({
    dataFolder: join(folder, 'data'),
    logger,
    durable: false,
    settings: { max_wal_size: '8GB', shared_buffers: '512MB' },
  });
  try {
    for (const name of ['bus', 'analytics', 'tickets']) await server.createDatabaseIfMissing(name);
    const bus = await PostgresBus.open({ url: server.url('bus'), logger });
    try {
      return await measureOn({ bus, size, server, logger, print });
    } finally {
      await bus.close();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureOn(options: {
  bus: PostgresBus;
  size: HistorySize;
  server: EmbeddedPostgres;
  logger: Logger;
  print: (line: string) => void;
}): Promise<ProjectionSpeed> {
  const { bus, size, server, logger, print } = options;
  const counts = await publishHistory(bus, size);
  const events = Object.values(counts).reduce((sum, count) => sum + count, 0);
  print(`${events} events are published: ${JSON.stringify(counts)}`);
  const database = await Database.open({ ...analyticsDatabase, url: server.url('analytics'), logger });
  const subgraph = createAnalyticsSubgraph({ database, bus, logger });
  try {
    const startedAt = performance.now();
    await subgraph.start();
    await until(async () => (await subgraph.ready()).lagging === 0);
    const takenIn = (performance.now() - startedAt) / 1_000;
    print(`taken in: ${takenIn.toFixed(1)} s`);
    await sleep(CALM_MS);
    const before = { service: process.cpuUsage(), databaseMs: await processorMs(server.pid) };
    const rebuildSeconds = await rebuild(subgraph);
    const { user, system } = process.cpuUsage(before.service);
    const databaseMs = (await processorMs(server.pid)) - before.databaseMs;
    print(`built anew: ${rebuildSeconds.toFixed(1)} s`);
    const lags = await lagsOf({ bus, database, url: server.url('tickets'), size, logger });
    return {
      events,
      takenInPerSecond: Math.round(events / takenIn),
      rebuiltPerSecond: Math.round(events / rebuildSeconds),
      rebuildSeconds,
      rebuildCpu: { serviceMicros: (user + system) / events, databaseMicros: (databaseMs * 1_000) / events },
      lag: {
        eventsPerSecond: EVENTS_PER_SECOND,
        p50Ms: withinOf(lags, 0.5),
        p99Ms: withinOf(lags, 0.99),
        maxMs: withinOf(lags, 1),
      },
    };
  } finally {
    await subgraph.stop();
  }
}

/** Seconds from the beginning of a rebuilding until its tables serve. */
async function rebuild(subgraph: Subgraph): Promise<number> {
  await ask(subgraph, 'mutation { rebuildAnalytics { userErrors { message } } }');
  let latest: Rebuild | undefined;
  await until(async () => {
    ({ analyticsRebuild: latest } = (await ask(
      subgraph,
      '{ analyticsRebuild { status startedAt finishedAt differences failure } }',
    )) as { analyticsRebuild: Rebuild });
    return latest.finishedAt !== null;
  });
  if (latest?.status !== 'COMPLETED' || !latest.startedAt || !latest.finishedAt) {
    throw new Error(`not rebuilt: ${JSON.stringify(latest)}`);
  }
  return (Date.parse(latest.finishedAt) - Date.parse(latest.startedAt)) / 1_000;
}

interface Rebuild {
  status: string;
  startedAt: string | null;
  finishedAt: string | null;
}

async function ask(subgraph: Subgraph, document: string): Promise<unknown> {
  const result = await subgraph.run({
    document: parse(document),
    variables: {},
    principal: { subject: 'bench', roles: ['operator'] },
    requestId: 'bench',
  });
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return JSON.parse(JSON.stringify(result.data)) as unknown;
}

/** Milliseconds from each transaction's commit at tickets until analytics has its events, by outbox, relay and bus. */
async function lagsOf(options: {
  bus: PostgresBus;
  database: Database;
  url: string;
  size: HistorySize;
  logger: Logger;
}): Promise<number[]> {
  const { bus, database, url, size, logger } = options;
  const desk = await Database.open({ service: 'tickets', url, logger });
  const relay = new Relay({ database: desk, bus, producer: 'tickets', logger });
  const waiting: { position: number; committedAt: number }[] = [];
  const lags: number[] = [];
  relay.start();
  try {
    const begin = performance.now();
    const perTransaction = EVENTS_PER_SECOND / TRANSACTIONS_PER_SECOND;
    let position = await bus.head('tickets');
    const emitting = { isOver: false };
    const looking = (async () => {
      const session = database.session(SYSTEM);
      try {
        while (!emitting.isOver || waiting.length > 0) {
          const [row] = await session.query<{ position: number }>(
            `select position from inbox_cursor where consumer = 'analytics' and producer = 'tickets'`,
          );
          const now = performance.now();
          while (waiting[0] && waiting[0].position <= (row?.position ?? 0)) {
            lags.push(now - (waiting.shift()?.committedAt ?? now));
          }
          await sleep(LOOK_EVERY_MS);
        }
      } finally {
        await session.release();
      }
    })();
    for (let n = 0; n < LAG_SECONDS * TRANSACTIONS_PER_SECOND; n += 1) {
      const due = begin + (n * 1_000) / TRANSACTIONS_PER_SECOND;
      if (due > performance.now()) await sleep(due - performance.now());
      const updates = Array.from({ length: perTransaction }, (_, at) =>
        laterUpdate(n * perTransaction + at, size),
      );
      await desk.transaction(SYSTEM, (tx) => emit(tx, updates));
      waiting.push({ position: (position += perTransaction), committedAt: performance.now() });
    }
    emitting.isOver = true;
    await looking;
    return lags;
  } finally {
    await relay.stop();
    await desk.close();
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(100);
}

/** The speed in words. */
export function projectionReport({
  events,
  takenInPerSecond,
  rebuiltPerSecond,
  rebuildSeconds,
  rebuildCpu,
  lag,
}: ProjectionSpeed): string {
  return [
    `${events} events: taken in ${takenInPerSecond}/s; built anew beside what serves ${rebuiltPerSecond}/s (${rebuildSeconds.toFixed(1)} s)`,
    `processor time of that, an event: ${rebuildCpu.serviceMicros.toFixed(0)} µs of the service, ${rebuildCpu.databaseMicros.toFixed(0)} µs of PostgreSQL`,
    `lag at ${lag.eventsPerSecond} events/s: p50 ${lag.p50Ms.toFixed(0)} ms, p99 ${lag.p99Ms.toFixed(0)} ms, max ${lag.maxMs.toFixed(0)} ms`,
  ].join('\n');
}
