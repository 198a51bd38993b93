import type { Session } from '@plimsoll/shared';
import type { ChangeExposure } from './change-exposure.rules.js';

/** The exposure of a change as answered to a request. */
export interface AnsweredExposure {
  changeId: string;
  /** Counts the requests for one change. */
  request: number;
  changeVersion: number;
  /** Given back as it came: stands for what was weighed. */
  plan: string;
  asOf: string;
  noticeHoursNeeded: number | null;
  planned: ChangeExposure;
  failed: ChangeExposure;
}

/** Of these requests, told by change and number, those that are newer than what was answered; one statement. */
export async function findUnanswered(
  tx: Session,
  requests: readonly { changeId: string; request: number }[],
): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select g."changeId" as id from jsonb_to_recordset($1::jsonb) as g("changeId" text, request integer)
       left join change_exposure e on e.change_id = g."changeId"
      where e.request is null or e.request < g.request`,
    [JSON.stringify(requests)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Keeps answers, the newest of each change. One statement. */
export async function keepExposures(tx: Session, answers: readonly AnsweredExposure[]): Promise<void> {
  await tx.query(
    `insert into change_exposure as kept
       (change_id, request, change_version, as_of, notice_hours_needed, planned, failed)
     select "changeId", request, "changeVersion", "asOf", "noticeHoursNeeded", planned, failed
       from jsonb_to_recordset($1::jsonb) as g("changeId" text, request integer, "changeVersion" integer,
            "asOf" timestamptz, "noticeHoursNeeded" numeric, planned jsonb, failed jsonb)
     on conflict (change_id) do update set request = excluded.request, change_version = excluded.change_version,
       as_of = excluded.as_of, notice_hours_needed = excluded.notice_hours_needed, planned = excluded.planned,
       failed = excluded.failed
     where kept.request < excluded.request`,
    [JSON.stringify(answers)],
  );
}
