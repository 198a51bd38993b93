import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  chargeableCaseList,
  chargeableCaseRecords,
  type ChargeableCaseListArguments,
  type ChargeableCaseRecord,
} from './chargeable-case.store.js';

/** The case with this id, or null where the caller sees none; batched a request. */
export function loadChargeableCase(
  context: RequestContext,
  id: string,
): Promise<ChargeableCaseRecord | null> {
  return context
    .loader<string, ChargeableCaseRecord>('chargeable case', (ids) =>
      chargeableCaseRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the cases to be charged that the caller sees. */
export function listChargeableCases(
  context: RequestContext,
  args: ChargeableCaseListArguments,
): Promise<Page<ChargeableCaseRecord>> {
  return listPage(context.session, chargeableCaseList, args);
}
