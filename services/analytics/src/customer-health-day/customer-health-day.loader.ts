import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  disengagedList,
  healthDayList,
  healthList,
  readHealthGroups,
  type HealthDay,
  type HealthDimensionName,
  type HealthGroup,
  type HealthListArguments,
} from './customer-health-day.store.js';

/** A page of what was told of a customer's health, the newest day first; batched a request. */
export function listHealthDays(
  context: RequestContext,
  customerId: string,
  args: { first: number; after: string | null },
): Promise<Page<HealthDay> | null> {
  return context
    .loader<string, Page<HealthDay>>(`health-history:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, healthDayList, 'customer', ids, args),
    )
    .load(customerId);
}

/** A page of the customers the caller sees by what was told of their health last. */
export function listByHealth(context: RequestContext, args: HealthListArguments): Promise<Page<HealthDay>> {
  return listPage(context.session, healthList, args);
}

/** A page of the customers the caller sees that used less than half of what they used, as was told last. */
export function listDisengaged(
  context: RequestContext,
  args: Omit<HealthListArguments, 'orderBy'>,
): Promise<Page<HealthDay>> {
  return listPage(context.session, disengagedList, args);
}

/** The health told on a day (null: today) of the customers the caller sees, by what they have in common. */
export function loadHealthGroups(
  context: RequestContext,
  day: string | null,
  by: HealthDimensionName,
): Promise<HealthGroup[]> {
  return readHealthGroups(context.session, day ?? context.now.toISOString().slice(0, 10), by);
}
