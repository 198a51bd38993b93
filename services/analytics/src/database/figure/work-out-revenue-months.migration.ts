import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Revenue movements are summed by month ahead, too. */
export class WorkOutRevenueMonths1790000000462 implements MigrationInterface {
  name = 'WorkOutRevenueMonths1790000000462';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      watch(`${LOSSES} union select 'REVENUE', to_char(occurred_on, 'YYYY-MM') from touched`),
    );
    await runner.query(`insert into stale_month (family, month)
      select distinct 'REVENUE', to_char(occurred_on, 'YYYY-MM') from revenue_movement`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(watch(LOSSES));
    await runner.query(
      `delete from stale_month where family = 'REVENUE'; delete from month_figure where family = 'REVENUE'`,
    );
  }
}

const LOSSES = `select 'LOSSES', to_char(occurred_on, 'YYYY-MM') from touched where kind = 'CHURNED'`;
const REFERENCING = {
  insert: 'new table as new_rows',
  update: 'old table as old_rows new table as new_rows',
  delete: 'old table as old_rows',
};

/** Marks these months, told from `touched`, where movements change. */
function watch(months: string): string {
  return Object.entries(REFERENCING)
    .map(
      ([event, referencing]) => `drop trigger month_figures_${event} on revenue_movement;
        create trigger month_figures_${event} after ${event} on revenue_movement referencing ${referencing}
          for each statement execute function mark_stale_months('${months.replaceAll("'", "''")}');`,
    )
    .join('\n');
}
