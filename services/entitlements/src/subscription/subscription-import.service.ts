import {
  authorOf,
  cellOr,
  checkText,
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
  type ResolvedReferences,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { refreshImplied } from '../implied-entitlement/index.js';
import { planRecords } from '../plan/index.js';
import { findEventsByExternalIds, termsOf } from '../subscription-event/index.js';
import { currencyMismatch, productMismatch } from './subscription.errors.js';
import {
  checkQuantity,
  priceOf,
  RENEWAL_TERMS,
  renewsByItself,
  SUBSCRIPTION_KINDS,
} from './subscription.rules.js';
import { subscriptionRecords, type SubscriptionRecord } from './subscription.store.js';

const importColumns = z.object({
  external_id: column.required.text,
  customer: column.required.text,
  plan: column.required.text,
  kind: column.required.oneOf(...SUBSCRIPTION_KINDS),
  started_on: column.required.date,
  quantity: column.integer,
  monthly_price: column.decimal,
  currency: column.currency,
  term: column.oneOf(...RENEWAL_TERMS),
  renews_on: column.date,
  cancelled_on: column.date,
  ended_on: column.date,
  end_reason: column.parsed((text) => checkText(text, 'end_reason')),
  pod: column.text,
  auto_renew: column.boolean,
});
type SubscriptionRow = z.infer<typeof importColumns>;
type Plans = Awaited<ReturnType<typeof planRecords.findByIds>>;

/**
 * Imports rows of `subscriptions.csv`: plan, quantity and price are those of the first day, and the price is of the
 * whole subscription; without one it is what the plan lists. The entitlements they imply come with them.
 */
export function importSubscriptions(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<SubscriptionRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) => storeSubscriptions(context, tx, source, rows),
  });
}

async function storeSubscriptions(
  context: RequestContext,
  tx: Session,
  source: string,
  given: ImportRow<SubscriptionRow>[],
): Promise<StoredBatch> {
  const { references, rejects, rows } = await resolveReferences(tx, source, given, {
    customer: { find: referencesTo('customer', 'coalesce(merged_into, id)'), of: (row) => [row.customer] },
    plan: { find: referencesTo('plan'), of: (row) => [row.plan] },
    pod: { find: referencesTo('pod'), of: (row) => [row.pod] },
  });
  const plans = await planRecords.findByIds(tx, [...(references['plan']?.values() ?? [])]);
  const keys = rows.map(({ row }) => row.external_id);
  const events = await findEventsByExternalIds(tx, source, keys);
  const imported: SubscriptionRecord[] = [];
  const stored = await storeRecords<SubscriptionRow, SubscriptionRecord>(tx, source, rows, {
    records: subscriptionRecords,
    prefix: 'sub',
    author: authorOf(context),
    externalId: (row) => row.external_id,
    toRecord: (row, existing) => {
      const values = valuesOf(row, existing, references, plans);
      const terms = termsOf(values, existing ? (events.get(existing.id) ?? []) : []);
      imported.push({ ...(values as SubscriptionRecord), externalId: row.external_id, terms });
      return { ...values, terms };
    },
  });
  const withIds = imported.map((record) => ({
    ...record,
    id: stored.ids.get(record.externalId ?? '') ?? '',
  }));
  await refreshImplied(tx, authorOf(context), withIds, { allNew: stored.created === rows.length });
  return { ...stored, rejects };
}

/** The values of a row; a column that its file does not have is as on record. */
function valuesOf(
  row: SubscriptionRow,
  existing: SubscriptionRecord | null,
  references: ResolvedReferences,
  plans: Plans,
) {
  const plan = plans.get(references['plan']?.get(row.plan) ?? '');
  if (!plan) throw invalid(`There is no plan ${JSON.stringify(row.plan)}.`, ['plan']);
  if (existing && plan.productId !== existing.productId) throw productMismatch('plan');
  const quantity = checkQuantity(cellOr(row.quantity, 1, existing) ?? existing?.quantity ?? 1);
  const currency = row.currency ?? existing?.currency ?? null;
  if (existing && currency !== existing.currency) {
    throw currencyMismatch(currency ?? '', existing.currency, 'currency');
  }
  const kept = row.monthly_price === undefined ? (existing?.monthlyPrice ?? null) : row.monthly_price;
  const price = priceOf({ monthlyPrice: kept, currency }, plan, quantity, {
    price: 'monthly_price',
    currency: 'currency',
  });
  const endedOn = row.ended_on === undefined ? (existing?.endedOn ?? null) : row.ended_on;
  if (endedOn !== null && endedOn < row.started_on) {
    throw invalid(`\`ended_on\` is ${endedOn}, before the first day ${row.started_on}.`, ['ended_on']);
  }
  return {
    customerId: references['customer']?.get(row.customer) ?? '',
    planId: plan.id,
    productId: plan.productId,
    kind: row.kind,
    quantity,
    ...price,
    term: row.term,
    startedOn: row.started_on,
    renewsOn: row.renews_on,
    cancelledOn: row.cancelled_on,
    endedOn,
    endReason: row.end_reason,
    activatedAt: existing ? undefined : new Date(`${row.started_on}T00:00:00Z`),
    autoRenew: cellOr(row.auto_renew, renewsByItself(row.term ?? null), existing),
    podId: row.pod == null ? row.pod : references['pod']?.get(row.pod),
  };
}
