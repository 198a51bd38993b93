import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Database } from '../database/index.js';
import { Consumer, PostgresBus, Relay } from '../events/index.js';
import { copiesOf, copyCounters, count, Counters1700000000001 } from '../testing/counter-service.js';
import { testLogger } from '../testing/index.js';
import { EmbeddedPostgres } from './embedded-postgres.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const logger = testLogger();
const settings = { shared_buffers: '16MB' };
let parent: string;
let dataFolder: string;

const start = () => EmbeddedPostgres.start({ dataFolder, logger, settings });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'plimsoll embedded '));
  chmodSync(parent, 0o755);
  dataFolder = join(parent, 'data folder');
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

async function scalar(server: EmbeddedPostgres, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: server.url('shop') });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

describe('the embedded server', () => {
  it('keeps its data, password and port over a restart, in a folder with a space in its name', async () => {
    const first = await start();
    await Promise.all([first.createDatabaseIfMissing('shop'), first.createDatabaseIfMissing('shop')]);
    await scalar(first, 'create table kept as select 42 as answer');
    expect(await scalar(first, 'show fsync')).toBe('on');
    const url = first.url('shop');
    await first.stop();
    expect(first.pid).toBeUndefined();

    const second = await start();
    expect(second.url('shop')).toBe(url);
    expect(await scalar(second, 'select answer from kept')).toBe(42);
    expect(statSync(join(dataFolder, 'password')).mode & 0o077).toBe(0);
    await second.stop();
    await second.stop();
  });

  it('refuses a second process on the same folder and takes over the lock of a dead one', async () => {
    const server = await start();
    await expect(start()).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
    await server.stop();
    writeFileSync(join(dataFolder, 'plimsoll.lock'), '4194000 1 dead\n');
    await (await start()).stop();
    expect(existsSync(join(dataFolder, 'plimsoll.lock'))).toBe(false);
  });

  it('starts beside a lock file of the server whose process id belongs to something else now', async () => {
    writeFileSync(join(dataFolder, 'postgres', 'postmaster.pid'), `${process.pid}\n${dataFolder}\n`);
    const server = await start();
    expect(await scalar(server, 'select answer from kept')).toBe(42);
    await server.stop();
  });

  it('refuses a folder of a newer version and one it cannot read, and changes neither', async () => {
    const file = join(dataFolder, 'version.json');
    const original = readFileSync(file, 'utf8');
    for (const [text, code] of [
      ['{"dataVersion":999,"postgres":"18.4.0"}', 'DATA_NEWER_THAN_CODE'],
      ['{"dataVersion":1,"postgres":"17.2.0"}', 'DATA_OF_OTHER_POSTGRES'],
      ['{', 'DATA_FOLDER_UNUSABLE'],
    ] as const) {
      writeFileSync(file, text);
      await expect(start()).rejects.toMatchObject({ code });
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
    writeFileSync(file, original);
  });

  it('says what to do when the folder lies below a private one that the server may not enter', async () => {
    if (process.getuid?.() !== 0) return;
    const hidden = join(parent, 'private');
    mkdirSync(hidden, { mode: 0o700 });
    await expect(EmbeddedPostgres.start({ dataFolder: join(hidden, 'data'), logger })).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNREACHABLE',
      message: expect.stringContaining('Choose a data folder'),
    });
  });

  it('ends with the process that started it, even when that is killed', async () => {
    const script = `
      import { EmbeddedPostgres } from ${JSON.stringify(join(__dirname, 'embedded-postgres.ts'))};
      import { createLogger } from ${JSON.stringify(join(__dirname, '../logging/index.ts'))};
      const server = await EmbeddedPostgres.start({
        dataFolder: ${JSON.stringify(dataFolder)}, logger: createLogger('child', { level: 'silent' }) });
      console.log(server.pid);
      setInterval(() => undefined, 1_000);
    `;
    const child = spawn(process.execPath, [
      '--import',
      require.resolve('tsx'),
      '--input-type=module',
      '-e',
      script,
    ]);
    const pid = await new Promise<number>((resolve, reject) => {
      let errors = '';
      child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
      child.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
      child.once('exit', () => reject(new Error(errors)));
    });
    child.kill('SIGKILL');
    const isAlive = () => existsSync(join(dataFolder, 'postgres', 'postmaster.pid'));
    for (let i = 0; i < 200 && isAlive(); i += 1) await pause(25);
    expect(pid).toBeGreaterThan(0);
    expect(isAlive()).toBe(false);
    await (await start()).stop();
  });

  it('comes back when it is killed while events are written, with none lost and none doubled', async () => {
    const server = await start();
    await Promise.all(['writer', 'bus'].map((name) => server.createDatabaseIfMissing(name)));
    const database = await Database.open({
      service: 'writer',
      url: server.url('writer'),
      migrations: [Counters1700000000001],
      logger,
    });
    const bus = await PostgresBus.open({ url: server.url('bus'), logger });
    const relay = new Relay({ database, bus, producer: 'writer', logger });
    const consumer = new Consumer({
      database,
      bus,
      name: 'copy',
      projections: [copyCounters('writer')],
      logger,
    });
    relay.start();
    consumer.start();

    const writing = new AbortController();
    const acknowledged = new Map<string, number>();
    const writer = async (id: string) => {
      while (!writing.signal.aborted) {
        try {
          acknowledged.set(id, await database.transaction(SYSTEM, (tx) => count(tx, id)));
        } catch {
          // The database is away; whether the last commit took place shows in the table.
          await pause(20);
        }
      }
    };
    const writers = Promise.all(['a', 'b', 'c', 'd'].map(writer));
    for (const kills of [1, 2]) {
      await pause(400);
      const pid = server.pid;
      if (pid) process.kill(pid, 'SIGKILL');
      for (let i = 0; i < 400 && server.restarts < kills; i += 1) await pause(25);
      expect(server.restarts).toBe(kills);
    }
    await pause(400);
    writing.abort();
    await writers;
    await relay.drain();
    await consumer.drain();

    const [counters, copies] = await database.transaction(SYSTEM, async (tx) => [
      await tx.query<{ id: string; version: number }>('select id, version from counter order by id'),
      await copiesOf(tx),
    ]);
    for (const { id, version } of counters) {
      expect(version).toBeGreaterThanOrEqual(acknowledged.get(id) ?? Infinity);
      expect(copies[id]).toEqual(Array.from({ length: version }, (_, i) => i + 1));
    }
    expect(counters).toHaveLength(4);
    await Promise.all([relay.stop(), consumer.stop()]);
    await bus.close();
    await database.close();
    await server.stop();
  }, 60_000);
});
