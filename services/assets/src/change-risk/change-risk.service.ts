import type { Session } from '@plimsoll/shared';
import type { ChangeRecord } from '../change/index.js';
import { assessmentsOf, type AssessedExposure } from '../change-assessment/index.js';
import { findPlansOfChanges } from '../maintenance-plan/index.js';
import { riskFrom, type Risk, type RiskyChange } from './change-risk.rules.js';
import { readTrackRecords, type TrackRecords } from './change-risk.store.js';

const HOUR_MS = 3_600_000;

/**
 * The risks of changes as of this moment, by change; missing where what failing would cost is not worked out yet, or
 * never is (no window, no assets). Three statements, whatever their number. Staff only.
 */
export async function riskOf(
  session: Session,
  changes: readonly ChangeRecord[],
  now: Date,
): Promise<Map<string, Risk>> {
  const assessments = await assessmentsOf(
    session,
    changes.map(({ id }) => id),
  );
  const assessed = changes.filter(({ id }) => assessments.has(id));
  if (assessed.length === 0) return new Map();
  const records = await readTrackRecords(session, assessed.map(likeness), now);
  const recordsOf = new Map(records.map((one) => [one.id, one]));
  const plans = await findPlansOfChanges(
    session,
    assessed.map(({ id }) => id),
  );
  return new Map(
    assessed.map((change, index) => {
      const { ifFailed } = assessments.get(change.id)!;
      const hasPlan = (plans[index] ?? null) !== null;
      return [
        change.id,
        riskFrom(riskyChange(change, ifFailed, recordsOf.get(change.id)!, hasPlan), ifFailed),
      ];
    }),
  );
}

function likeness({ id, assetIds, teamName, requestedBy }: ChangeRecord) {
  return { id, assetIds, teamName, requestedBy };
}

function riskyChange(
  change: ChangeRecord,
  ifFailed: AssessedExposure,
  records: TrackRecords,
  hasPlan: boolean,
): RiskyChange {
  const { windowFrom, windowTo, assetIds, rollbackPlan, kind } = change;
  const windowMs = windowFrom && windowTo ? windowTo.getTime() - windowFrom.getTime() : 0;
  return {
    assetCount: assetIds.length,
    windowHours: windowMs / HOUR_MS,
    offHoursShare: ifFailed.offHoursShare ?? 0,
    hasRollbackPlan: rollbackPlan !== null,
    hasProcedure: hasPlan || kind === 'STANDARD',
    isEmergency: kind === 'EMERGENCY',
    onAssets: records.onAssets,
    hasTeam: change.teamName !== null,
    byTeam: records.byTeam,
  };
}
