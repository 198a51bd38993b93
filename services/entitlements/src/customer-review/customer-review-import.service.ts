import {
  authorOf,
  cellOr,
  column,
  importRows,
  invalid,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { ensurePeople } from '../person/index.js';
import { checkCadence, REVIEW_STATUSES } from './customer-review.rules.js';
import { customerReviewRecords, type CustomerReviewRecord } from './customer-review.store.js';

const importColumns = z.object({
  external_id: column.required.text,
  customer: column.required.text,
  scheduled_at: column.required.instant,
  every: column.parsed(checkCadence),
  status: column.oneOf(...REVIEW_STATUSES),
  closed_at: column.instant,
  summary: column.text,
  owner: column.text,
});
type ReviewRow = z.infer<typeof importColumns>;

/** Imports rows of `customer_reviews.csv`; owners who are named but not on record are created. */
export function importCustomerReviews(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<ReviewRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) => storeReviews(context, tx, source, rows),
  });
}

async function storeReviews(
  context: RequestContext,
  tx: Session,
  source: string,
  given: ImportRow<ReviewRow>[],
): Promise<StoredBatch> {
  const { references, rejects, rows } = await resolveReferences(tx, source, given, {
    customer: { find: referencesTo('customer', 'coalesce(merged_into, id)'), of: (row) => [row.customer] },
  });
  const people = await ensurePeople(
    tx,
    source,
    rows.flatMap(({ row }) => row.owner ?? []),
  );
  const stored = await storeRecords<ReviewRow, CustomerReviewRecord>(tx, source, rows, {
    records: customerReviewRecords,
    prefix: 'rev',
    author: authorOf(context),
    externalId: (row) => row.external_id,
    toRecord: (row, existing) => ({
      customerId: references['customer']?.get(row.customer),
      ownerId: row.owner == null ? row.owner : people.get(row.owner),
      scheduledAt: row.scheduled_at,
      every: row.every,
      ...closingOf(row, existing),
      summary: row.summary,
      previousId: existing ? undefined : null,
    }),
  });
  return { ...stored, rejects };
}

/** The status and when it was closed, which go together. */
function closingOf(row: ReviewRow, existing: CustomerReviewRecord | null) {
  const status = cellOr(row.status, 'SCHEDULED', existing) ?? existing?.status ?? 'SCHEDULED';
  const closedAt = row.closed_at === undefined ? (existing?.closedAt ?? null) : row.closed_at;
  if ((status === 'SCHEDULED') !== (closedAt === null)) {
    const article = status === 'SCHEDULED' ? 'no' : 'a';
    throw invalid(`A review that is ${status} has ${article} \`closed_at\`.`, ['closed_at']);
  }
  return { status, closedAt };
}
