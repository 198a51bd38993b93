import { availableParallelism, loadavg } from 'node:os';
import type { Logger } from '@plimsoll/shared';
import { medianOf, withinOf } from '../measure/statistics.rules.js';
import { onEmptyPlatform } from '../platform/empty-platform.js';
import { HttpClient } from '../platform/http-client.js';
import type { MeasuredPlatform } from '../platform/measured-platform.js';
import { statementsOf } from '../platform/own-statements.js';
import { openDesk, type AskingDesk } from './desk.js';
import { statementTimes, TIMING_SETTINGS, type StatementTime } from './statement-times.js';

/** How many tickets so many clients at once get opened. */
interface TicketRun {
  clients: number;
  tickets: number;
  /** From the first request to the last answer. */
  openedPerSecond: number;
  /** From the first request until every service has taken in every event. */
  toldPerSecond: number;
  medianMs: number;
  p95Ms: number;
  /** Load average of the machine's last minute, at the end. */
  load: number;
}

/** How many tickets a second are opened, and what one takes. */
interface TicketThroughput {
  runs: TicketRun[];
  /** Of all that were opened, each with its clocks and its routing decision. */
  verified: number;
  /** Median of single openings, of the tickets service. */
  statements: number;
  /** Of the tickets service in the first run; the most first. */
  times: { tickets: number; statements: StatementTime[] };
}

/** A working hour in Berlin: every clock runs. */
const NOW = new Date('2026-03-18T10:30:00Z');
const WARM_UPS = 40;
const COUNTED = 9;
const LEVELS = ['HIGH', 'MEDIUM', 'LOW'];
const CHANNELS = ['EMAIL', 'WEB', 'PHONE', 'CHAT'];
const PAGE = 50;
/** What is counted from the opening on; updates are only after the first response. */
const CLOCKS = ['FIRST_RESPONSE', 'RESOLUTION'];
const SHOWN = 12;
const STATEMENT_LENGTH = 110;

const OPEN = `mutation ($input: OpenTicketInput!) {
  openTicket(input: $input) { ticket { id priority } userErrors { code message path } } }`;

const OPENED = `query ($after: String) { tickets(first: ${PAGE}, after: $after) {
  pageInfo { hasNextPage endCursor }
  nodes { id priority clocks { target status dueAt priority } queue { id } team { id } assignee { id }
    routingDecisions(first: 1) { nodes { cause queue { id } assignee { id } } } } } }`;

/**
 * Opens so many tickets over HTTP by each of these numbers of clients, on an empty platform in this process with an
 * embedded server; every opening freezes what is promised, starts clocks, and finds queue, team and person by the
 * rules in force. What was opened is read back in the end.
 *
 * @throws Error where a ticket is refused, or lacks a clock, a place or the decision that led there
 */
export async function measureTickets(options: {
  projectFolder: string;
  tickets: number;
  clients: readonly number[];
  logger: Logger;
}): Promise<TicketThroughput> {
  const { projectFolder, tickets, clients, logger } = options;
  const settings = TIMING_SETTINGS;
  return onEmptyPlatform({ projectFolder, now: NOW, logger, settings }, async (platform, urlOf) => {
    const desk = await openDesk(platform);
    let number = 0;
    const open = (client: HttpClient) => openOne(client, desk, number++);
    for (let turn = 0; turn < WARM_UPS; turn += 1) await open(platform.client);
    const runs: TicketRun[] = [];
    let times: StatementTime[] = [];
    for (const count of clients) {
      await platform.settled();
      const measure = async () => runs.push(await run(platform, { open, tickets, clients: count }));
      if (runs.length > 0) await measure();
      else times = await statementTimes(urlOf, 'tickets', measure);
    }
    const counts: number[] = [];
    for (let turn = 0; turn < COUNTED; turn += 1) {
      await platform.settled();
      const sent = await statementsOf(platform, () => open(platform.client));
      counts.push(sent['tickets']?.length ?? 0);
    }
    const verified = await verify(platform.client);
    if (verified !== number) throw new Error(`${number} tickets were opened, ${verified} are on record`);
    return { runs, verified, statements: medianOf(counts), times: { tickets, statements: times } };
  });
}

async function openOne(client: HttpClient, desk: AskingDesk, number: number): Promise<void> {
  const of = <T>(values: readonly T[], by = 1) => values[Math.floor(number / by) % values.length];
  const input = {
    idempotencyKey: `ticket ${number}`,
    subject: `Export ${number} is empty`,
    description: 'Since this morning every export comes out with its heading alone. Nothing was changed.',
    kind: 'REQUEST',
    ...of(desk.askers),
    productId: of(desk.productIds),
    channel: of(CHANNELS),
    impact: of(LEVELS),
    urgency: of(LEVELS, LEVELS.length),
  };
  const { openTicket } = await client.data<{
    openTicket: { ticket: object | null; userErrors: object[] };
  }>(OPEN, { input });
  if (!openTicket.ticket) throw new Error(JSON.stringify(openTicket));
}

async function run(
  platform: MeasuredPlatform,
  given: { open: (client: HttpClient) => Promise<void>; tickets: number; clients: number },
): Promise<TicketRun> {
  const { open, tickets, clients } = given;
  const waits: number[] = [];
  let left = tickets;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new HttpClient(platform.url, platform.token);
      try {
        while (left-- > 0) {
          const askedAt = performance.now();
          await open(client);
          waits.push(performance.now() - askedAt);
        }
      } finally {
        client.close();
      }
    }),
  );
  const openedAfter = performance.now() - startedAt;
  await platform.settled();
  const toldAfter = performance.now() - startedAt;
  const rate = (milliseconds: number) => Math.round((tickets / milliseconds) * 10_000) / 10;
  return {
    clients,
    tickets,
    openedPerSecond: rate(openedAfter),
    toldPerSecond: rate(toldAfter),
    medianMs: medianOf(waits),
    p95Ms: withinOf(waits, 0.95),
    load: loadavg()[0] ?? 0,
  };
}

interface OpenedTicket {
  id: string;
  priority: string;
  clocks: { target: string; status: string; dueAt: string | null; priority: string }[] | null;
  queue: { id: string } | null;
  team: { id: string } | null;
  assignee: { id: string } | null;
  routingDecisions: {
    nodes: { cause: string; queue: { id: string } | null; assignee: { id: string } | null }[];
  };
}

/** Reads all tickets back. Returns how many there are. @throws Error for one that lacks what an opening gives it */
async function verify(client: HttpClient): Promise<number> {
  let count = 0;
  let after: string | null = null;
  do {
    const { tickets }: { tickets: { pageInfo: PageEnd; nodes: OpenedTicket[] } } = await client.data(OPENED, {
      after,
    });
    for (const ticket of tickets.nodes) {
      if (!isWhole(ticket)) throw new Error(`not what was to be measured: ${JSON.stringify(ticket)}`);
    }
    count += tickets.nodes.length;
    after = tickets.pageInfo.hasNextPage ? tickets.pageInfo.endCursor : null;
  } while (after !== null);
  return count;
}

interface PageEnd {
  hasNextPage: boolean;
  endCursor: string | null;
}

/** Whether a ticket has all its clocks, running, and the place and person that its decision names. */
function isWhole({ priority, clocks, queue, team, assignee, routingDecisions }: OpenedTicket): boolean {
  const [decision] = routingDecisions.nodes;
  return (
    clocks?.map(({ target }) => target).join() === CLOCKS.join() &&
    clocks.every((clock) => clock.status === 'RUNNING' && clock.dueAt && clock.priority === priority) &&
    decision?.cause === 'OPENED' &&
    queue !== null &&
    team !== null &&
    assignee !== null &&
    decision.queue?.id === queue.id &&
    decision.assignee?.id === assignee.id
  );
}

/** The figures as lines of text. */
export function ticketsReport({ runs, verified, statements, times }: TicketThroughput): string {
  const sumOf = (what: 'total' | 'planned') =>
    (times.statements.reduce((sum, one) => sum + one[what], 0) / times.tickets).toFixed(1);
  return [
    ...runs.map(
      ({ clients, tickets, openedPerSecond, toldPerSecond, medianMs, p95Ms, load }) =>
        `${tickets} tickets, ${clients} at once: ${openedPerSecond} opened/s, ${toldPerSecond} told everywhere/s, ` +
        `median ${medianMs.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms (load ${load.toFixed(1)} on ` +
        `${availableParallelism()} processors)`,
    ),
    `${verified} tickets read back: each has its ${CLOCKS.length} clocks running, and queue, team and person by a decision`,
    `${statements} statements an opening; one at a time, the database of the tickets service takes ${sumOf('total')} ms a ` +
      `ticket, ${sumOf('planned')} ms of it planning; relay, consumers and jobs included:`,
    'calls a ticket  ms a call  ms a ticket  planning  statement',
    ...times.statements
      .slice(0, SHOWN)
      .map(({ statement, calls, mean, total, planned }) =>
        [
          (calls / times.tickets).toFixed(2).padEnd(16),
          mean.toFixed(2).padEnd(11),
          (total / times.tickets).toFixed(2).padEnd(13),
          (planned / times.tickets).toFixed(2).padEnd(10),
          statement.slice(0, STATEMENT_LENGTH),
        ].join(''),
      ),
  ].join('\n');
}
