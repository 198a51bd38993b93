import {
  authorize,
  authorOf,
  checkText,
  enqueue,
  newId,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { DateTime } from 'luxon';
import { customerRecords, dayIn, type CustomerRecord } from '../customer/index.js';
import { storeStep } from '../subscription-step/index.js';
import { subscriptionRecords } from '../subscription/index.js';
import {
  checkTermination,
  checkWithdrawal,
  endedBy,
  endOf,
  revived,
  terminationDays,
} from './customer-termination.rules.js';
import {
  customerTerminationRecords,
  findStanding,
  lockSubscriptionsOf,
  type CustomerTerminationRecord,
} from './customer-termination.store.js';
import type { TerminateCustomerInput, WithdrawTerminationInput } from './customer-termination.types.js';

/** The job that does what is due of a termination. */
export const TERMINATION_JOB = 'advance_customer_termination';

/**
 * Puts the end of a customer on record: all its subscriptions end by a day, its access goes off after a grace, the
 * personal data of its contacts after a retention. Roles: admin, manager.
 *
 * @throws DomainError `INVALID`, `INVALID_TRANSITION`, `CONFLICT`
 */
export async function terminateCustomer(
  context: RequestContext,
  input: TerminateCustomerInput,
): Promise<CustomerRecord> {
  authorize(context, 'admin', 'manager');
  const reason = checkText(input.reason, 'reason');
  const author = authorOf(context, reason);
  return context.session.transaction(async (tx) => {
    const stored = await customerRecords.update(tx, author, input.id, input.expectedVersion, (current) => {
      checkTermination(current.terminatesOn);
      const days = terminationDays(input, dayIn(current.timeZone, context.now));
      return { terminatesOn: days.graceUntil };
    });
    const today = dayIn(stored.timeZone, context.now);
    const termination: CustomerTerminationRecord = {
      id: newId('trm'),
      version: 1,
      externalId: null,
      source: null,
      customerId: stored.id,
      requestedOn: today,
      ...terminationDays(input, today),
      reason,
      byId: context.principal.personId ?? null,
      status: 'STANDING',
      subscriptions: await endSubscriptions(tx, author, stored.id, input.effectiveOn, reason, context.now),
    };
    await customerTerminationRecords.create(tx, author, [termination]);
    for (const day of [termination.graceUntil, termination.retainUntil]) {
      await enqueue(
        tx,
        TERMINATION_JOB,
        { customerId: stored.id },
        {
          runAt: DateTime.fromISO(day, { zone: stored.timeZone }).toJSDate(),
          jobKey: `${termination.id}:${day}`,
        },
      );
    }
    return stored;
  });
}

/** Ends whatever of a customer runs beyond a day; answers what was changed. */
export async function endSubscriptions(
  tx: Session,
  author: Author,
  customerId: string,
  day: string,
  reason: string,
  now: Date,
): Promise<CustomerTerminationRecord['subscriptions']> {
  const ids = await lockSubscriptionsOf(tx, customerId);
  const subscriptions = await subscriptionRecords.findByIds(tx, ids);
  const changed: CustomerTerminationRecord['subscriptions'] = [];
  for (const subscription of subscriptions.values()) {
    const { id, version } = subscription;
    await storeStep(tx, author, { id, expectedVersion: version, now }, (_tx, current, today) => {
      const made = endedBy(current, today, day, reason);
      if (made === null) return { patch: {}, events: [] };
      changed.push({ id, before: endOf(current), made });
      return { patch: made, events: [] };
    });
  }
  return changed;
}

/**
 * Withdraws a termination while its grace lasts; the subscriptions that it ended run on. Roles: admin, manager.
 *
 * @throws DomainError `INVALID_TRANSITION`, `CONFLICT`
 */
export async function withdrawTermination(
  context: RequestContext,
  input: WithdrawTerminationInput,
): Promise<CustomerRecord> {
  authorize(context, 'admin', 'manager');
  const author = authorOf(context, checkText(input.reason, 'reason'));
  return context.session.transaction(async (tx) => {
    const stored = await customerRecords.update(
      tx,
      author,
      input.id,
      input.expectedVersion,
      async (current) => {
        const standing = (await findStanding(tx, [current.id])).get(current.id) ?? null;
        checkWithdrawal(standing, dayIn(current.timeZone, context.now));
        return { terminatesOn: null };
      },
    );
    const standing = (await findStanding(tx, [stored.id])).get(stored.id);
    if (!standing) return stored;
    await lockSubscriptionsOf(tx, stored.id);
    const subscriptions = await subscriptionRecords.findByIds(
      tx,
      standing.subscriptions.map(({ id }) => id),
    );
    for (const ended of standing.subscriptions) {
      const subscription = subscriptions.get(ended.id);
      if (!subscription) continue;
      const { id, version } = subscription;
      await storeStep(
        tx,
        author,
        { id, expectedVersion: version, now: context.now },
        (_tx, current, today) => {
          const revival = revived(current, ended, today);
          if (revival === null) return { patch: {}, events: [] };
          const unchanged = { planId: null, quantity: null, monthlyPrice: null };
          return {
            patch: revival.patch,
            events: revival.events.map((event) => ({ subscriptionId: id, ...unchanged, ...event })),
          };
        },
      );
    }
    await customerTerminationRecords.updateAll(tx, author, [
      [standing, { ...standing, status: 'WITHDRAWN' }],
    ]);
    return stored;
  });
}
