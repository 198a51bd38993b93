import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  idempotently,
  invalid,
  requireKeyScope,
  type MoneyInput,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { customerRecords, dayIn } from '../customer/index.js';
import { refreshImplied } from '../implied-entitlement/index.js';
import { recordFulfilled, type StepTaken } from '../order/index.js';
import { planRecords } from '../plan/index.js';
import { podRecords } from '../pod/index.js';
import { requireSeat } from '../pod-capacity/index.js';
import { termOn, termsOf } from '../subscription-event/index.js';
import {
  checkQuantity,
  lockSubscriptions,
  priceOf,
  renewsByItself,
  subscriptionRecords,
  termAfter,
  type RenewalTerm,
  type SubscriptionRecord,
} from '../subscription/index.js';
import { findTenantsOf } from '../tenant/index.js';
import { grantExtension } from '../trial-policy/index.js';
import { conditionsOf, PRICE_FIELDS, storeStep, type Decision } from './step-storage.service.js';
import * as steps from './subscription-step.rules.js';
import type {
  CancelSubscriptionInput,
  ChangeSubscriptionInput,
  EndSubscriptionInput,
  ExtendTrialInput,
  ReactivateSubscriptionInput,
  RenewSubscriptionInput,
  StartSubscriptionInput,
  UpdateSubscriptionInput,
} from './subscription-step.types.js';

/** Starts a subscription and what it entitles to. Roles: admin, manager, operator. */
export async function startSubscription(
  context: RequestContext,
  input: StartSubscriptionInput,
): Promise<SubscriptionRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    const started = await createOnce(context, subscriptionRecords, {
      prefix: 'sub',
      mutation: 'startSubscription',
      input,
      values: (inner) => beginning(context, inner, input),
    });
    await refreshImplied(tx, authorOf(context), [started]);
    return started;
  });
}

/** What is said of a new subscription that starts at once. */
export type Beginning = Omit<StartSubscriptionInput, 'idempotencyKey'>;

/** The values of a new subscription. Throws DomainError `NOT_FOUND`, `INVALID`, `CURRENCY_MISMATCH`. */
export async function beginning(context: RequestContext, tx: Session, input: Beginning) {
  const customer = await customerRecords.require(tx, input.customerId, ['customerId']);
  const plan = await planRecords.require(tx, input.planId, ['planId']);
  const today = dayIn(customer.timeZone, context.now);
  const startedOn = input.startedOn ?? today;
  const endedOn = input.endsOn ?? null;
  if (endedOn !== null && endedOn < startedOn) {
    throw invalid(`\`endsOn\` is ${endedOn}, before the first day ${startedOn}.`, ['endsOn']);
  }
  const { podId } = input;
  // What has ended already takes no seat.
  if (podId != null && endedOn !== null && endedOn <= today) await podRecords.require(tx, podId, ['podId']);
  else if (podId != null) await requireSeat(tx, { podId, kind: input.kind, now: context.now });
  const term: RenewalTerm | null = input.term ?? null;
  const quantity = checkQuantity(input.quantity);
  const price = priceOf(moneyOf(input.monthlyPrice), plan, quantity, PRICE_FIELDS);
  const span = { planId: plan.id, quantity, ...price, startedOn, endedOn };
  return {
    ...span,
    customerId: customer.id,
    productId: plan.productId,
    kind: input.kind,
    term,
    renewsOn: input.renewsOn ?? (term === null || endedOn !== null ? null : termAfter(startedOn, term)),
    cancelledOn: null,
    endReason: null,
    podId: podId ?? null,
    activatedAt: context.now,
    autoRenew: input.autoRenew ?? renewsByItself(term),
    terms: termsOf(span, []),
  };
}

/** Changes term, renewal date or pod. Roles: admin, manager, operator. */
export async function updateSubscription(
  context: RequestContext,
  input: UpdateSubscriptionInput,
): Promise<SubscriptionRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    subscriptionRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async (current) => {
      if (input.podId !== undefined && input.podId !== current.podId) {
        await refuseWithTenant(tx, current.id);
      }
      if (input.podId != null && input.podId !== current.podId) {
        await requireSeat(tx, { podId: input.podId, kind: current.kind, now: context.now });
      }
      if (input.renewsOn != null && input.renewsOn <= current.startedOn) {
        throw invalid(`\`renewsOn\` is ${input.renewsOn}; it is after the first day ${current.startedOn}.`, [
          'renewsOn',
        ]);
      }
      return {
        term: input.term,
        renewsOn: input.renewsOn,
        podId: input.podId,
        ...(input.autoRenew == null ? {} : { autoRenew: input.autoRenew }),
      };
    }),
  );
}

/** A tenant goes to another pod as a whole, never on paper alone. Throws DomainError `INVALID`. */
async function refuseWithTenant(tx: Session, subscriptionId: string): Promise<void> {
  if (!(await findTenantsOf(tx, [subscriptionId])).has(subscriptionId)) return;
  throw invalid('Its tenant runs where it is; `moveTenant` moves it.', ['podId']);
}

/** Gives a subscription another plan, quantity or price from a day on. Roles: admin, manager, operator. */
export function changeSubscription(
  context: RequestContext,
  input: ChangeSubscriptionInput,
): Promise<SubscriptionRecord> {
  return takeStep(context, input, async (tx, current, today) => {
    const on = input.on ?? today;
    const conditions = await conditionsOf(tx, current, on, input);
    if (conditions.planId === null && conditions.quantity === null && conditions.monthlyPrice === null) {
      throw invalid('Neither plan nor quantity nor price changes.', ['quantity']);
    }
    return steps.change(current, today, input.type, on, conditions);
  });
}

/** Renews a subscription for a further term, and puts that on record as an order. Roles: admin, manager, operator. */
export function renewSubscription(
  context: RequestContext,
  input: RenewSubscriptionInput,
): Promise<SubscriptionRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    await lockSubscriptions(tx, [input.id]);
    const current = await subscriptionRecords.require(tx, input.id, ['id']);
    const customer = await customerRecords.require(tx, current.customerId, ['id']);
    const on = input.on ?? current.renewsOn ?? dayIn(customer.timeZone, context.now);
    const before = termOn(current.terms, on) ?? current;
    const renewed = await store(context, tx, input, async (_tx, standing, today) => {
      const conditions = await conditionsOf(tx, standing, on, input);
      return steps.renew(standing, today, { on, renewsOn: input.renewsOn ?? null }, conditions);
    });
    const { planId, quantity, monthlyPrice } = termOn(renewed.terms, on) ?? renewed;
    const step: StepTaken = {
      action: 'RENEW',
      subscription: renewed,
      planId,
      quantity,
      quantityBefore: before.quantity,
      effectiveOn: on,
      monthlyPrice,
      monthlyPriceBefore: before.monthlyPrice,
      reason: null,
    };
    await recordFulfilled(tx, authorOf(context), { customer, steps: [step], now: context.now });
    return renewed;
  });
}

/** Asks for the end of a subscription, which takes effect later. Roles: admin, manager, operator. */
export function cancelSubscription(
  context: RequestContext,
  input: CancelSubscriptionInput,
): Promise<SubscriptionRecord> {
  return takeStep(context, input, (_tx, current, today) =>
    steps.cancel(current, today, {
      cancelledOn: input.cancelledOn ?? null,
      endsOn: input.endsOn ?? null,
      reason: reasonOf(input.reason),
    }),
  );
}

/** Ends a subscription. Roles: admin, manager, operator. */
export function endSubscription(
  context: RequestContext,
  input: EndSubscriptionInput,
): Promise<SubscriptionRecord> {
  return takeStep(context, input, (_tx, current, today) =>
    steps.end(current, today, { endedOn: input.endedOn ?? null, reason: reasonOf(input.reason) }),
  );
}

/** Withdraws a cancellation, or makes an ended subscription run again. Roles: admin, manager, operator. */
export function reactivateSubscription(
  context: RequestContext,
  input: ReactivateSubscriptionInput,
): Promise<SubscriptionRecord> {
  return takeStep(context, input, async (tx, current, today) => {
    const given = { on: input.on ?? null, renewsOn: input.renewsOn ?? null };
    const conditions = await conditionsOf(tx, current, given.on ?? today, input);
    return steps.reactivate(current, today, given, conditions);
  });
}

/**
 * Gives a trial more time, within what the policy lets the caller's roles grant. Roles: admin, manager, operator,
 * agent, and partner for its own customers.
 *
 * @throws DomainError `TRIAL_POLICY` with the bound and who may grant more
 */
export async function extendTrial(
  context: RequestContext,
  input: ExtendTrialInput,
): Promise<SubscriptionRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent', 'partner');
  requireKeyScope(context, 'ORDERS');
  const { principal, session, now } = context;
  const { subscriptionId, until } = input;
  const key = checkText(input.idempotencyKey, 'idempotencyKey');
  const reason = checkText(input.reason, 'reason');
  await subscriptionRecords.require(session, subscriptionId, ['subscriptionId']);
  return session.transactionAs({ kind: 'SYSTEM' }, async (tx) => {
    const { id } = await idempotently(tx, { principal, mutation: 'extendTrial', key, body: input }, () =>
      store(context, tx, { ...input, id: subscriptionId }, async (_tx, current, today) => {
        const step = steps.extendTrial(current, today, until, reason);
        await grantExtension(tx, principal, current, { until, today, now });
        return step;
      }),
    );
    return subscriptionRecords.require(tx, id, ['subscriptionId']);
  });
}

/** One step of a subscription's life: its record, its events and its entitlements, in one transaction. */
async function takeStep(
  context: RequestContext,
  input: { id: string; expectedVersion: number; reason?: string | null },
  decide: Decision,
): Promise<SubscriptionRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) => store(context, tx, input, decide));
}

/** Takes a step in the caller's transaction, as {@link storeStep}. */
export function store(
  context: RequestContext,
  tx: Session,
  { id, expectedVersion, reason }: { id: string; expectedVersion: number; reason?: string | null },
  decide: Decision,
): Promise<SubscriptionRecord> {
  const author = authorOf(context, reasonOf(reason));
  return storeStep(tx, author, { id, expectedVersion, now: context.now }, decide);
}

function moneyOf(money: MoneyInput | null | undefined): {
  monthlyPrice: string | null;
  currency: string | null;
} {
  return { monthlyPrice: money?.amount ?? null, currency: money?.currency ?? null };
}

function reasonOf(reason: string | null | undefined): string | null {
  return reason == null ? null : checkText(reason, 'reason');
}
