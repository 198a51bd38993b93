import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database, EmbeddedPostgres, PostgresBus, type Logger, type Subgraph } from '@plimsoll/shared';
import { createTicketsSubgraph, ticketsDatabase } from '@plimsoll/tickets';
import { parse } from 'graphql';
import pg from 'pg';
import { postgresLog } from '../service-plans.js';
import { fillTickets, OPEN_A_PERSON, PERSON } from './tickets.js';

/** What a statement of the work list costs, at each size. */
export interface StatementCost {
  /** Beginning of its text. */
  statement: string;
  /** Whether the list and its order need it; the others read what an entry shows. */
  ofList: boolean;
  /** Shared buffers touched, at each size in order. */
  buffers: number[];
  milliseconds: number[];
}

const NOW = new Date('2026-03-18T10:30:00Z');
const WARM_UPS = 3;
const LOG_ARRIVES_MS = 1_000;

/** The part of the contract's request that tickets answer. */
const WORK_LIST = `query ($desks: [_Any!]!) { _entities(representations: $desks) { ... on AgentDesk {
  onCall { rotation { name } until }
  workList(first: 25) { totalCount nodes { why dueAt change { id } ticket {
    id subject kind priority tier customer { id } clocks { target dueAt remainingSeconds status pausedBecause }
    assets(first: 5) { nodes { id } } suggestedArticles(first: 3) { id } routedBecause } } }
  queues { queue { id name } waitingCount oldestWaitingSeconds breachesAhead } } } }`;

/**
 * The shared buffers that each statement of somebody's work list touches, on databases of these many tickets in a
 * cluster of its own of which nothing is left; as EXPLAIN (ANALYZE, BUFFERS) tells of the statements the service sends.
 */
export async function measureWorkList(options: {
  ticketCounts: readonly number[];
  logger: Logger;
  print: (line: string) => void;
}): Promise<StatementCost[]> {
  const { ticketCounts, logger, print } = options;
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-measured-'));
  await chmod(folder, 0o755);
  let lines: string[] = [];
  const server = await EmbeddedPostgres.start({
    dataFolder: join(folder, 'data'),
    logger: postgresLog((line) => lines.push(line)),
    durable: false,
    settings: {
      max_wal_size: '8GB',
      shared_buffers: '1GB',
      maintenance_work_mem: '512MB',
      shared_preload_libraries: 'auto_explain',
      // Only what the service sends is explained: its role is told to.
      'auto_explain.log_analyze': 'on',
      'auto_explain.log_buffers': 'on',
      'auto_explain.log_timing': 'off',
      'auto_explain.log_parameter_max_length': '0',
      'auto_explain.log_min_duration': '-1',
    },
  });
  try {
    await server.createDatabaseIfMissing('bus');
    const costs = new Map<string, StatementCost>();
    for (const [place, tickets] of ticketCounts.entries()) {
      const name = `tickets_${tickets}`;
      await server.createDatabaseIfMissing(name);
      const owner = await Database.open({ ...ticketsDatabase, url: server.url(name), logger });
      await owner.close();
      const startedAt = performance.now();
      await fillTickets(server.url(name), tickets);
      print(`${tickets} tickets: filled in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
      await explainAll(server.url(name), name);
      const ask = await openDesk(server.url(name), server.url('bus'), logger);
      try {
        for (let turn = 0; turn < WARM_UPS; turn += 1) await ask.run();
        await sleep(LOG_ARRIVES_MS);
        lines = [];
        await ask.run();
        await sleep(LOG_ARRIVES_MS);
        for (const { statement, buffers, milliseconds } of plansOf(lines)) {
          const known = costs.get(statement) ?? {
            statement,
            ofList: OF_LIST.test(statement),
            buffers: ticketCounts.map(() => 0),
            milliseconds: ticketCounts.map(() => 0),
          };
          known.buffers[place] = (known.buffers[place] ?? 0) + buffers;
          known.milliseconds[place] = (known.milliseconds[place] ?? 0) + milliseconds;
          costs.set(statement, known);
        }
      } finally {
        await ask.close();
      }
    }
    return [...costs.values()];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The list and its order: whose open tickets owe what, what was escalated, and the tickets of the page. */
const OF_LIST = /customerRepliedAt|from escalation e|unnest\(\$1::text\[\]\) as wanted\(id\) join ticket t/;

/** From here on every statement in the database is explained. */
async function explainAll(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`alter database ${name} set auto_explain.log_min_duration = 0`);
  await client.end();
}

async function openDesk(url: string, busUrl: string, logger: Logger) {
  const database = await Database.open({ ...ticketsDatabase, url, logger });
  const bus = await PostgresBus.open({ url: busUrl, logger });
  const subgraph: Subgraph = createTicketsSubgraph({ database, bus, logger, clock: () => NOW });
  const document = parse(WORK_LIST);
  return {
    async run() {
      const result = await subgraph.run({
        document,
        variables: { desks: [{ __typename: 'AgentDesk', id: PERSON, owedApprovals: [] }] },
        principal: { subject: 'bench', roles: ['agent'], personId: PERSON },
        requestId: 'bench',
      });
      const [desk] = (result.data?.['_entities'] ?? []) as { workList: { totalCount: number } }[];
      if (result.errors || desk?.workList.totalCount !== OPEN_A_PERSON) {
        throw new Error(`not what was to be measured: ${JSON.stringify(result).slice(0, 500)}`);
      }
    },
    async close() {
      await database.close();
      await bus.close();
    },
  };
}

interface Plan {
  statement: string;
  buffers: number;
  milliseconds: number;
}

const STATEMENT_LENGTH = 160;

/** Log lines to plans: one begins where a duration is told; the first buffers in it are those of the whole. */
function plansOf(lines: readonly string[]): Plan[] {
  const plans: (Plan & { isCounted: boolean; isText: boolean })[] = [];
  for (const line of lines) {
    const begin = /duration: ([\d.]+) ms +plan:/.exec(line);
    if (begin) {
      plans.push({
        statement: '',
        buffers: 0,
        milliseconds: Number(begin[1]),
        isCounted: false,
        isText: true,
      });
      continue;
    }
    const plan = plans.at(-1);
    if (!plan) continue;
    if (/\(cost=/.test(line)) plan.isText = false;
    const text = line.replace(/^\s*Query Text:/, '').replaceAll(/\s+/g, ' ');
    if (plan.isText && plan.statement.length < 2_000) plan.statement += text;
    const buffers = /Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(line);
    if (buffers && !plan.isCounted) {
      plan.buffers = Number(buffers[1] ?? 0) + Number(buffers[2] ?? 0);
      plan.isCounted = true;
    }
  }
  return plans.map(({ statement, buffers, milliseconds }) => ({
    statement: statement.trim(),
    buffers,
    milliseconds,
  }));
}

/** The costs as a table; the last line is the list's alone. */
export function workListReport(costs: readonly StatementCost[], ticketCounts: readonly number[]): string {
  const line = (name: string, buffers: readonly number[], milliseconds: readonly number[]) => {
    const [first = 0, last = 0] = [buffers[0], buffers.at(-1)];
    const ratio = first === 0 ? '' : (last / first).toFixed(2);
    return [
      ...buffers,
      ratio,
      ...milliseconds.map((ms) => ms.toFixed(2)),
      name.slice(0, STATEMENT_LENGTH),
    ].join('\t');
  };
  const sum = (of: readonly StatementCost[], what: 'buffers' | 'milliseconds') =>
    ticketCounts.map((_, place) => of.reduce((total, one) => total + (one[what][place] ?? 0), 0));
  const list = costs.filter(({ ofList }) => ofList);
  return [
    `buffers at ${ticketCounts.join(', ')} tickets, ratio, milliseconds, statement`,
    ...costs.map(({ statement, buffers, milliseconds }) => line(statement, buffers, milliseconds)),
    line('the whole request', sum(costs, 'buffers'), sum(costs, 'milliseconds')),
    line('the list and its tickets', sum(list, 'buffers'), sum(list, 'milliseconds')),
  ].join('\n');
}
