import pg from 'pg';
import { columnTypes, underAdvisoryLock } from '../database/index.js';
import type { Logger } from '../logging/index.js';
import type { BusEvent, EventBus, OutboxEvent, ProducerStanding } from './event.js';
import { StandingConnection } from './standing-connection.js';

const CHANNEL = 'plimsoll_bus';

const SCHEMA = `
  create table if not exists producer (name text primary key, head bigint not null default 0);
  alter table producer add column if not exists complete_until timestamptz;
  create table if not exists event (
    producer text not null references producer,
    position bigint not null check (position > 0),
    id text not null,
    type text not null,
    subject text not null,
    version integer not null,
    time timestamptz not null,
    data jsonb not null,
    primary key (producer, position),
    unique (producer, id)
  );
  -- One writer a producer at a time (its row is locked), so positions follow one another without a gap.
  create or replace function publish_events(producer_name text, events jsonb) returns void language plpgsql as $$
  declare
    last_position bigint;
    added bigint;
  begin
    insert into producer (name) values (producer_name) on conflict do nothing;
    select head into last_position from producer where name = producer_name for update;
    insert into event (producer, position, id, type, subject, version, time, data)
    select producer_name, last_position + row_number() over (order by fresh.place), fresh.value ->> 'id',
           fresh.value ->> 'type', fresh.value ->> 'subject', (fresh.value ->> 'version')::integer,
           (fresh.value ->> 'time')::timestamptz, fresh.value -> 'data'
      from (
        select distinct on (e.value ->> 'id') e.value, e.place
          from jsonb_array_elements(events) with ordinality as e(value, place)
         where not exists (select from event where producer = producer_name and id = e.value ->> 'id')
         order by e.value ->> 'id', e.place
      ) as fresh;
    get diagnostics added = row_count;
    update producer set head = last_position + added where name = producer_name;
    perform pg_notify('${CHANNEL}', producer_name);
  end $$;
`;

export interface PostgresBusOptions {
  /** Connection string of a database of the bus's own. */
  url: string;
  logger: Logger;
  /** Connections at most, default 5. */
  poolSize?: number;
}

/** The event bus kept in a PostgreSQL database: every event for good, so that any consumer can start over. */
export class PostgresBus implements EventBus {
  readonly #pool: pg.Pool;
  readonly #connection: StandingConnection;
  readonly #listeners = new Set<(producer: string) => void>();
  #closing: Promise<void> | undefined;

  private constructor({ url, logger, poolSize }: PostgresBusOptions) {
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: 'plimsoll-bus',
      max: poolSize ?? 5,
      types: columnTypes,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 15_000,
      keepAlive: true,
    });
    this.#pool.on('error', ({ message }) => {
      // Once the bus is closed its last connections end with the server, and nobody needs them.
      if (!this.#closing) logger.warn({ reason: message }, 'a connection of the event bus failed');
    });
    this.#connection = new StandingConnection({
      connect: async () => {
        const client = new pg.Client({
          connectionString: url,
          application_name: 'plimsoll-bus-listen',
          keepAlive: true,
        });
        client.on('error', (error) =>
          logger.warn({ err: error }, 'the listening connection of the bus failed'),
        );
        await client.connect();
        return client;
      },
      logger,
      channel: CHANNEL,
      onWake: (producer) => this.#listeners.forEach((listener) => listener(producer)),
    });
  }

  /** Prepares the database and opens the bus on it. Several processes may do so at once. */
  static async open(options: PostgresBusOptions): Promise<PostgresBus> {
    await underAdvisoryLock(options.url, 'migrate:bus', (client) => client.query(SCHEMA));
    const bus = new PostgresBus(options);
    bus.#connection.start();
    return bus;
  }

  async publish(producer: string, events: OutboxEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.#pool.query('select publish_events($1, $2)', [producer, JSON.stringify(events)]);
  }

  async read(producer: string, after: number, limit: number): Promise<BusEvent[]> {
    const { rows } = await this.#pool.query<BusEvent>(
      `select id, producer, position, type, subject, version, data,
              to_char(time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as time
         from event where producer = $1 and position > $2 order by position limit $3`,
      [producer, after, limit],
    );
    return rows;
  }

  async head(producer: string): Promise<number> {
    const { rows } = await this.#pool.query<{ head: number }>('select head from producer where name = $1', [
      producer,
    ]);
    return rows[0]?.head ?? 0;
  }

  async complete(producer: string, until: Date): Promise<void> {
    await this.#pool.query(
      `insert into producer as p (name, complete_until) values ($1, $2)
       on conflict (name) do update set complete_until = excluded.complete_until
        where p.complete_until is null or p.complete_until < excluded.complete_until`,
      [producer, until],
    );
  }

  async standing(producer: string): Promise<ProducerStanding> {
    const { rows } = await this.#pool.query<ProducerStanding>(
      'select head, complete_until as "completeUntil" from producer where name = $1',
      [producer],
    );
    return rows[0] ?? { head: 0, completeUntil: null };
  }

  onPublished(listener: (producer: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#connection.stop().then(() => this.#pool.end());
    return this.#closing;
  }
}
