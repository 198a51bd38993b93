import { authorize, authorOf, checkText, enqueue, type RequestContext, type Session } from '@plimsoll/shared';
import { customerRecords, dayIn, type CustomerRecord } from '../customer/index.js';
import { checkUntil, isDueToReturn, refuseTerminated } from './customer-access.rules.js';
import { lockCustomer } from './customer-access.store.js';
import type { ActivateCustomerInput, DeactivateCustomerInput } from './customer-access.types.js';

/** The job that switches a customer's access on again. */
export const RETURN_JOB = 'return_customer_access';

/**
 * Switches a customer's access on; one that is on already stays as it is. Roles: admin, manager, operator.
 *
 * @throws DomainError `INVALID_TRANSITION` for a customer that has been terminated
 */
export async function activateCustomer(
  context: RequestContext,
  input: ActivateCustomerInput,
): Promise<CustomerRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const reason = input.reason == null ? null : checkText(input.reason, 'reason');
  return context.session.transaction((tx) =>
    customerRecords.update(tx, authorOf(context, reason), input.id, input.expectedVersion, (current) => {
      refuseTerminated(current, dayIn(current.timeZone, context.now));
      return current.accessActive ? {} : accessOn(context.now, reason, context.principal.personId ?? null);
    }),
  );
}

/**
 * Switches a customer's access off, until an instant if one is given; one that is off already stays as it is, but for
 * a new `until`, which takes the place of the old one with its reason. Roles: admin, manager, operator.
 *
 * @throws DomainError `INVALID`; `INVALID_TRANSITION` for a customer that has been terminated
 */
export async function deactivateCustomer(
  context: RequestContext,
  input: DeactivateCustomerInput,
): Promise<CustomerRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const reason = checkText(input.reason, 'reason');
  const until = checkUntil(input.until ?? null, context.now);
  return context.session.transaction(async (tx) => {
    const stored = await customerRecords.update(
      tx,
      authorOf(context, reason),
      input.id,
      input.expectedVersion,
      (current) => {
        refuseTerminated(current, dayIn(current.timeZone, context.now));
        if (!current.accessActive) return until === null ? {} : { accessUntil: until, accessReason: reason };
        return {
          accessActive: false,
          accessSince: context.now,
          accessReason: reason,
          accessBy: context.principal.personId ?? null,
          accessUntil: until,
          accessOpenTickets: input.openTickets,
        };
      },
    );
    if (until !== null) {
      await enqueue(
        tx,
        RETURN_JOB,
        { customerId: stored.id },
        { runAt: until, jobKey: `${RETURN_JOB}:${stored.id}` },
      );
    }
    return stored;
  });
}

/**
 * Switches a customer's access on again where that is due at `now`, once, however often and by however many it is
 * asked. Answers whether it was done.
 */
export async function returnAccess(tx: Session, customerId: string, now: Date): Promise<boolean> {
  await lockCustomer(tx, customerId);
  const current = (await customerRecords.findByIds(tx, [customerId])).get(customerId);
  if (!current || current.mergedInto !== null) return false;
  if (!isDueToReturn(current, now, dayIn(current.timeZone, now))) return false;
  const author = { actorId: null, reason: 'The time for which access was off is over.' };
  const stored = await customerRecords.updateAll(tx, author, [
    [current, { ...current, ...accessOn(now, null, null) }],
  ]);
  return stored.length > 0;
}

function accessOn(now: Date, reason: string | null, byId: string | null) {
  return {
    accessActive: true,
    accessSince: now,
    accessReason: reason,
    accessBy: byId,
    accessUntil: null,
    accessOpenTickets: null,
  };
}
