import {
  authorize,
  authorOf,
  checkText,
  DomainError,
  hasRole,
  newId,
  type Author,
  type Database,
  type Logger,
  type RequestContext,
} from '@plimsoll/shared';
import { customerRecords } from '../customer/index.js';
import { findOpenOrders } from '../order/index.js';
import { placeRenewal } from '../order-placement/index.js';
import { lockSubscriptions, subscriptionRecords } from '../subscription/index.js';
import { checkAcknowledgement } from './renewal.rules.js';
import {
  findDue,
  findDueReminders,
  isDue,
  renewalReminders,
  storeRenewal,
  type RenewalReminderRecord,
} from './renewal.store.js';
import type { AcknowledgeRenewalReminderInput } from './renewal.types.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const PLATFORM: Author = { actorId: null, reason: 'Renewed by itself' };
const AT_ONCE = 500;

/** What the jobs of renewals work with. */
export interface RenewalWork {
  database: Database;
  logger: Logger;
  clock: () => Date;
}

/**
 * Renews what renews by itself and is due, each by an order of its own, term by term where it is long overdue; each
 * renewal is a transaction of its own, so that a stop loses nothing and one that is refused keeps none of the others.
 * Answers how many renewals.
 */
export async function renewDue({ database, logger, clock }: RenewalWork): Promise<number> {
  let renewed = 0;
  let after = '';
  for (;;) {
    const due = await database.transaction(SYSTEM, (tx) => findDue(tx, clock(), after, AT_ONCE));
    for (const id of due) {
      try {
        while (await renewOnce(database, id, clock())) renewed += 1;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        logger.warn({ subscriptionId: id, reason: error.message }, 'a renewal was refused');
      }
    }
    const last = due.at(-1);
    if (last === undefined || due.length < AT_ONCE) return renewed;
    after = last;
  }
}

/** Renews a subscription once where it is due and no other order is under way on it; whether it did. */
function renewOnce(database: Database, subscriptionId: string, now: Date): Promise<boolean> {
  return database.transaction(SYSTEM, async (tx) => {
    await lockSubscriptions(tx, [subscriptionId]);
    if (!(await isDue(tx, subscriptionId, now))) return false;
    if ((await findOpenOrders(tx, [subscriptionId])).size > 0) return false;
    const subscription = await subscriptionRecords.require(tx, subscriptionId, ['subscriptionId']);
    const { customerId, renewsOn } = subscription;
    if (renewsOn === null) return false;
    const customer = await customerRecords.require(tx, customerId, ['customerId']);
    const order = await placeRenewal(tx, PLATFORM, customer, subscription, now);
    if (await storeRenewal(tx, subscriptionId, renewsOn, order.id)) return true;
    throw new DomainError('INVALID_TRANSITION', `It was renewed on ${renewsOn} before.`, ['renewsOn']);
  });
}

/**
 * Reminds of renewals that are near, once for each of the days ahead; answers how many reminders. Replicas that do so
 * at the same moment take turns.
 */
export async function remindOfRenewals({ database, clock }: RenewalWork): Promise<number> {
  let reminded = 0;
  for (;;) {
    const count = await database.transaction(SYSTEM, async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('renewal reminders', 0))`);
      const now = clock();
      const due = await findDueReminders(tx, now, AT_ONCE);
      const reminders = due.map((one) => ({
        ...one,
        id: newId('rrm'),
        version: 1,
        externalId: null,
        source: null,
        remindedAt: now,
        acknowledgedAt: null,
        acknowledgedBy: null,
        note: null,
      }));
      await renewalReminders.create(tx, { actorId: null }, reminders);
      return due.length;
    });
    reminded += count;
    if (count < AT_ONCE) return reminded;
  }
}

/**
 * Answers a reminder. The customer's account manager may at once; a manager or admin once it is overdue.
 *
 * @throws DomainError `NOT_FOUND`, `CONFLICT`, `INVALID_TRANSITION`, `NOT_YET`
 */
export async function acknowledgeReminder(
  context: RequestContext,
  input: AcknowledgeRenewalReminderInput,
): Promise<RenewalReminderRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent', 'executive');
  const { principal, session, now } = context;
  const note = input.note == null ? null : checkText(input.note, 'note', 2_000);
  const by = {
    personId: principal.personId ?? null,
    manages: hasRole(principal, 'admin', 'manager'),
  };
  const author = authorOf(context, note?.slice(0, 200) ?? null);
  return session.transaction((tx) =>
    renewalReminders.update(tx, author, input.id, input.expectedVersion, async (reminder) => {
      const { accountManagerId } = await customerRecords.require(tx, reminder.customerId, ['id']);
      checkAcknowledgement({ ...reminder, accountManagerId }, by, now);
      return { acknowledgedAt: now, acknowledgedBy: author.actorId, note };
    }),
  );
}
