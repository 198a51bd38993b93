import { testDatabase } from '@plimsoll/shared/testing';
import { analyticsDatabase } from '../database/index.js';
import { reportingIn } from '../exchange-rate/index.js';
import { dimensionsOf, MEASURES } from '../metric-catalog/index.js';
import { runMetricRecords, runMetrics } from './metric-answers.js';

/** Whatever the catalog says can be asked is understood by the database. */
describe('every measure', () => {
  const test = testDatabase({
    name: analyticsDatabase.service,
    migrations: analyticsDatabase.migrations,
  });
  const now = new Date('2026-06-01T00:00:00Z');
  const asking = { now, reporting: reportingIn('EUR'), seesInternal: true };
  const time = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-03-15T12:00:00Z') };

  it.each(MEASURES.map((measure) => [measure.name, measure] as const))(
    '%s is cut and filtered by all its dimensions, and shows its records',
    async (name, measure) => {
      const session = test.database.session({ kind: 'STAFF' });
      try {
        const dimensions = dimensionsOf(measure);
        for (let at = 0; at < dimensions.length; at += 4) {
          const some = dimensions.slice(at, at + 4);
          const filters = some.map((dimension) => ({
            dimension: dimension.name,
            operator: 'IN' as const,
            values: dimension.type === 'BOOLEAN' ? ['true'] : ['1'],
          }));
          const cut = {
            ...time,
            measures: [name],
            dimensions: some.map((dimension) => dimension.name),
            grain: 'MONTH' as const,
            timeZone: 'Europe/Berlin',
          };
          expect((await runMetrics(session, cut, { first: 10 }, asking)).rows).toEqual([]);
          expect((await runMetrics(session, { ...cut, filters }, { first: 10 }, asking)).rows).toEqual([]);
        }
        const uncut = await runMetrics(session, { ...time, measures: [name] }, { first: 10 }, asking);
        expect(uncut.rows).toHaveLength(1);
        const dimension = dimensions.find(({ type }) => type === 'STRING' || type === 'ID')?.name;
        const filters = dimension ? [{ dimension, operator: 'CONTAINS' as const, values: ['x'] }] : [];
        const { totalCount } = await runMetricRecords(
          session,
          { measure: name, ...time, filters },
          { first: 10 },
          asking,
        );
        expect(totalCount).toBe(0);
      } finally {
        await session.release();
      }
    },
  );
});
