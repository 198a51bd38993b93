import {
  amountCells,
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
import { isClosed, OPPORTUNITY_KINDS, OPPORTUNITY_ORIGINS, OPPORTUNITY_STAGES } from './opportunity.rules.js';
import { opportunityRecords, type OpportunityRecord } from './opportunity.store.js';

const importColumns = z.object({
  external_id: column.required.text,
  customer: column.required.text,
  kind: column.required.oneOf(...OPPORTUNITY_KINDS),
  title: column.required.text,
  origin: column.oneOf(...OPPORTUNITY_ORIGINS),
  origin_id: column.text,
  note: column.text,
  amount: column.decimal,
  currency: column.currency,
  stage: column.oneOf(...OPPORTUNITY_STAGES),
  owner: column.text,
  recorded_at: column.instant,
  expected_on: column.date,
  closed_at: column.instant,
  closing_reason: column.text,
  subscription: column.text,
});
type OpportunityRow = z.infer<typeof importColumns>;

/** Imports rows of `opportunities.csv`; owners who are named but not on record are created. */
export function importOpportunities(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<OpportunityRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) => storeOpportunities(context, tx, source, rows),
  });
}

async function storeOpportunities(
  context: RequestContext,
  tx: Session,
  source: string,
  given: ImportRow<OpportunityRow>[],
): Promise<StoredBatch> {
  const { references, rejects, rows } = await resolveReferences(tx, source, given, {
    customer: { find: referencesTo('customer', 'coalesce(merged_into, id)'), of: (row) => [row.customer] },
    subscription: { find: referencesTo('subscription'), of: (row) => [row.subscription] },
  });
  const people = await ensurePeople(
    tx,
    source,
    rows.flatMap(({ row }) => row.owner ?? []),
  );
  const stored = await storeRecords<OpportunityRow, OpportunityRecord>(tx, source, rows, {
    records: opportunityRecords,
    prefix: 'opp',
    author: authorOf(context),
    externalId: (row) => row.external_id,
    toRecord: (row, existing) => ({
      customerId: references['customer']?.get(row.customer),
      kind: row.kind,
      origin: cellOr(row.origin, 'OTHER', existing),
      originId: row.origin_id,
      title: row.title,
      note: row.note,
      ...amountCells(row),
      ...closingOf(row, existing),
      ownerId: row.owner == null ? row.owner : people.get(row.owner),
      recordedBy: existing ? undefined : (context.principal.personId ?? null),
      recordedAt: row.recorded_at ?? (existing ? undefined : context.now),
      expectedOn: row.expected_on,
      closingReason: row.closing_reason,
      subscriptionId:
        row.subscription == null ? row.subscription : references['subscription']?.get(row.subscription),
    }),
  });
  return { ...stored, rejects };
}

/** The stage and when it was closed, which go together: a file that tells of one tells of the other. */
function closingOf(row: OpportunityRow, existing: OpportunityRecord | null) {
  const stage = cellOr(row.stage, 'OPEN', existing) ?? existing?.stage ?? 'OPEN';
  const closedAt = row.closed_at === undefined ? (existing?.closedAt ?? null) : row.closed_at;
  if (isClosed(stage) !== (closedAt !== null)) {
    throw invalid(`An opportunity that is ${stage} has ${isClosed(stage) ? 'a' : 'no'} \`closed_at\`.`, [
      'closed_at',
    ]);
  }
  return { stage, closedAt };
}
