import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  usageList,
  usageMonthList,
  type UsageListArguments,
  type UsageMonthListArguments,
  type UsageMonthRecord,
  type UsageRecord,
} from './usage.store.js';

/** A page of the usage the caller sees. */
export function listUsage(context: RequestContext, args: UsageListArguments): Promise<Page<UsageRecord>> {
  return listPage(context.session, usageList, args);
}

/** A page of a customer's usage that the caller sees; batched a request. */
export function listUsageOf(
  context: RequestContext,
  customerId: string,
  args: UsageListArguments,
): Promise<Page<UsageRecord> | null> {
  return context
    .loader<string, Page<UsageRecord>>(`usage: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, usageList, 'customer', ids, args),
    )
    .load(customerId);
}

/** A page of the sums of usage the caller sees. */
export function listUsageMonths(
  context: RequestContext,
  args: UsageMonthListArguments,
): Promise<Page<UsageMonthRecord>> {
  return listPage(context.session, usageMonthList, args);
}
