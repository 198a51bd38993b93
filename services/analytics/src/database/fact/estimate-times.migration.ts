import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The times that figures of many rows are grouped by. */
const TIMES = ['ticket.opened_at', 'ticket.resolved_at', 'ticket.closed_at', 'sla_clock.due_at'];

/**
 * What the planner takes for the number of periods. It cannot see into a period made of an instant and takes it for as many as
 * there are instants, that is for nearly as many groups as rows; then no helper groups rows of its own, and every row goes
 * through one process. At most 1,100 periods may be asked for, and instants are never looked up by equality.
 */
const PERIODS = 1_000;

/** Tells the planner that times fall into few periods, so that helpers share in grouping by them. */
export class EstimateTimes1790000000520 implements MigrationInterface {
  name = 'EstimateTimes1790000000520';

  async up(runner: QueryRunner): Promise<void> {
    await set(runner, `set (n_distinct = ${PERIODS})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await set(runner, 'reset (n_distinct)');
  }
}

async function set(runner: QueryRunner, action: string): Promise<void> {
  for (const time of TIMES) {
    const [table, column] = time.split('.');
    await runner.query(`alter table ${table} alter column ${column} ${action}`);
    // Taken into account with the next statistics.
    await runner.query(`analyze ${table} (${column})`);
  }
}
