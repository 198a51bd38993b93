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

/** Lets what happened to these subscriptions concern the customers of the subscriptions; one statement. */
export async function followSubscriptions(tx: Session, subscriptionIds: readonly string[]): Promise<void> {
  await tx.query(
    `update subscription_event e set customer_id = s.customer_id from subscription s
      where s.id = any($1::text[]) and e.subscription_id = s.id and e.customer_id <> s.customer_id`,
    [subscriptionIds],
  );
}

/** Forgets what happened to subscriptions. */
export async function clearSubscriptionEvents(tx: Session): Promise<void> {
  await tx.query('delete from subscription_event');
}
