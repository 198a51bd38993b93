import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Question } from '../platform/headline.js';

/** The services whose databases the peer is filled from. */
const COPIED = ['entitlements', 'tickets', 'assets', 'analytics'] as const;

/** One database with all the tables, and the headline request as one statement against it. */
export class Peer {
  private constructor(
    private readonly client: pg.Client,
    private readonly statement: string,
  ) {}

  /** Opens a peer that has been filled. @param folder where its SQL files are */
  static async open(url: string, folder: string): Promise<Peer> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    // Every join is by index whatever the values are: planning anew for each of them would only cost time.
    await client.query(`set plan_cache_mode = 'force_generic_plan'`);
    return new Peer(client, await readFile(join(folder, 'what-if-outage.sql'), 'utf8'));
  }

  /**
   * Fills an empty database from the databases of the four services, which are on the same server.
   *
   * @param urlOf the owner's connection string by service
   */
  static async fill(url: string, urlOf: (service: string) => string, folder: string): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(await readFile(join(folder, 'schema.sql'), 'utf8'));
      await client.query('create extension postgres_fdw');
      for (const service of COPIED) {
        const { hostname, port, pathname, username, password } = new URL(urlOf(service));
        const text = (value: string) => client.escapeLiteral(decodeURIComponent(value));
        await client.query(`
          create schema ${service};
          create server ${service} foreign data wrapper postgres_fdw options (
            host ${text(hostname)}, port ${text(port)}, dbname ${text(pathname.slice(1))}, fetch_size '10000');
          create user mapping for current_user server ${service} options (user ${text(username)}, password ${text(password)});
          import foreign schema public from server ${service} into ${service} options (import_generated 'false');`);
      }
      await client.query(await readFile(join(folder, 'copy.sql'), 'utf8'));
      await client.query('drop extension postgres_fdw cascade');
      for (const service of COPIED) await client.query(`drop schema ${service}`);
      await client.query('vacuum analyze');
    } finally {
      await client.end();
    }
  }

  /** The answer's JSON text. @param now the instant from which renewals are ahead */
  async ask(question: Question, first: number, now: Date): Promise<string> {
    const { rows } = await this.client.query<{ answer: string }>({
      name: 'what-if-outage',
      text: this.statement,
      values: parametersOf(question, first, now),
    });
    return rows[0]?.answer ?? '';
  }

  /** The plan of the statement as it ran, as text. */
  async explain(question: Question, first: number, now: Date): Promise<string> {
    const { rows } = await this.client.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, costs off, summary off, buffers off) ${this.statement}`,
      parametersOf(question, first, now),
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

function parametersOf({ assetIds, from, to, asOf }: Question, first: number, now: Date): unknown[] {
  return [assetIds, from, to, asOf, first, now.toISOString().slice(0, 10)];
}
