import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { checkWithin } from './subscription.rules.js';
import {
  findPaid,
  findRenewals,
  subscriptionList,
  subscriptionRecords,
  type SubscriptionListArguments,
  type SubscriptionRecord,
} from './subscription.store.js';

type Asked = Omit<SubscriptionListArguments, 'filter'> & {
  filter?: Omit<NonNullable<SubscriptionListArguments['filter']>, 'now'> | null;
};

/** The subscription with this id, or null where the caller sees none; batched a request. */
export function loadSubscription(context: RequestContext, id: string): Promise<SubscriptionRecord | null> {
  return context
    .loader<string, SubscriptionRecord>('subscription', (ids) =>
      subscriptionRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The subscription with this external id, or null where the caller sees none. */
export async function loadSubscriptionByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<SubscriptionRecord | null> {
  const found = await subscriptionRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the subscriptions the caller sees. */
export async function listSubscriptions(
  context: RequestContext,
  args: Asked,
): Promise<Page<SubscriptionRecord>> {
  return listPage(context.session, subscriptionList, atNow(context, args));
}

/** A page of a customer's subscriptions that the caller sees; batched a request. */
export async function listSubscriptionsOf(
  context: RequestContext,
  customerId: string,
  args: Asked,
): Promise<Page<SubscriptionRecord> | null> {
  const complete = atNow(context, args);
  return context
    .loader<string, Page<SubscriptionRecord>>(`subscriptions: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, subscriptionList, 'customer', ids, complete),
    )
    .load(customerId);
}

/** A customer's subscriptions that come up for renewal, the earliest first; batched a request. */
export async function loadRenewals(
  context: RequestContext,
  customerId: string,
  within: string,
): Promise<SubscriptionRecord[]> {
  const length = checkWithin(within, 'within');
  const found = await context
    .loader<string, SubscriptionRecord[]>(`renewals: ${length}`, async (ids) => {
      const renewals = await findRenewals(context.session, ids, context.now, length);
      return ids.map((id) => renewals.get(id) ?? []);
    })
    .load(customerId);
  return found ?? [];
}

/** A customer's `STANDARD` subscriptions; batched a request. */
export async function loadPaid(context: RequestContext, customerId: string): Promise<SubscriptionRecord[]> {
  const found = await context
    .loader<string, SubscriptionRecord[]>('paid subscriptions', async (ids) => {
      const paid = await findPaid(context.session, ids);
      return ids.map((id) => paid.get(id) ?? []);
    })
    .load(customerId);
  return found ?? [];
}

function atNow(context: RequestContext, args: Asked): SubscriptionListArguments {
  const { renewsWithin = null, ...filter } = args.filter ?? {};
  return {
    ...args,
    filter: {
      ...filter,
      now: context.now,
      renewsWithin: renewsWithin === null ? null : checkWithin(renewsWithin, 'renewsWithin'),
    },
  };
}
