import type { Session } from '@plimsoll/shared';
import type { ChangeRecord } from '../change/index.js';
import { isSameWork, planOf, type AssessedExposure, type Assessment } from './change-assessment.rules.js';

/** An answer as it is kept, with the change as it is now. */
interface AssessmentRow {
  changeId: string;
  changeVersion: number;
  assessedAt: Date;
  plan: string;
  noticeHoursNeeded: number | null;
  planned: AssessedExposure;
  failed: AssessedExposure;
  assetIds: string[];
  windowFrom: Date | null;
  windowTo: Date | null;
  expectedState: ChangeRecord['expectedState'];
  noticeGivenAt: Date | null;
}

/** What came of a request. */
export interface AnsweredRequest {
  changeId: string;
  request: number;
  changeVersion: number;
  plan: string;
  assessedAt: string;
  noticeHoursNeeded: number | null;
  planned: AssessedExposure;
  failed: AssessedExposure;
}

/** Counts requests for the assessment of changes; answers the number of each. One statement. */
export async function noteRequests(
  tx: Session,
  requests: readonly { changeId: string; changeVersion: number; plan: string }[],
  now: Date,
): Promise<Map<string, number>> {
  const rows = await tx.query<{ changeId: string; request: number }>(
    `insert into change_assessment as a (change_id, request, requested_version, requested_plan, requested_at)
     select "changeId", 1, "changeVersion", plan, $2
       from jsonb_to_recordset($1::jsonb) as given("changeId" text, "changeVersion" integer, plan text)
      order by "changeId"
     on conflict (change_id) do update set request = a.request + 1, requested_version = excluded.requested_version,
       requested_plan = excluded.requested_plan, requested_at = excluded.requested_at, due = false
     returning change_id as "changeId", request`,
    [JSON.stringify(requests), now],
  );
  return new Map(rows.map(({ changeId, request }) => [changeId, request]));
}

/** Keeps answers; what is older than what is kept, or of a change that is gone, changes nothing. One statement. */
export async function keepAnswers(tx: Session, answers: readonly AnsweredRequest[]): Promise<void> {
  await tx.query(
    `update change_assessment a set answered_request = g.request, change_version = g."changeVersion", plan = g.plan,
            assessed_at = g."assessedAt", notice_hours_needed = g."noticeHoursNeeded", planned = g.planned,
            failed = g.failed
       from jsonb_to_recordset($1::jsonb) as g("changeId" text, request integer, "changeVersion" integer, plan text,
            "assessedAt" timestamptz, "noticeHoursNeeded" numeric, planned jsonb, failed jsonb)
      where a.change_id = g."changeId" and g.request <= a.request
        and (a.answered_request is null or a.answered_request < g.request)`,
    [JSON.stringify(answers)],
  );
}

/** The newest assessments of changes, by change; those not answered yet are missing. One statement. Staff only. */
export async function assessmentsOf(
  session: Session,
  changeIds: readonly string[],
): Promise<Map<string, Assessment>> {
  if (changeIds.length === 0) return new Map();
  const rows = await session.query<AssessmentRow>(
    `select a.change_id as "changeId", a.change_version as "changeVersion", a.assessed_at as "assessedAt", a.plan,
            a.notice_hours_needed::float8 as "noticeHoursNeeded", a.planned, a.failed, c.asset_ids as "assetIds",
            c.window_from as "windowFrom", c.window_to as "windowTo", c.expected_state as "expectedState",
            c.notice_given_at as "noticeGivenAt"
       from change_assessment a join change c on c.id = a.change_id
      where a.change_id = any($1::text[]) and a.answered_request is not null`,
    [changeIds],
  );
  return new Map(rows.map((row) => [row.changeId, toAssessment(row)]));
}

function toAssessment({ planned, failed, plan, ...row }: AssessmentRow): Assessment {
  return {
    ...planned,
    changeId: row.changeId,
    changeVersion: row.changeVersion,
    assessedAt: row.assessedAt,
    isCurrent: planOf(row) === plan,
    isOfSameWork: isSameWork(planOf(row), plan),
    noticeHoursNeeded: row.noticeHoursNeeded,
    ifFailed: failed,
  };
}

/** Not over, with a window still to come or under way, and with assets: what an assessment is made for. */
const ASSESSABLE = `c.status not in ('COMPLETED', 'CANCELLED') and c.window_from is not null
  and cardinality(c.asset_ids) > 0`;

/**
 * Ids of changes whose assessment is to be asked for again: never asked for, asked for another version, a day old, due,
 * or answered without some of the customers ten minutes ago. The earliest window first; locked against edits, those
 * being edited left out.
 */
export async function findDueChanges(tx: Session, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select c.id from change c left join change_assessment a on a.change_id = c.id
      where ${ASSESSABLE} and (c.window_to > $1 or c.status = 'IN_PROGRESS')
        and (a.change_id is null or a.due or a.requested_version <> c.version
             or a.requested_at <= $1 - interval '1 day'
             or (a.failed ->> 'unknownCustomerCount')::integer > 0 and a.requested_at <= $1 - interval '10 minutes')
      order by c.window_from, c.id limit $2 for share of c skip locked`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

/**
 * Notes that assessments are out of date: those of changes with a window in one of the months, in whatever time zone,
 * in which the ledger moved.
 *
 * @param from the first instant at which it moved
 * @param to the last; null where what moved it lasts
 */
export async function markDue(tx: Session, from: Date, to: Date | null): Promise<void> {
  await tx.query(
    `update change_assessment a set due = true from change c
      where c.id = a.change_id and not a.due and ${ASSESSABLE}
        and c.window_to > date_trunc('month', $1::timestamptz) - interval '1 day'
        and c.window_from < coalesce(date_trunc('month', $2::timestamptz) + interval '1 month 1 day', 'infinity')`,
    [from, to],
  );
}
