import { testDatabase } from '@plimsoll/shared/testing';
import { insertCompany } from '../bi-view/company.fixture.js';
import { analyticsDatabase } from '../database/index.js';
import { reportingIn } from '../exchange-rate/index.js';
import { monthsOf } from '../executive/index.js';
import { revenueByMonth } from '../revenue/index.js';
import { runMetrics } from './metric-answers.js';

const PERIOD = { from: new Date('2024-06-01T00:00:00Z'), to: new Date('2026-06-01T00:00:00Z') };
const NOW = new Date('2026-07-01T00:00:00Z');

describe('metrics', () => {
  const test = testDatabase({
    name: analyticsDatabase.service,
    migrations: analyticsDatabase.migrations,
    entities: analyticsDatabase.entities,
  });

  it('say of revenue, churn and renewals what executives are told', async () => {
    await insertCompany(test.database);
    const reporting = reportingIn('EUR');
    const session = test.database.session({ kind: 'ANALYST' });
    try {
      const months = await revenueByMonth(session, reporting, monthsOf(PERIOD), NOW);
      const measures = [
        'payingCustomers',
        'monthlyRecurringRevenue',
        'logoChurn',
        'grossRevenueChurn',
        'netRevenueChurn',
        'renewalRate',
      ];
      const { rows } = await runMetrics(
        session,
        { measures, grain: 'MONTH', ...PERIOD },
        { first: 100 },
        { now: NOW, reporting, seesInternal: true },
      );
      const shown = (ratio: { ratio: number | null } | null) =>
        ratio === null || ratio.ratio === null ? null : Number(ratio.ratio.toFixed(6));
      const rounded = (value: unknown) => (typeof value === 'number' ? Number(value.toFixed(6)) : null);
      expect(
        rows.map(([period, count, revenue, ...ratios]) => [
          String(period).slice(0, 7),
          count,
          revenue,
          ...ratios.map(rounded),
        ]),
      ).toEqual(
        months.map((month) => [
          month.month,
          month.customerCount,
          month.monthlyRecurringRevenue?.amount ?? null,
          shown(month.logoChurn),
          shown(month.grossRevenueChurn),
          shown(month.netRevenueChurn),
          shown(month.renewalRate),
        ]),
      );
    } finally {
      await session.release();
    }
  });
});
