import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createLogger, type EmbeddedPostgres } from '@plimsoll/shared';
import { DATABASES, startDistributedPlatform } from '@plimsoll/standalone';
import { measureCalls } from './calls/index.js';
import { AS_OF, SEEDS } from './company/index.js';
import { ensureCompany, openPeer, startServer } from './company-server.js';
import { executiveReport, measureExecutive } from './executive/index.js';
import { impactReport, measureImpact } from './impact/index.js';
import { measureImport } from './import-speed/index.js';
import { LARGE_BOOK, SMALL_BOOK } from './intelligence-data/index.js';
import { measurePairs } from './measure/pairs.js';
import { reportOf, type Result } from './measure/report.js';
import { measureOrders } from './order-throughput/index.js';
import { differencesOf } from './peer/difference.rules.js';
import type { Peer } from './peer/peer.js';
import { measureMetrics, metricsReport } from './metrics/index.js';
import { HEADLINE, questionAbout, type Question } from './platform/headline.js';
import { HttpClient } from './platform/http-client.js';
import { statementsOf } from './platform/own-statements.js';
import { startMeasuredPlatform, type MeasuredPlatform } from './platform/measured-platform.js';
import { measureSafeWindows } from './safe-windows/index.js';
import { measureProjection, projectionReport } from './projection/index.js';
import { startExplainingServer } from './service-plans.js';
import { settingsOf, type Settings } from './settings.js';
import { measureTickets, ticketsReport } from './ticket-throughput/index.js';
import { measureWorkList, workListReport } from './work-list/index.js';

const PROJECT = join(import.meta.dirname, '..', '..');
const PEER_FOLDER = join(PROJECT, 'bench', 'src', 'peer');
const RESULTS = join(PROJECT, 'bench', 'results.json');
const PLAN = join(PEER_FOLDER, 'what-if-outage.plan.txt');
const SERVICE_PLANS = join(PROJECT, 'bench', 'service-plans.txt');
const PAGE = 25;
/** Requests before the plans are taken. */
const EXPLAIN_WARM_UPS = 5;
/** The median ratio to stay within, by seed. */
const AIMS = { host: 5, pod: 4, everybody: 3 } as const;

const print = (line: string) => console.log(line);
const logger = createLogger('bench', { level: 'error', destination: process.stderr });

/** What is asked about, with the answer it came to in one process. */
interface Case {
  seed: keyof typeof SEEDS;
  question: Question;
}

interface Headline {
  whatIfOutage: {
    assets: { totalCount: number };
    exposure: { customerCount: number };
  };
}

const settings = settingsOf(process.argv.slice(2));
if (settings.importRows !== null) await benchImport(settings.importRows);
else if (settings.orders !== null) await benchOrders(settings.orders);
else if (settings.slotCustomers !== null) await benchSlots(settings.slotCustomers);
else if (settings.contacts !== null) await benchCalls(settings.contacts);
else if (settings.workListTickets !== null) await benchWorkList(settings.workListTickets);
else if (settings.openings !== null) await benchOpenings(settings.openings);
else if (settings.projectionEvents !== null) await benchProjection(settings.projectionEvents);
else if (settings.executiveTurns !== null) await benchExecutive(settings.dataFolder, settings.executiveTurns);
else if (settings.metricsTurns !== null) await benchMetrics(settings.dataFolder, settings.metricsTurns);
else if (settings.impactAssets !== null) await benchImpact(settings.dataFolder, settings.impactAssets);
else await (settings.plans ? explainServices(settings) : bench(settings));

/** Prints how fast files come in beside COPY of the same rows. */
async function benchImport(rows: number): Promise<void> {
  const speeds = await measureImport({ projectFolder: PROJECT, rows, logger, print });
  print('file       rows    import rows/s  COPY rows/s  ratio (aim 0.20)');
  for (const speed of speeds) {
    print(
      [
        speed.file.padEnd(10),
        String(speed.rows).padEnd(8),
        String(speed.importRowsPerSecond).padEnd(15),
        String(speed.copyRowsPerSecond).padEnd(13),
        speed.ratio.toFixed(3),
      ].join(''),
    );
  }
}

/** Prints how many orders a second are placed, and brought to a running tenant. */
async function benchOrders(orders: number): Promise<void> {
  for (const clients of [1, 8]) {
    const measured = await measureOrders({ projectFolder: PROJECT, orders, clients, logger });
    const { placedPerSecond, fulfilledPerSecond, placementMs } = measured;
    print(
      `${orders} orders, ${clients} at once: ${placedPerSecond} placed/s, ${fulfilledPerSecond} fulfilled/s, ` +
        `placement median ${placementMs.median.toFixed(1)} ms, p90 ${placementMs.p90.toFixed(1)} ms`,
    );
  }
}

/** Prints how many tickets a second are opened, each with its clocks and its way, and what that costs. */
async function benchOpenings(tickets: number): Promise<void> {
  print(ticketsReport(await measureTickets({ projectFolder: PROJECT, tickets, clients: [1, 8], logger })));
}

/** Prints how long the best slots of a change take to find, for so many customers. */
async function benchSlots(customers: number): Promise<void> {
  const slots = [500, 1_344, 2_880];
  for (const times of await measureSafeWindows({ projectFolder: PROJECT, customers, slots, logger })) {
    print(
      `${times.slots} slots, ${customers} customers: first ${times.firstMs.toFixed(0)} ms, ` +
        `then median ${times.laterMs.median.toFixed(0)} ms, p90 ${times.laterMs.p90.toFixed(0)} ms`,
    );
  }
}

/** Prints how long a telephone system waits for where a call goes, among so many contacts. */
async function benchCalls(contacts: number): Promise<void> {
  const { byPhoneMs, byCsiMs } = await measureCalls({ projectFolder: PROJECT, contacts, logger });
  for (const [by, ms] of [['number', byPhoneMs] as const, ['CSI', byCsiMs] as const]) {
    print(
      `${contacts} contacts, by ${by}: median ${ms.median.toFixed(1)} ms, p90 ${ms.p90.toFixed(1)} ms (aim 50)`,
    );
  }
}

/** Prints what of the database a work list touches, with few tickets on record and with many. */
async function benchWorkList(tickets: number): Promise<void> {
  const ticketCounts = [1_000, tickets];
  print(workListReport(await measureWorkList({ ticketCounts, logger, print }), ticketCounts));
}

/** Prints how fast what analytics keeps from events is filled and built anew, and how far behind it is. */
async function benchProjection(events: number): Promise<void> {
  print(projectionReport(await measureProjection({ events, logger, print })));
}

/** Prints how fast the impact engine is, and how much memory its graph takes. */
async function benchImpact(dataFolder: string, assetCount: number): Promise<void> {
  const assetCounts = [Math.round(assetCount / 10), assetCount];
  print(impactReport(await measureImpact({ dataFolder, assetCounts, logger, print })));
}

/** Prints how long the questions of executives take over a small book and a large one. */
async function benchExecutive(dataFolder: string, turns: number): Promise<void> {
  const shapes = [SMALL_BOOK, LARGE_BOOK];
  const folder = join(dataFolder, 'executive');
  print(executiveReport(await measureExecutive({ dataFolder: folder, shapes, turns, logger, print })));
}

/** Prints how long questions of the metrics layer take over two years of a large company. */
async function benchMetrics(dataFolder: string, turns: number): Promise<void> {
  const folder = join(dataFolder, 'metrics');
  print(metricsReport(await measureMetrics({ dataFolder: folder, shape: LARGE_BOOK, turns, logger, print })));
}

async function bench(settings: Settings): Promise<void> {
  const server = await startServer(settings.dataFolder, logger);
  try {
    const results: Result[] = [];
    const platform = await startMeasuredPlatform({
      projectFolder: PROJECT,
      urlOf: (name) => server.url(name),
      now: AS_OF,
      logger,
    });
    let cases: Case[] = [];
    let peer: Peer | undefined;
    try {
      await ensureCompany(platform, server, { data: settings.dataFolder, peer: PEER_FOLDER }, print);
      peer = await openPeer(server, PEER_FOLDER);
      cases = await casesOf(platform.client);
      for (const one of cases) {
        results.push(await measureInProcess(one, platform, peer, settings));
        print(`${one.seed}: measured`);
      }
      await writePlans(cases, peer);
    } finally {
      await peer?.close();
      await platform.stop();
    }
    if (settings.distributed) results.push(...(await measureDistributed(cases, server, settings)));
    print(`\n${reportOf(results)}`);
    const machine = { node: process.version, processors: cpus().length, processor: cpus()[0]?.model.trim() };
    await writeFile(RESULTS, `${JSON.stringify({ machine, page: PAGE, results }, null, 2)}\n`);
  } finally {
    await server.stop();
  }
}

/** Keeps the plans of what the services ask their databases in one warm request about everybody. */
async function explainServices({ dataFolder }: Settings): Promise<void> {
  const { server, plansDuring } = await startExplainingServer(dataFolder);
  try {
    const platform = await startMeasuredPlatform({
      projectFolder: PROJECT,
      urlOf: (name) => server.url(name),
      now: AS_OF,
      logger,
    });
    try {
      const question = await questionAbout(platform.client, SEEDS.everybody, AS_OF);
      const ask = () => platform.client.ask(HEADLINE, { input: question, first: PAGE });
      for (let turn = 0; turn < EXPLAIN_WARM_UPS; turn++) await ask();
      await writeFile(SERVICE_PLANS, `${await plansDuring(ask)}\n`);
      print(`The plans are in ${SERVICE_PLANS}.`);
    } finally {
      await platform.stop();
    }
  } finally {
    await server.stop();
  }
}

async function casesOf(client: HttpClient): Promise<Case[]> {
  const cases: Case[] = [];
  for (const seed of ['host', 'pod', 'everybody'] as const) {
    cases.push({ seed, question: await questionAbout(client, SEEDS[seed], AS_OF) });
  }
  return cases;
}

async function measureInProcess(
  { seed, question }: Case,
  platform: MeasuredPlatform,
  peer: Peer,
  settings: Settings,
): Promise<Result> {
  const ask = () => platform.client.ask(HEADLINE, { input: question, first: PAGE });
  const askPeer = () => peer.ask(question, PAGE, AS_OF);
  const compared = compare(await ask(), await askPeer(), print);
  const measured = await measurePairs({
    platform: ask,
    peer: askPeer,
    phases: (from, to) => platform.phases.take(from, to),
    warmUps: settings.warmUps,
    pairs: settings.pairs,
  });
  const statements = Object.fromEntries(
    Object.entries(await statementsOf(platform, ask)).map(([name, own]) => [name, own.length]),
  );
  return {
    shape: 'one process',
    seed,
    ...compared,
    aim: AIMS[seed],
    ...measured,
    statements,
  };
}

/** The same over HTTP between five processes, whose clocks are the machine's. */
async function measureDistributed(
  cases: readonly Case[],
  server: EmbeddedPostgres,
  settings: Settings,
): Promise<Result[]> {
  const platform = await startDistributedPlatform({
    projectFolder: PROJECT,
    port: 0,
    dataFolder: settings.dataFolder,
    databaseUrls: Object.fromEntries(DATABASES.map((name) => [name, server.url(name)])),
    logLevel: 'error',
  });
  const peer = await openPeer(server, PEER_FOLDER);
  const token = await platform.mintToken({ subject: 'bench', roles: ['admin'] });
  const client = new HttpClient(platform.url.replace('localhost', '127.0.0.1'), token);
  try {
    const results: Result[] = [];
    for (const { seed, question } of cases) {
      const ask = () => client.ask(HEADLINE, { input: question, first: PAGE });
      const askPeer = () => peer.ask(question, PAGE, new Date());
      const compared = compare(await ask(), await askPeer(), print);
      const measured = await measurePairs({
        platform: ask,
        peer: askPeer,
        phases: () => ({}),
        warmUps: settings.warmUps,
        pairs: settings.pairs,
      });
      results.push({ shape: 'five processes', seed, ...compared, aim: null, ...measured, statements: {} });
    }
    return results;
  } finally {
    client.close();
    await peer.close();
    await platform.stop();
  }
}

/** Shows where two answers differ, and what of them the report tells. */
function compare(platformText: string, peerText: string, show: (line: string) => void) {
  const { data, errors } = JSON.parse(platformText) as { data: Headline; errors?: unknown };
  if (errors) throw new Error(`the platform answers with errors: ${JSON.stringify(errors).slice(0, 2000)}`);
  const differences = differencesOf(data, JSON.parse(peerText));
  for (const { path, platform, peer } of differences.slice(0, 10)) {
    show(`differs: ${path}: platform ${JSON.stringify(platform)}, peer ${JSON.stringify(peer)}`);
  }
  return {
    affectedAssets: data.whatIfOutage.assets.totalCount,
    affectedCustomers: data.whatIfOutage.exposure.customerCount,
    answerBytes: Buffer.byteLength(platformText),
    differences: differences.length,
  };
}

/** Keeps the plans by which the peer answers. */
async function writePlans(cases: readonly Case[], peer: Peer): Promise<void> {
  const plans: string[] = [];
  for (const { seed, question } of cases) {
    plans.push(`-- ${seed}: ${SEEDS[seed]}\n${await peer.explain(question, PAGE, AS_OF)}\n`);
  }
  await writeFile(PLAN, plans.join('\n'));
}
