import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Where records are owned. Of analytics only what is written there: costs. */
const OWNED: Readonly<Record<string, readonly string[]>> = {
  entitlements: [
    'agreement',
    'customer',
    'entitlement',
    'exchange_rate',
    'product',
    'subscription',
    'subscription_event',
    'usage_record',
  ],
  tickets: ['incident', 'sla_clock', 'ticket'],
  assets: ['asset', 'change', 'dependency', 'placement'],
  analytics: ['cost_record'],
  bus: ['event'],
};

/** What of a table is copied, where it is not all. */
const ONLY: Readonly<Record<string, string>> = {
  'bus.event': `type = 'plimsoll.customer_impact.recorded.v1'`,
};

const ROWS_PER_STATEMENT = 20_000;
const SCRATCH = 'recomputation';

/**
 * The services' own tables side by side in one scratch database of the same server, each service a schema, so that
 * one statement can ask them all. Reads as the owner of everything.
 */
export class SourceDatabases {
  private constructor(private readonly scratch: pg.Client) {}

  /** Copies what is on record now. */
  static async copy(dataFolder: string): Promise<SourceDatabases> {
    const read = (name: string) => readFileSync(join(dataFolder, name), 'utf8').trim();
    const open = async (database: string) => {
      const client = new pg.Client({
        connectionString: `postgres://plimsoll:${read('password')}@127.0.0.1:${read('port')}/${database}`,
      });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    };
    const server = await open('postgres');
    await server.query(`drop database if exists ${SCRATCH} with (force)`);
    await server.query(`create database ${SCRATCH}`);
    await server.end();
    const scratch = await open(SCRATCH);
    for (const [service, tables] of Object.entries(OWNED)) {
      await scratch.query(`create schema ${service}`);
      const source = await open(service);
      for (const table of tables) await copyTable(source, scratch, service, table);
      await source.end();
    }
    await scratch.query('analyze');
    return new SourceDatabases(scratch);
  }

  /** The rows of a statement; numbers come as text where they may be exact. */
  async rows<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.scratch.query<Row>(sql, parameters);
    return rows;
  }

  /** The one row of a statement. */
  async row<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row> {
    const [row, ...others] = await this.rows<Row>(sql, parameters);
    if (!row || others.length > 0) throw new Error('the statement answers not one row');
    return row;
  }

  /** Lets go of the scratch database; it goes with its server. */
  close(): Promise<void> {
    return this.scratch.end();
  }
}

/** Copies the columns and rows of a table, without what watches over them. */
async function copyTable(
  source: pg.Client,
  scratch: pg.Client,
  service: string,
  table: string,
): Promise<void> {
  const { rows: columns } = await source.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [`public.${table}`],
  );
  const target = `${service}."${table}"`;
  await scratch.query(
    `create table ${target} (${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`,
  );
  const only = ONLY[`${service}.${table}`] ?? 'true';
  await source.query('begin isolation level repeatable read read only');
  await source.query(
    `declare copied no scroll cursor for select to_jsonb(t)::text as row from "${table}" t where ${only}`,
  );
  for (;;) {
    const { rows } = await source.query<{ row: string }>(`fetch ${ROWS_PER_STATEMENT} from copied`);
    if (rows.length === 0) break;
    await scratch.query(
      `insert into ${target} select filled.* from unnest($1::text[]) as given
        cross join lateral jsonb_populate_record(null::${target}, given::jsonb) as filled`,
      [rows.map(({ row }) => row)],
    );
  }
  await source.query('commit');
}
