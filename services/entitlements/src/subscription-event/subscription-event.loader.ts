import { listByParent, type Page, type RequestContext } from '@plimsoll/shared';
import type { SubscriptionEvent } from './subscription-event.rules.js';
import { subscriptionEventList, type SubscriptionEventListArguments } from './subscription-event.store.js';

/** A page of what happened to a subscription, the earliest first; batched a request. */
export function listEventsOf(
  context: RequestContext,
  subscriptionId: string,
  args: SubscriptionEventListArguments,
): Promise<Page<SubscriptionEvent> | null> {
  return context
    .loader<string, Page<SubscriptionEvent>>(`subscription events: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, subscriptionEventList, 'subscription', ids, args),
    )
    .load(subscriptionId);
}
