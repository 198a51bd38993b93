import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ChangeReviewEntity } from './change-review.entity.js';
import { REVIEW_DAYS, type ReviewReason } from './change-review.rules.js';

/** A review as the rest of the service knows it. */
export type ChangeReviewRecord = ChangeReviewEntity;

/** Reviews of changes, with their history and events. */
export const changeReviewRecords = new Records<ChangeReviewRecord>({
  entity: ChangeReviewEntity,
  noun: 'change review',
  eventNoun: 'change_review',
  eventData: ({ changeId, status, objectivesMet, completedAt }) => ({
    changeId,
    status,
    objectivesMet,
    completedAt: completedAt?.toISOString() ?? null,
  }),
});

/** A change whose review is not completed. */
export interface OwedReviewRow {
  changeId: string;
  reason: ReviewReason;
  dueAt: Date;
}

/** What may be asked of the list of owed reviews. */
export type OwedReviewArguments = ListArguments<Record<string, never>, 'DUE_AT'>;

const DAYS = Object.entries(REVIEW_DAYS)
  .map(([reason, days]) => `when '${reason}' then ${days}`)
  .join(' ');
const REASON = `(case when c.kind = 'EMERGENCY' then 'EMERGENCY' else c.outcome end)`;
const DUE_AT = `(c.ended_at + make_interval(days => case ${REASON} ${DAYS} end))`;

/** How owed reviews are listed: what {@link reviewOf} says of a change, unless its review is completed. */
export const owedReviewList: ListDefinition<Record<string, never>, 'DUE_AT'> = {
  columns: `c.id as "changeId", ${REASON} as reason, ${DUE_AT} as "dueAt"`,
  from: `change c left join change_review r on r.change_id = c.id and r.status = 'COMPLETED'`,
  id: 'c.id',
  orders: { DUE_AT: { sql: DUE_AT, type: 'timestamptz' } },
  defaultOrder: { field: 'DUE_AT', direction: 'ASC' },
  // Whoever else sees a change is told nothing of its review.
  where: () => [
    `(select viewer_sees_all())`,
    `c.status = 'COMPLETED' and c.ended_at is not null and c.source is null and r.id is null`,
    `(c.kind = 'EMERGENCY' or c.outcome in ('FAILED', 'ROLLED_BACK', 'SUCCEEDED_WITH_ISSUES'))`,
  ],
};

const REVIEW = `r.id, r.version, r.external_id as "externalId", r.source, r.change_id as "changeId", r.status,
  r.objectives_met as "objectivesMet", r.summary, r.went_well as "wentWell", r.went_wrong as "wentWrong", r.lessons,
  r.participant_ids as "participantIds", r.written_by as "writtenBy", r.completed_by as "completedBy",
  r.completed_at as "completedAt"`;

/** The review of each change, one slot a change, in order; null for one without; one statement. */
export async function findReviewsOfChanges(
  session: Session,
  changeIds: readonly string[],
): Promise<(ChangeReviewRecord | null)[]> {
  const rows = await session.query<ChangeReviewRecord>(
    `select ${REVIEW} from change_review r where r.change_id = any($1::text[])`,
    [changeIds],
  );
  const found = new Map(rows.map((row) => [row.changeId, row]));
  return changeIds.map((id) => found.get(id) ?? null);
}

/** What may be asked of the list of reviews. */
export interface ReviewListFilter {
  status?: 'DRAFT' | 'COMPLETED' | null;
  objectivesMet?: boolean | null;
  search?: string | null;
}
/** What may be asked of the list of reviews, and in which order. */
export type ReviewListArguments = ListArguments<ReviewListFilter, 'ADDED'>;

/** How reviews are listed. */
export const changeReviewList: ListDefinition<ReviewListFilter, 'ADDED'> = {
  columns: REVIEW,
  from: 'change_review r',
  id: 'r.id',
  orders: { ADDED: { sql: 'r.id', type: 'text' } },
  defaultOrder: { field: 'ADDED', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.status ? [`r.status = ${parameters.add(filter.status)}`] : []),
    ...(filter.objectivesMet == null ? [] : [`r.objectives_met = ${parameters.add(filter.objectivesMet)}`]),
    ...(filter.search
      ? [
          `concat_ws(' ', r.summary, r.went_well, r.went_wrong, r.lessons) ilike ${parameters.addContaining(filter.search)}`,
        ]
      : []),
  ],
};
