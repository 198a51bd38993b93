import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Session } from '../database/index.js';
import { emit, type BusEvent, type Projection } from '../events/index.js';

/** A noun as small as can be for tests of the mechanism: counters, and another service's copy of them. */
export class Counters1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table counter (id text primary key, version integer not null);
      create table counter_copy (id text primary key, version integer not null, seen integer[] not null);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table counter, counter_copy');
  }
}

const COUNTED = 'plimsoll.counter.counted.v1';

/** Counts once and tells of it. */
export async function count(tx: Session, id: string): Promise<number> {
  const [row] = await tx.query<{ version: number }>(
    `insert into counter values ($1, 1) on conflict (id) do update set version = counter.version + 1 returning version`,
    [id],
  );
  const version = row?.version ?? 0;
  await emit(tx, [{ type: COUNTED, subject: id, version, data: { id, version } }]);
  return version;
}

/** Keeps copies, and in `seen` the versions in the order in which they took effect. */
export function copyCounters(
  producer: string,
  check: (event: BusEvent) => void = () => undefined,
): Projection {
  return {
    producer,
    handlers: {
      [COUNTED]: async (tx, events) => {
        for (const event of events) {
          check(event);
          await tx.query(
            `insert into counter_copy values ($1, $2, array[$2::integer])
             on conflict (id) do update set version = excluded.version, seen = counter_copy.seen || excluded.version
              where counter_copy.version < excluded.version`,
            [event.subject, event.version],
          );
        }
      },
    },
  };
}

/** All copies by id, with the versions in the order in which they took effect. */
export async function copiesOf(session: Session): Promise<Record<string, number[]>> {
  const rows = await session.query<{ id: string; seen: number[] }>(
    'select id, seen from counter_copy order by id',
  );
  return Object.fromEntries(rows.map((row) => [row.id, row.seen]));
}
