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
import { DEPLOYMENT_STATUSES, parseMilestones } from './deployment.rules.js';
import { deploymentRecords, type DeploymentRecord } from './deployment.store.js';

const importColumns = z.object({
  external_id: column.required.text,
  customer: column.required.text,
  name: column.required.text,
  started_on: column.required.date,
  target_on: column.required.date,
  status: column.oneOf(...DEPLOYMENT_STATUSES),
  live_on: column.date,
  owner: column.text,
  amount: column.decimal,
  currency: column.currency,
  subscription: column.text,
  milestones: column.parsed(parseMilestones),
  closing_reason: column.text,
});
type DeploymentRow = z.infer<typeof importColumns>;

/** Imports rows of `deployments.csv`; owners who are named but not on record are created. */
export function importDeployments(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<DeploymentRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) => storeDeployments(context, tx, source, rows),
  });
}

async function storeDeployments(
  context: RequestContext,
  tx: Session,
  source: string,
  given: ImportRow<DeploymentRow>[],
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
  const stored = await storeRecords<DeploymentRow, DeploymentRecord>(tx, source, rows, {
    records: deploymentRecords,
    prefix: 'dpl',
    author: authorOf(context),
    externalId: (row) => row.external_id,
    toRecord: (row, existing) => ({
      customerId: references['customer']?.get(row.customer),
      subscriptionId:
        row.subscription == null ? row.subscription : references['subscription']?.get(row.subscription),
      name: row.name,
      ownerId: row.owner == null ? row.owner : people.get(row.owner),
      ...amountCells(row),
      ...courseOf(row, existing),
      closingReason: row.closing_reason,
      milestones: milestonesOf(row, existing),
    }),
  });
  return { ...stored, rejects };
}

/** Dates and status, which go together. */
function courseOf(row: DeploymentRow, existing: DeploymentRecord | null) {
  const { started_on: startedOn, target_on: targetOn } = row;
  if (targetOn < startedOn) {
    throw invalid(`\`target_on\` is ${targetOn}, before the first day ${startedOn}.`, ['target_on']);
  }
  const status = cellOr(row.status, 'IN_PROGRESS', existing) ?? existing?.status ?? 'IN_PROGRESS';
  const liveOn = row.live_on === undefined ? (existing?.liveOn ?? null) : row.live_on;
  if ((status === 'LIVE') !== (liveOn !== null)) {
    throw invalid(`A deployment that is ${status} has ${status === 'LIVE' ? 'a' : 'no'} \`live_on\`.`, [
      'live_on',
    ]);
  }
  return { startedOn, targetOn, status, liveOn };
}

/** Who completed a milestone is not a file's to say, and stays. */
function milestonesOf(row: DeploymentRow, existing: DeploymentRecord | null) {
  if (row.milestones === undefined && existing) return undefined;
  const known = new Map(existing?.milestones.map((one) => [one.name, one]));
  return (row.milestones ?? []).map(({ name, dueOn, completedOn }) => ({
    name,
    dueOn,
    completedOn,
    completedBy: completedOn === null ? null : (known.get(name)?.completedBy ?? null),
    note: known.get(name)?.note ?? null,
  }));
}
