import {
  authorOf,
  checkDecimal,
  column,
  DomainError,
  invalid,
  importRows,
  referencesTo,
  resolveReferences,
  type ImportInput,
  type ImportReject,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { refreshImplied } from '../implied-entitlement/index.js';
import { planRecords } from '../plan/index.js';
import {
  EVENT_TYPES,
  findEvents,
  misplacedEvents,
  sameEvent,
  sameTerms,
  storeEvents,
  termsOf,
  withEvents,
  type SubscriptionEvent,
} from '../subscription-event/index.js';
import { currencyMismatch, productMismatch } from './subscription.errors.js';
import { checkQuantity } from './subscription.rules.js';
import { lockSubscriptions, subscriptionRecords, type SubscriptionRecord } from './subscription.store.js';

const importColumns = z.object({
  subscription: column.required.text,
  on: column.required.date,
  type: column.required.oneOf(...EVENT_TYPES),
  quantity: column.integer,
  monthly_price: column.decimal,
  plan: column.text,
});
type EventRow = z.infer<typeof importColumns>;

/** A row as an event, with what was on record for its subscription, day and type. */
interface ReadEvent {
  line: number;
  event: SubscriptionEvent;
  before: SubscriptionEvent | null;
}

type Plan = Awaited<ReturnType<typeof planRecords.require>>;

/**
 * Imports rows of `subscription_events.csv`: each carries the terms from its day on, an empty cell keeps what was. The
 * terms of the subscriptions, and the entitlements they imply, come with them.
 */
export function importSubscriptionEvents(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<EventRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => [row.subscription, row.on, row.type].join('|'),
    store: (tx, source, rows) => storeEventRows(context, tx, source, rows),
  });
}

async function storeEventRows(
  context: RequestContext,
  tx: Session,
  source: string,
  given: ImportRow<EventRow>[],
): Promise<StoredBatch> {
  const { references, rejects, rows } = await resolveReferences(tx, source, given, {
    subscription: { find: referencesTo('subscription'), of: (row) => [row.subscription] },
    plan: { find: referencesTo('plan'), of: (row) => [row.plan] },
  });
  const ids = [...new Set(rows.map(({ row }) => references['subscription']?.get(row.subscription) ?? ''))];
  await lockSubscriptions(tx, ids);
  const subscriptions = await subscriptionRecords.findByIds(tx, ids);
  const plans = await planRecords.findByIds(tx, [...(references['plan']?.values() ?? [])]);
  const onRecord = await findEvents(tx, ids);

  const bySubscription = new Map<string, ReadEvent[]>();
  for (const { line, row } of rows) {
    const subscription = subscriptions.get(references['subscription']?.get(row.subscription) ?? '');
    if (!subscription) continue;
    const plan = row.plan == null ? null : (plans.get(references['plan']?.get(row.plan) ?? '') ?? null);
    try {
      const read = readEvent(line, row, subscription, plan, onRecord.get(subscription.id) ?? []);
      bySubscription.set(subscription.id, [...(bySubscription.get(subscription.id) ?? []), read]);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      rejects.push({ line, column: error.inputPath.at(-1) ?? null, reason: error.message });
    }
  }

  const total: StoredBatch = { created: 0, updated: 0, unchanged: 0, rejects };
  const happened: SubscriptionEvent[] = [];
  const changed: [SubscriptionRecord, SubscriptionRecord][] = [];
  for (const [id, read] of bySubscription) {
    const subscription = subscriptions.get(id);
    if (!subscription) continue;
    const past = onRecord.get(id) ?? [];
    const fitting = withoutMisplaced(subscription, past, read, rejects);
    for (const { event, before } of fitting) {
      if (before === null) total.created += 1;
      else if (sameEvent(before, event)) total.unchanged += 1;
      else total.updated += 1;
      if (before === null || !sameEvent(before, event)) happened.push(event);
    }
    const added = fitting.map(({ event }) => event);
    const terms = termsOf(subscription, withEvents(past, added));
    if (!sameTerms(subscription.terms, terms)) changed.push([subscription, { ...subscription, terms }]);
  }
  await storeEvents(tx, happened);
  const stored = await subscriptionRecords.updateAll(tx, authorOf(context), changed);
  await refreshImplied(tx, authorOf(context), stored);
  return total;
}

/** The event of a row. Throws DomainError `INVALID`, `PRODUCT_MISMATCH`, `CURRENCY_MISMATCH`. */
function readEvent(
  line: number,
  row: EventRow,
  subscription: SubscriptionRecord,
  plan: Plan | null,
  past: readonly SubscriptionEvent[],
): ReadEvent {
  if (subscription.activatedAt === null) {
    throw invalid('The subscription is being provisioned: nothing has happened to it yet.', ['subscription']);
  }
  const before = past.find(({ on, type }) => on === row.on && type === row.type) ?? null;
  if (plan !== null && plan.productId !== subscription.productId) throw productMismatch('plan');
  if (plan !== null && plan.currency !== null && plan.currency !== subscription.currency) {
    throw currencyMismatch(plan.currency, subscription.currency, 'plan');
  }
  const price = row.monthly_price;
  const event: SubscriptionEvent = {
    subscriptionId: subscription.id,
    on: row.on,
    type: row.type,
    quantity: row.quantity === undefined ? (before?.quantity ?? null) : row.quantity,
    monthlyPrice: price === undefined ? (before?.monthlyPrice ?? null) : price,
    planId: row.plan === undefined ? (before?.planId ?? null) : (plan?.id ?? null),
    reason: before?.reason ?? null,
  };
  if (event.quantity !== null) checkQuantity(event.quantity);
  if (event.monthlyPrice !== null)
    event.monthlyPrice = checkDecimal(event.monthlyPrice, 'monthly_price', '0');
  return { line, event, before };
}

/** The events that fit the subscription's own dates; the others are added to `rejects`. */
function withoutMisplaced(
  subscription: SubscriptionRecord,
  past: readonly SubscriptionEvent[],
  read: readonly ReadEvent[],
  rejects: ImportReject[],
): ReadEvent[] {
  const all = withEvents(
    past,
    read.map(({ event }) => event),
  );
  const misplaced = misplacedEvents(subscription, all);
  return read.filter(({ line, event }) => {
    const reason = misplaced.get(event);
    if (reason === undefined) return true;
    rejects.push({ line, column: 'on', reason });
    return false;
  });
}
