import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  serviceCreditList,
  serviceCreditRecords,
  type ServiceCreditListArguments,
  type ServiceCreditRow,
} from './service-credit.store.js';

/** The credit with this id, or null where the caller sees none; batched a request. */
export function loadServiceCredit(context: RequestContext, id: string): Promise<ServiceCreditRow | null> {
  return context
    .loader<string, ServiceCreditRow>('service-credit-record', (ids) =>
      serviceCreditRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the credits the caller sees. */
export function listServiceCreditRecords(
  context: RequestContext,
  args: ServiceCreditListArguments,
): Promise<Page<ServiceCreditRow>> {
  return listPage(context.session, serviceCreditList, args);
}

/** A page of the credits of a customer that the caller sees; batched a request. */
export function listServiceCreditsOf(
  context: RequestContext,
  customerId: string,
  args: ServiceCreditListArguments,
): Promise<Page<ServiceCreditRow> | null> {
  return context
    .loader<string, Page<ServiceCreditRow>>(`service credits of customer: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, serviceCreditList, 'customer', ids, args),
    )
    .load(customerId);
}
