import type { Session } from '@plimsoll/shared';
import type { ChangeRecord } from '../change/index.js';
import { assessmentsOf, type Assessment } from '../change-assessment/index.js';
import { riskFrom, type Risk, type RiskyChange } from './change-risk.rules.js';
import { readTrackRecords, type TrackRecords } from './change-risk.store.js';

const HOUR_MS = 3_600_000;

/**
 * The risks of changes as of this moment, by change; missing where what failing would cost is not worked out yet, or
 * never is (no window, no assets). Two statements, whatever their number. Staff only.
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
  const records = new Map(
    (await readTrackRecords(session, assessed.map(likeness), now)).map((one) => [one.id, one]),
  );
  return new Map(
    assessed.map((change) => {
      const assessment = assessments.get(change.id)!;
      return [
        change.id,
        riskFrom(riskyChange(change, assessment, records.get(change.id)!), assessment.ifFailed),
      ];
    }),
  );
}

function likeness({ id, assetIds, teamName, requestedBy }: ChangeRecord) {
  return { id, assetIds, teamName, requestedBy };
}

function riskyChange(change: ChangeRecord, assessment: Assessment, records: TrackRecords): RiskyChange {
  const { windowFrom, windowTo, assetIds, rollbackPlan, kind } = change;
  const windowMs = windowFrom && windowTo ? windowTo.getTime() - windowFrom.getTime() : 0;
  return {
    assetCount: assetIds.length,
    windowHours: windowMs / HOUR_MS,
    offHoursShare: assessment.ifFailed.offHoursShare ?? 0,
    hasRollbackPlan: rollbackPlan !== null,
    hasProcedure: kind === 'STANDARD',
    isEmergency: kind === 'EMERGENCY',
    onAssets: records.onAssets,
    byTeam: records.byTeam,
  };
}
