import type { Database, Session } from '@plimsoll/shared';
import { FORMULA_VERSION, type HealthTrend } from '../customer-health/index.js';
import { findUntold, keepHealthDays, thinHealthDays, type HealthDay } from './customer-health-day.store.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
/** Customers measured at once. */
const STEP = 250;
/** Days of which every day is kept; of those before the first days of months are. */
const KEPT_DAYS = 400;

/** Measures the health of customers at an instant; those of whom nothing is known are left out. */
type MeasureHealth = (
  session: Session,
  customerIds: readonly string[],
  at: Date,
) => Promise<ReadonlyMap<string, Measured>>;

interface Measured {
  readonly score: number;
  readonly trend: HealthTrend;
  readonly parts: readonly { readonly name: string; readonly value: number }[];
}

/**
 * Measures as of the beginning of the day (UTC) every active customer of whom nothing was told yet on it, and keeps it;
 * thins out what is old. Repeating it changes nothing.
 *
 * @returns of how many it was told
 */
export async function tellHealth(database: Database, measure: MeasureHealth, now: Date): Promise<number> {
  const day = now.toISOString().slice(0, 10);
  const at = new Date(`${day}T00:00:00Z`);
  let told = 0;
  let after = '';
  for (;;) {
    const ids = await database.transaction(SYSTEM, (tx) => findUntold(tx, day, after, STEP));
    told += await database.transaction(SYSTEM, async (tx) => {
      const days = [...(await measure(tx, ids, at))].map(([customerId, health]): HealthDay => ({
        customerId,
        day,
        formula: FORMULA_VERSION,
        score: health.score,
        trend: health.trend,
        parts: Object.fromEntries(health.parts.map(({ name, value }) => [name, value])),
      }));
      await keepHealthDays(tx, days);
      return days.length;
    });
    if (ids.length < STEP) break;
    after = ids.at(-1) ?? after;
  }
  const oldest = new Date(at.getTime() - KEPT_DAYS * 86_400_000).toISOString().slice(0, 10);
  await database.transaction(SYSTEM, (tx) => thinHealthDays(tx, oldest));
  return told;
}
