import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { RenewalReminderEntity } from './renewal-reminder.entity.js';
import { REMINDED_AHEAD } from './renewal.rules.js';
import type { RenewalReminderFilter } from './renewal.types.js';

/** A reminder as the rest of the service knows it. */
export type RenewalReminderRecord = RenewalReminderEntity;

/** Who asks for reminders: the account manager sees its own, a manager what is overdue or answered, an admin all. */
export interface ReminderViewer {
  personId: string | null;
  sees: 'OWN' | 'OVERDUE' | 'ALL';
  /** Reminders at or before this instant are overdue. */
  overdueSince: Date;
}

type ListFilter = RenewalReminderFilter & { viewer: ReminderViewer };

/** What may be asked of the list of reminders. */
export type ReminderListArguments = ListArguments<ListFilter, 'RENEWS_ON'>;

/** Reminders of renewals, with history and events. */
export const renewalReminders = new Records<RenewalReminderRecord>({
  entity: RenewalReminderEntity,
  noun: 'renewal reminder',
  eventNoun: 'renewal',
  verbs: { created: 'reminded', updated: 'acknowledged' },
  eventData: ({ subscriptionId, customerId, renewsOn, daysAhead, remindedAt, acknowledgedAt }) => ({
    subscriptionId,
    customerId,
    renewsOn,
    daysAhead,
    remindedAt,
    acknowledgedAt,
  }),
});

const OVERDUE = (since: string) => `(r.acknowledged_at is null and r.reminded_at <= ${since})`;

/** How reminders are listed. */
export const reminderList: ListDefinition<ListFilter, 'RENEWS_ON'> = {
  columns: `r.id, r.version, r.external_id as "externalId", r.source, r.subscription_id as "subscriptionId",
    r.customer_id as "customerId", r.renews_on as "renewsOn", r.days_ahead as "daysAhead",
    r.reminded_at as "remindedAt", r.acknowledged_at as "acknowledgedAt", r.acknowledged_by as "acknowledgedBy",
    r.note`,
  from: 'renewal_reminder r join customer c on c.id = r.customer_id',
  id: 'r.id',
  orders: { RENEWS_ON: { sql: 'r.renews_on', type: 'date' } },
  defaultOrder: { field: 'RENEWS_ON', direction: 'ASC' },
  where: (filter, parameters) => {
    const { personId, sees, overdueSince } = filter.viewer;
    const conditions: string[] = [];
    if (sees !== 'ALL') {
      const own = `c.account_manager_id = ${parameters.add(personId)}::text`;
      const further =
        sees === 'OWN'
          ? ''
          : ` or c.account_manager_id is null or r.acknowledged_at is not null
              or ${OVERDUE(`${parameters.add(overdueSince)}::timestamptz`)}`;
      conditions.push(`(${own}${further})`);
    }
    if (filter.overdue != null) {
      const overdue = OVERDUE(`${parameters.add(overdueSince)}::timestamptz`);
      conditions.push(filter.overdue ? overdue : `not ${overdue}`);
    }
    if (filter.acknowledged != null) {
      conditions.push(`r.acknowledged_at is ${filter.acknowledged ? 'not ' : ''}null`);
    }
    if (filter.accountManagerId) {
      conditions.push(`c.account_manager_id = ${parameters.add(filter.accountManagerId)}`);
    }
    return conditions;
  },
  parents: { customer: 'r.customer_id', accountManager: 'c.account_manager_id' },
};

/** The day it is at an instant where the customer is. */
const today = (now: string) => `(${now}::timestamptz at time zone c.time_zone)::date`;

/** Runs, is not cancelled, and is of a customer that stays. */
const RENEWING = `s.activated_at is not null and s.cancelled_on is null
  and (s.ended_on is null or s.ended_on > s.renews_on) and c.terminates_on is null and c.merged_into is null`;

/**
 * The ids of subscriptions that renew by themselves and whose renewal date has come where the customer is, in order of
 * ids after `after`, at most `limit`. One statement.
 */
export async function findDue(session: Session, now: Date, after: string, limit: number): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select s.id from subscription s join customer c on c.id = s.customer_id
      where s.auto_renew and ${RENEWING} and s.renews_on <= ${today('$1')} and s.id > $2
      order by s.id limit $3`,
    [now, after, limit],
  );
  return rows.map(({ id }) => id);
}

/** Whether a subscription is to be renewed by itself now; the transaction holds its lock. */
export async function isDue(tx: Session, subscriptionId: string, now: Date): Promise<boolean> {
  const found = await tx.query(
    `select from subscription s join customer c on c.id = s.customer_id
      where s.id = $2 and s.auto_renew and ${RENEWING} and s.renews_on <= ${today('$1')}`,
    [now, subscriptionId],
  );
  return found.length > 0;
}

/** Notes by which order a subscription was renewed on a date; false where it has been before. */
export async function storeRenewal(
  tx: Session,
  subscriptionId: string,
  renewsOn: string,
  orderId: string,
): Promise<boolean> {
  const stored = await tx.query(
    `insert into renewal (subscription_id, renews_on, order_id) values ($1, $2, $3)
     on conflict do nothing returning order_id`,
    [subscriptionId, renewsOn, orderId],
  );
  return stored.length > 0;
}

/** A renewal of which nobody has been reminded yet. */
export interface DueReminder {
  subscriptionId: string;
  customerId: string;
  renewsOn: string;
  daysAhead: number;
}

/**
 * Renewals of terms longer than a month that are near and without their reminder: of those due by now only the
 * nearest, so that a late one does not come three times. At most `limit`; one statement.
 */
export function findDueReminders(session: Session, now: Date, limit: number): Promise<DueReminder[]> {
  return session.query<DueReminder>(
    `select s.id as "subscriptionId", s.customer_id as "customerId", s.renews_on as "renewsOn",
            ahead.days as "daysAhead"
       from subscription s join customer c on c.id = s.customer_id
       cross join lateral (
         select min(days) as days from unnest($2::int[]) as days
          where s.renews_on - days <= ${today('$1')}) ahead
      where s.term <> 'MONTHLY' and ${RENEWING} and s.renews_on > ${today('$1')} and ahead.days is not null
        and s.started_on <= ${today('$1')}
        and not exists (select from renewal_reminder r
          where r.subscription_id = s.id and r.renews_on = s.renews_on and r.days_ahead = ahead.days)
      order by s.id limit $3`,
    [now, [...REMINDED_AHEAD], limit],
  );
}
