import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  exchangeRateList,
  type ExchangeRateListArguments,
  type ExchangeRateRecord,
} from './exchange-rate.store.js';

/** A page of the exchange rates, the newest first; only staff see any. */
export function listExchangeRates(
  context: RequestContext,
  args: ExchangeRateListArguments,
): Promise<Page<ExchangeRateRecord>> {
  return listPage(context.session, exchangeRateList, args);
}
