import type { JobDependencies, JobSet, Session } from '@plimsoll/shared';
import { END_OF_TIME, monthBounds, type MonthFamily } from './month-figure.rules.js';
import { findStale, isOutdated, keepFigures, takeMarks } from './month-figure.store.js';

const MEASURE_JOB = 'measure_stale_months';
const EVERY_MINUTE = '* * * * *';
const SYSTEM = { kind: 'SYSTEM' } as const;

/** Every minute, works out the figures of months whose facts have changed; on one of the replicas. */
export function monthFigureJobs(
  { database, clock }: JobDependencies,
  families: readonly MonthFamily<unknown>[],
): JobSet {
  return {
    handlers: {
      [MEASURE_JOB]: async () => {
        for (const family of families) {
          const stale = await database.transaction(SYSTEM, (tx) =>
            findStale(tx, { ...family, family: family.name }),
          );
          for (const month of stale) {
            await database.transaction(SYSTEM, (tx) => measureMonth(tx, family, month, clock()));
          }
        }
      },
    },
    crons: [{ name: MEASURE_JOB, match: EVERY_MINUTE }],
  };
}

/** Works out the figures of one month (`YYYY-MM`) anew and keeps them, in one transaction. */
export async function measureMonth(
  tx: Session,
  family: MonthFamily<unknown>,
  month: string,
  now: Date,
): Promise<void> {
  const { name, version, facts } = family;
  const taken = await takeMarks(tx, { family: name, month });
  // Without a mark another process is at it, or has just done it.
  if (taken === 0 && !(await isOutdated(tx, { family: name, version, facts }, month))) return;
  const { from, to } = monthBounds(month);
  const [measured] = await family.measure(tx, [{ month, from, to }], END_OF_TIME, null);
  if (!measured) return;
  await keepFigures(tx, {
    family: name,
    month,
    version,
    facts,
    computedAt: now,
    settledAt: measured.settledAt ?? from,
    figures: measured.figures,
  });
}
