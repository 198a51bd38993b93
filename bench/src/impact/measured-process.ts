// A process of its own: loads the graph of a database, and measures impacts in it beside a bare search and SQL.
import { setTimeout } from 'node:timers/promises';
import { createLogger, Database } from '@plimsoll/shared';
import { assetsDatabase, computeImpact, currentGraph, DOWN, type AssetGraph } from '@plimsoll/assets';
import pg from 'pg';
import { medianOf } from '../measure/statistics.rules.js';
import { BareSearch } from './bare-search.js';
import { firstOfLevel } from './estate.js';

/** Levels of the tree that are asked about, with how often each is measured. */
const LEVELS = [
  { level: 5, times: 2000, sqlTimes: 20 },
  { level: 3, times: 1000, sqlTimes: 20 },
  { level: 0, times: 30, sqlTimes: 3 },
];
const MEGABYTE = 1_000_000;
const REACHABLE = `
  with recursive reached (id) as (
    select $1::text union
    select d.consumer_id from reached r join dependency d on d.provider_id = r.id where d.removed_at is null
  ) select count(*)::integer as count from reached`;

/** What was measured of one estate. */
export interface MeasuredImpact {
  assetCount: number;
  dependencyCount: number;
  loadSeconds: number;
  /** Resident memory above that of the process before it loaded the graph: afterwards, and at most. */
  memoryMegabytes: number;
  peakMegabytes: number;
  /** A refresh that finds nothing new. */
  refreshMs: number;
  reaches: {
    reached: number;
    engineMs: number;
    bareMs: number;
    /** Median of the ratios of pairs measured one after the other. */
    engineToBare: number;
    sqlMs: number;
  }[];
}

const [url, assets] = process.argv.slice(2);
const estate = { assetCount: Number(assets) };
const logger = createLogger('bench', { level: 'error', destination: process.stderr });
const database = await Database.open({ ...assetsDatabase, url: url ?? '', logger, poolSize: 2 });
const session = database.session({ kind: 'SYSTEM' });
await session.query('select 1');

const before = await residentBytes();
let peak = before;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
const startedAt = performance.now();
const { graph } = await currentGraph(session);
const loadSeconds = (performance.now() - startedAt) / 1000;
clearInterval(watch);
const memory = (await residentBytes()) - before;

const refreshes: number[] = [];
for (let turn = 0; turn < 20; turn++) refreshes.push(await timed(() => currentGraph(session)));

const bare = bareSearchOf(graph);
const client = new pg.Client({ connectionString: url });
await client.connect();
const reaches: MeasuredImpact['reaches'] = [];
for (const { level, times, sqlTimes } of LEVELS) {
  const id = firstOfLevel(estate, level);
  const seed = graph.indexOf(id);
  if (seed === undefined) throw new Error(`asset ${id} is not in the graph`);
  const engine = () => computeImpact(graph, new Map([[seed, DOWN]])).assets.length;
  const reached = engine();
  const { rows } = await client.query<{ count: number }>({
    name: 'reachable',
    text: REACHABLE,
    values: [id],
  });
  if (bare.reach(seed).length !== reached || rows[0]?.count !== reached)
    throw new Error(
      `engine, bare search and SQL reach ${reached}, ${bare.reach(seed).length}, ${rows[0]?.count}`,
    );
  for (let turn = 0; turn < times / 4; turn++) {
    engine();
    bare.reach(seed);
  }
  const pairs: [number, number][] = [];
  for (let turn = 0; turn < times; turn++) {
    const one = timedNow(engine);
    pairs.push([one, timedNow(() => bare.reach(seed))]);
  }
  const sql: number[] = [];
  for (let turn = 0; turn < sqlTimes; turn++) {
    sql.push(await timed(() => client.query({ name: 'reachable', text: REACHABLE, values: [id] })));
  }
  reaches.push({
    reached,
    engineMs: medianOf(pairs.map(([own]) => own)),
    bareMs: medianOf(pairs.map(([, own]) => own)),
    engineToBare: medianOf(pairs.map(([one, other]) => one / other)),
    sqlMs: medianOf(sql),
  });
}
const measured: MeasuredImpact = {
  assetCount: graph.size,
  dependencyCount: graph.dependencyCount,
  loadSeconds,
  memoryMegabytes: memory / MEGABYTE,
  peakMegabytes: (peak - before) / MEGABYTE,
  refreshMs: medianOf(refreshes),
  reaches,
};
await client.end();
await session.release();
await database.close();
process.send?.(measured);

/** Resident memory once what is no longer needed has been given back, which takes the collector a while. */
async function residentBytes(): Promise<number> {
  for (let turn = 0; turn < 5; turn++) {
    globalThis.gc?.();
    await setTimeout(300);
  }
  return process.memoryUsage.rss();
}

function bareSearchOf(own: AssetGraph): BareSearch {
  const providers = new Int32Array(own.dependencyCount);
  const consumers = new Int32Array(own.dependencyCount);
  let at = 0;
  for (let consumer = 0; consumer < own.size; consumer++) {
    for (const provider of own.needsOf(consumer).providers) {
      providers[at] = provider;
      consumers[at++] = consumer;
    }
  }
  return new BareSearch(own.size, providers, consumers);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function timedNow(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
