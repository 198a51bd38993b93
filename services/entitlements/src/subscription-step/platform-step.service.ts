import { newId, type Author, type Session } from '@plimsoll/shared';
import { planRecords } from '../plan/index.js';
import { findEvents, withdrawEvent, type SubscriptionEvent } from '../subscription-event/index.js';
import {
  checkQuantity,
  lockSubscriptions,
  renewsByItself,
  subscriptionRecords,
  type RenewalTerm,
  type SubscriptionKindName,
  type SubscriptionRecord,
} from '../subscription/index.js';
import { storeStep, type Decision } from './step-storage.service.js';
import * as steps from './subscription-step.rules.js';
import type { NewConditions } from './subscription-step.rules.js';

/** A subscription that was ordered; `monthlyPrice` is of the whole of it. */
export interface OrderedSubscription {
  customerId: string;
  planId: string;
  kind: SubscriptionKindName;
  quantity: number;
  /** Decimal text, 0 or more. */
  monthlyPrice: string;
  /** ISO 4217 code. */
  currency: string;
  term: RenewalTerm | null;
  /** The first day wanted, `YYYY-MM-DD`. */
  startedOn: string;
  /** The planned first day out; null: open. */
  endsOn: string | null;
  /** Left out: only `MONTHLY` ones renew by themselves. */
  autoRenew?: boolean | null;
}

/**
 * A new subscription that is not activated: PENDING and without terms, so that it counts nowhere, until
 * {@link activateSubscription}.
 *
 * @throws DomainError `NOT_FOUND` for a plan that is not on record, `INVALID` for a quantity below 1
 */
export async function beginSubscription(
  tx: Session,
  author: Author,
  ordered: OrderedSubscription,
): Promise<SubscriptionRecord> {
  const { endsOn, autoRenew, ...given } = ordered;
  const plan = await planRecords.require(tx, ordered.planId, ['planId']);
  const record: SubscriptionRecord = {
    id: newId('sub'),
    version: 1,
    externalId: null,
    source: null,
    ...given,
    quantity: checkQuantity(ordered.quantity),
    productId: plan.productId,
    renewsOn: null,
    cancelledOn: null,
    endedOn: endsOn,
    endReason: null,
    podId: null,
    activatedAt: null,
    autoRenew: autoRenew ?? renewsByItself(ordered.term),
    terms: [],
  };
  await subscriptionRecords.create(tx, author, [record]);
  return record;
}

/**
 * The tenant is ready: the subscription runs from its first day on (from today where that has passed), with its terms
 * and what they entitle to. Repeating it changes nothing.
 *
 * @throws DomainError `NOT_FOUND`, `INVALID_TRANSITION` for one that was abandoned
 */
export async function activateSubscription(
  tx: Session,
  author: Author,
  subscriptionId: string,
  now: Date,
): Promise<SubscriptionRecord> {
  const current = await locked(tx, subscriptionId);
  if (current.activatedAt !== null) return current;
  return step(tx, author, current, now, (_tx, standing, today) => steps.activate(standing, today, now));
}

/**
 * Gives up a subscription whose order came to nothing: one that never ran ends without a day and without terms, one
 * that was activated ends today, or on its first day where that is ahead. Repeating it changes nothing.
 *
 * @throws DomainError `NOT_FOUND`
 */
export async function abandonSubscription(
  tx: Session,
  author: Author,
  subscriptionId: string,
  reason: string,
  now: Date,
): Promise<void> {
  const current = await locked(tx, subscriptionId);
  if (current.endedOn !== null && current.endedOn <= current.startedOn) return;
  await step(tx, author, current, now, (_tx, standing, today) =>
    standing.activatedAt !== null && standing.endedOn !== null && standing.endedOn <= today
      ? { patch: {}, events: [] }
      : steps.abandon(standing, today, reason),
  );
}

/** What a CHANGE or ADD_ON line asks for; null keeps what is, `monthlyPrice` is of the whole subscription. */
export interface OrderedChange extends NewConditions {
  type: 'UPGRADED' | 'DOWNGRADED' | 'ADD_ON';
  /** From which day, `YYYY-MM-DD`. */
  on: string;
}

/** What a RENEW line asks for. */
export interface OrderedRenewal extends NewConditions {
  /** The first day of the further term. */
  on: string;
  /** When it is next renewed; null: a term later. */
  renewsOn: string | null;
}

/** What a TERMINATE line asks for. */
export interface OrderedCancellation {
  /** The day on which it was asked for. */
  cancelledOn: string;
  /** The first day out. */
  endsOn: string;
  reason: string | null;
}

/** What undoes a step that was applied: plain JSON, to be kept with the step. */
export interface StepUndo {
  subscriptionId: string;
  /** The day on which the step takes effect; from then on it stands. */
  on: string;
  /** The version the subscription has since the step. */
  version: number;
  /** The values it replaced. */
  values: Pick<SubscriptionRecord, 'renewsOn' | 'cancelledOn' | 'endedOn' | 'endReason'>;
  /** The event it put on record, and the one of that day and type which it replaced. */
  event: Pick<SubscriptionEvent, 'on' | 'type'> | null;
  replaced: SubscriptionEvent | null;
}

/** A subscription after a step, with what undoes it; null where the step had been applied before. */
export interface AppliedStep {
  subscription: SubscriptionRecord;
  undo: StepUndo | null;
}

/**
 * Another plan, quantity or price from a day on. Repeating it changes nothing.
 *
 * @throws DomainError `NOT_FOUND`, `INVALID_TRANSITION`, `INVALID`
 */
export async function applyChange(
  tx: Session,
  author: Author,
  subscriptionId: string,
  change: OrderedChange,
  now: Date,
): Promise<AppliedStep> {
  const current = await locked(tx, subscriptionId);
  const { type, on, ...conditions } = change;
  return apply(tx, author, current, { on, type, day: on, now }, (_tx, standing, today) =>
    steps.change(standing, today, type, on, conditions),
  );
}

/**
 * A further term. Repeating it changes nothing.
 *
 * @throws DomainError `NOT_FOUND`, `INVALID_TRANSITION`, `INVALID`
 */
export async function applyRenewal(
  tx: Session,
  author: Author,
  subscriptionId: string,
  renewal: OrderedRenewal,
  now: Date,
): Promise<AppliedStep> {
  const current = await locked(tx, subscriptionId);
  const { on, renewsOn, ...conditions } = renewal;
  // A renewal moves its date on: one that lies behind it has been applied.
  if (current.renewsOn !== null && current.renewsOn > on && (await hasRenewed(tx, current.id, on))) {
    return { subscription: current, undo: null };
  }
  return apply(tx, author, current, { on, type: 'RENEWED', day: on, now }, (_tx, standing, today) =>
    steps.renew(standing, today, { on, renewsOn }, conditions),
  );
}

/**
 * The end is asked for and takes effect on its day. Repeating it changes nothing.
 *
 * @throws DomainError `NOT_FOUND`, `INVALID_TRANSITION`, `INVALID`
 */
export async function applyCancellation(
  tx: Session,
  author: Author,
  subscriptionId: string,
  cancellation: OrderedCancellation,
  now: Date,
): Promise<AppliedStep> {
  const current = await locked(tx, subscriptionId);
  const { cancelledOn, endsOn } = cancellation;
  if (current.cancelledOn === cancelledOn && current.endedOn === endsOn) {
    return { subscription: current, undo: null };
  }
  return apply(
    tx,
    author,
    current,
    { type: null, on: cancelledOn, day: endsOn, now },
    (_tx, standing, today) => steps.cancel(standing, today, cancellation),
  );
}

/**
 * Takes a step back, as compensation, where the day on which it takes effect has not come; a later step stands in its
 * way. Answers whether it was taken back.
 *
 * @throws DomainError `NOT_FOUND`
 */
export async function undoStep(tx: Session, author: Author, undo: StepUndo, now: Date): Promise<boolean> {
  const current = await locked(tx, undo.subscriptionId);
  if (current.version !== undo.version) return false;
  let undone = false;
  await step(tx, author, current, now, async (inner, _standing, today) => {
    if (undo.on <= today) return { patch: {}, events: [] };
    undone = true;
    if (undo.event) await withdrawEvent(inner, undo.subscriptionId, undo.event, undo.replaced);
    return { patch: undo.values, events: [] };
  });
  return undone;
}

/** The subscription, kept from others until the transaction ends. */
async function locked(tx: Session, id: string): Promise<SubscriptionRecord> {
  await lockSubscriptions(tx, [id]);
  return subscriptionRecords.require(tx, id, ['subscriptionId']);
}

function step(
  tx: Session,
  author: Author,
  { id, version }: SubscriptionRecord,
  now: Date,
  decide: Decision,
): Promise<SubscriptionRecord> {
  return storeStep(tx, author, { id, expectedVersion: version, now }, decide);
}

/** Takes a step that puts at most one event on record, and says what undoes it. */
async function apply(
  tx: Session,
  author: Author,
  current: SubscriptionRecord,
  { type, on, day, now }: { type: SubscriptionEvent['type'] | null; on: string; day: string; now: Date },
  decide: Decision,
): Promise<AppliedStep> {
  const past = (await findEvents(tx, [current.id])).get(current.id) ?? [];
  const replaced = past.find((event) => event.type === type && event.on === on) ?? null;
  const subscription = await step(tx, author, current, now, decide);
  if (subscription.version === current.version) return { subscription, undo: null };
  const { renewsOn, cancelledOn, endedOn, endReason } = current;
  const undo: StepUndo = {
    subscriptionId: current.id,
    on: day,
    version: subscription.version,
    values: { renewsOn, cancelledOn, endedOn, endReason },
    event: type === null ? null : { on, type },
    replaced,
  };
  return { subscription, undo };
}

async function hasRenewed(tx: Session, id: string, on: string): Promise<boolean> {
  const past = (await findEvents(tx, [id])).get(id) ?? [];
  return past.some((event) => event.type === 'RENEWED' && event.on === on);
}
