import { spawn } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DomainError } from '../errors/index.js';
import type { Logger } from '../logging/index.js';
import { findBinaries, type Binaries } from './binaries.js';
import {
  checkVersion,
  choosePort,
  layoutOf,
  passwordOf,
  prepareFolder,
  writeVersion,
} from './data-folder.js';
import { lockFolder } from './process-lock.js';
import { serverEnvironment, serverPid, ServerProcess, stopLeftover } from './server-process.js';
import { serverUserFor, type ServerUser } from './server-user.js';

export interface EmbeddedPostgresOptions {
  /** The data folder; made when missing. Holds the cluster, its password, its port and the lock. */
  dataFolder: string;
  logger: Logger;
  /** False only where the data may be thrown away: tests. Default true: what is committed survives a power cut. */
  durable?: boolean;
  /** Connections at most, default 200. */
  maxConnections?: number;
  /** Further server settings by name. */
  settings?: Readonly<Record<string, string>>;
}

const SUPERUSER = 'plimsoll';
/** How long a start may take; crash recovery after heavy writing is the slow case. */
const START_TIMEOUT_MS = 300_000;

/**
 * A PostgreSQL server of this process's own, from the programs of an npm package: on 127.0.0.1 alone, with a
 * generated password, restarted when it dies and stopped when this process ends, however it ends.
 */
export class EmbeddedPostgres {
  #server: ServerProcess | undefined;
  #stopping: Promise<void> | undefined;
  #restarts = 0;

  private constructor(
    private readonly options: EmbeddedPostgresOptions,
    private readonly folder: string,
    private readonly user: ServerUser | undefined,
    private readonly binaries: Binaries,
    private readonly password: string,
    /** The TCP port on 127.0.0.1. */
    readonly port: number,
    private readonly unlock: () => void,
  ) {}

  /**
   * Starts the server of a data folder, made on the first start. Throws DomainError: DATA_FOLDER_IN_USE,
   * DATA_FOLDER_UNREACHABLE, DATA_FOLDER_UNUSABLE, DATA_NEWER_THAN_CODE, DATA_OF_OTHER_POSTGRES,
   * POSTGRES_NOT_INSTALLED, POSTGRES_UNREACHABLE, POSTGRES_FAILED.
   */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const folder = resolve(options.dataFolder);
    const user = serverUserFor(folder);
    const binaries = findBinaries(user);
    prepareFolder(folder, user);
    checkVersion(folder, binaries.version);
    const unlock = lockFolder(layoutOf(folder).lock);
    try {
      const { cluster } = layoutOf(folder);
      await stopLeftover(cluster);
      const password = passwordOf(folder, user);
      if (!existsSync(cluster)) await initialise(folder, binaries, user, options.durable ?? true);
      writeVersion(folder, binaries.version);
      const port = await choosePort(folder);
      const server = new EmbeddedPostgres(options, folder, user, binaries, password, port, unlock);
      await server.#launch();
      return server;
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** The connection string of a database, as the owner of everything. */
  url(database: string): string {
    return `postgres://${SUPERUSER}:${this.password}@127.0.0.1:${this.port}/${encodeURIComponent(database)}`;
  }

  /** The process id of the server; undefined while it is down. */
  get pid(): number | undefined {
    return serverPid(layoutOf(this.folder).cluster);
  }

  /** How often the server has been restarted because it died. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Makes the database unless it exists. Several callers may ask at once. */
  async createDatabaseIfMissing(name: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url('postgres') });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
      if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code !== '42P04' && code !== '23505') throw error;
    } finally {
      await client.end();
    }
  }

  /** Fast shutdown, then gives the data folder back. Idempotent. */
  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      await this.#server?.stop(layoutOf(this.folder).cluster);
      this.unlock();
    })();
    return this.#stopping;
  }

  async #launch(): Promise<void> {
    const { cluster } = layoutOf(this.folder);
    const server = new ServerProcess(
      this.binaries.postgres,
      ['-D', cluster, ...settingFlags(this.#settings())],
      this.user,
      this.folder,
      (line) => this.#log(line),
    );
    this.#server = server;
    await this.#ready(server);
    void server.ended.then((how) => this.#restart(how));
  }

  async #ready(server: ServerProcess): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      const client = new pg.Client({
        connectionString: this.url('postgres'),
        connectionTimeoutMillis: 5_000,
      });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query('select 1');
        return;
      } catch (error) {
        const code = (error as { code?: string }).code;
        if (code === '28P01') throw failed('its password file does not fit the cluster', server.lastLines);
        if (!server.isRunning) throw failed(`it ended at once (${await server.ended})`, server.lastLines);
      } finally {
        await client.end().catch(() => undefined);
      }
      await sleep(25);
    }
    await server.stop(layoutOf(this.folder).cluster);
    throw failed(`it did not answer within ${START_TIMEOUT_MS / 1_000} s`, server.lastLines);
  }

  /** What died is started again, more slowly each time, for as long as this process serves. */
  async #restart(how: string): Promise<void> {
    if (this.#stopping) return;
    this.options.logger.error({ how }, 'PostgreSQL died; starting it again');
    for (let wait = 100; !this.#stopping; wait = Math.min(wait * 2, 5_000)) {
      await sleep(wait);
      if (this.#stopping) return;
      try {
        await stopLeftover(layoutOf(this.folder).cluster);
        await this.#launch();
        this.#restarts += 1;
        this.options.logger.info({ restarts: this.#restarts }, 'PostgreSQL serves again');
        return;
      } catch (error) {
        this.options.logger.error({ err: error }, 'PostgreSQL could not be started again; trying once more');
      }
    }
  }

  #settings(): Record<string, string> {
    return {
      listen_addresses: '127.0.0.1',
      port: String(this.port),
      unix_socket_directories: '',
      max_connections: String(this.options.maxConnections ?? 200),
      shared_buffers: '128MB',
      effective_cache_size: '1GB',
      work_mem: '16MB',
      maintenance_work_mem: '64MB',
      max_wal_size: '1GB',
      random_page_cost: '1.1',
      // On a small machine compiling a plan and starting helpers cost more than they save.
      jit: 'off',
      max_parallel_workers_per_gather: '0',
      timezone: 'UTC',
      log_timezone: 'UTC',
      log_min_messages: 'log',
      log_min_error_statement: 'panic',
      log_checkpoints: 'off',
      ...(this.options.durable === false
        ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }
        : {}),
      ...this.options.settings,
    };
  }

  #log(line: string): void {
    const { logger } = this.options;
    // Whoever asks during a start or a stop is told to wait: nothing to worry about.
    const expected = /the database system is (starting up|shutting down|not yet accepting)/.test(line);
    if (!expected && / (FATAL|PANIC):/.test(line)) logger.warn({ postgres: line });
    else logger.debug({ postgres: line });
  }
}

/** Makes the cluster beside its place and moves it there, so that an interrupted start leaves nothing half made. */
async function initialise(
  folder: string,
  binaries: Binaries,
  user: ServerUser | undefined,
  durable: boolean,
): Promise<void> {
  const { cluster, password } = layoutOf(folder);
  const draft = `${cluster}.unfinished`;
  rmSync(draft, { recursive: true, force: true });
  const args = [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
  const output: string[] = [];
  const code = await new Promise<number | string>((done) => {
    const child = spawn(binaries.initdb, args, {
      cwd: folder,
      env: serverEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.once('error', (error) => done(error.message));
    child.once('close', (exit, signal) => done(exit ?? signal ?? 'unknown'));
  });
  if (code !== 0) throw failed(`initdb ended with ${code}`, output.join('').slice(-2_000));
  renameSync(draft, cluster);
}

const settingFlags = (settings: Record<string, string>) =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

function failed(what: string, output: string): DomainError {
  return new DomainError('POSTGRES_FAILED', `PostgreSQL could not be started: ${what}.\n${output}`.trimEnd());
}
