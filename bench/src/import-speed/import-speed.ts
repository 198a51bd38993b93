import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, type Logger } from '@plimsoll/shared';
import { DATABASES } from '@plimsoll/standalone';
import pg from 'pg';
import { startMeasuredPlatform } from '../platform/measured-platform.js';

/** How fast rows of one file came in, and how fast PostgreSQL takes the same rows. */
interface ImportSpeed {
  file: string;
  rows: number;
  importRowsPerSecond: number;
  copyRowsPerSecond: number;
  /** Import ÷ COPY. */
  ratio: number;
}

const OWNER_DATABASE = 'entitlements';
const TABLES = { customers: 'customer', contacts: 'contact' } as const;

/**
 * Imports so many customers, and a contact of each, by the command line into an empty platform; then copies the rows it
 * stored into empty tables with the same columns, defaults, checks and indexes, on the same server. The speed of an
 * import is the command's own, from its first batch to the answer to its last.
 */
export async function measureImport(options: {
  projectFolder: string;
  rows: number;
  logger: Logger;
  print: (line: string) => void;
}): Promise<ImportSpeed[]> {
  const { projectFolder, rows, logger, print } = options;
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-import-speed-'));
  // The server may run as a user of its own, who has to get through to its data.
  await chmod(folder, 0o755);
  const server = await EmbeddedPostgres.start({ dataFolder: join(folder, 'data'), logger });
  try {
    for (const name of DATABASES) await server.createDatabaseIfMissing(name);
    const platform = await startMeasuredPlatform({
      projectFolder,
      urlOf: (name) => server.url(name),
      now: new Date('2026-03-18T10:30:00Z'),
      logger,
    });
    let rates: Map<string, number>;
    try {
      await writeFiles(folder, rows);
      rates = await runImport(projectFolder, folder, platform, print);
    } finally {
      await platform.stop();
    }
    const speeds: ImportSpeed[] = [];
    for (const [file, table] of Object.entries(TABLES)) {
      const copied = await copyRows(server.url(OWNER_DATABASE), table);
      const importRowsPerSecond = rates.get(file) ?? 0;
      if (copied.rows !== rows) throw new Error(`${file}: ${copied.rows} of ${rows} rows were imported`);
      const copyRowsPerSecond = Math.round(rows / copied.seconds);
      speeds.push({
        file,
        rows,
        importRowsPerSecond,
        copyRowsPerSecond,
        ratio: importRowsPerSecond / copyRowsPerSecond,
      });
    }
    return speeds;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeFiles(folder: string, rows: number): Promise<void> {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'UTC'];
  const numbers = Array.from({ length: rows }, (_, index) => index + 1);
  const customers = numbers.map(
    (number) =>
      `CUS-${number},Customer ${number} of the measured company,MID_MARKET,EMEA,${zones[number % zones.length]},en-GB,retail`,
  );
  const contacts = numbers.map(
    (number) =>
      `CON-${number},CUS-${number},Contact ${number},contact.${number}@example.com,+49 30 ${5_550_000 + number},true`,
  );
  await writeFile(
    join(folder, 'customers.csv'),
    `external_id,name,segment,region,time_zone,locale,vertical\n${customers.join('\n')}\n`,
  );
  await writeFile(
    join(folder, 'contacts.csv'),
    `external_id,customer,name,email,phone,designated\n${contacts.join('\n')}\n`,
  );
}

/** Rows a second by file, as the command tells them. */
async function runImport(
  projectFolder: string,
  folder: string,
  platform: { readonly url: string; readonly token: string },
  print: (line: string) => void,
): Promise<Map<string, number>> {
  const rates = new Map<string, number>();
  for (const file of Object.keys(TABLES)) {
    const startedAt = performance.now();
    const child = spawn(
      process.execPath,
      [
        join(projectFolder, 'cli', 'dist', 'main.js'),
        'import',
        join(folder, `${file}.csv`),
        '--url',
        platform.url,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PLIMSOLL_TOKEN: platform.token } },
    );
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    const [, rate] = new RegExp(`${file}: [\\d,]+ rows, ([\\d,]+) rows/s, done`).exec(err) ?? [];
    if (code !== 0 || rate === undefined || out.includes('Rejected'))
      throw new Error(`the import failed:\n${out}${err}`);
    rates.set(file, Number(rate.replaceAll(',', '')));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    print(`${file}: ${rate} rows/s; the command took ${seconds} s, until every service had heard of them`);
  }
  return rates;
}

/** Writes a table to a file of the server's own, and times COPY of that file into its empty likeness. */
async function copyRows(url: string, table: string): Promise<{ rows: number; seconds: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: shown } = await client.query<{ data_directory: string }>('show data_directory');
    const path = `${shown[0]?.data_directory}/${table}.copied.csv`;
    await client.query(`copy ${table} to '${path}' (format csv)`);
    await client.query(`create table ${table}_copied (like ${table} including all)`);
    await client.query('checkpoint');
    const startedAt = performance.now();
    const { rowCount } = await client.query(`copy ${table}_copied from '${path}' (format csv)`);
    const seconds = (performance.now() - startedAt) / 1000;
    return { rows: rowCount ?? 0, seconds };
  } finally {
    await client.end();
  }
}
