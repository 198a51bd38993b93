import type { Session } from '@plimsoll/shared';
import { Copies } from '../copy/index.js';

/** Copies of what happened to subscriptions; what was withdrawn stays, and says so. */
export const subscriptionEventCopies = new Copies('subscription_event', {
  subscription_id: 'text',
  customer_id: 'text',
  occurred_on: 'date',
  type: 'text',
  reason: 'text',
  withdrawn: 'boolean',
});

/**
 * Lets what happened to these subscriptions concern their customers, and adds what their own dates tell of where no event
 * on record does: the start, the asking for the end, the end. One that has never run tells of nothing. Three statements.
 */
export async function followSubscriptions(tx: Session, subscriptionIds: readonly string[]): Promise<void> {
  await tx.query('delete from subscription_event where subscription_id = any($1::text[]) and implied', [
    subscriptionIds,
  ]);
  await tx.query(
    `update subscription_event e set customer_id = s.customer_id from subscription s
      where s.id = any($1::text[]) and e.subscription_id = s.id and e.customer_id <> s.customer_id`,
    [subscriptionIds],
  );
  await tx.query(
    `insert into subscription_event
       (id, version, subscription_id, customer_id, occurred_on, type, reason, withdrawn, implied)
     select concat_ws('/', s.id, told.day, told.type, 'implied'), s.version, s.id, s.customer_id, told.day, told.type,
            told.reason, false, true
       from subscription s
      cross join lateral (values
        (s.started_on, 'STARTED', null), (s.cancelled_on, 'CANCELLED', s.end_reason), (s.ended_on, 'ENDED', s.end_reason)
      ) as told(day, type, reason)
      where s.id = any($1::text[]) and s.terms <> '[]' and told.day is not null and not exists (
        select from subscription_event e
         where e.subscription_id = s.id and e.occurred_on = told.day and e.type = told.type and not e.withdrawn)`,
    [subscriptionIds],
  );
}

/** Forgets what happened to subscriptions. */
export async function clearSubscriptionEvents(tx: Session): Promise<void> {
  await tx.query('delete from subscription_event');
}
