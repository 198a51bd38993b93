export { PriceListEntity } from './price-list.entity.js';
export {
  PartnerPriceListsResolver,
  PriceListEntryResolver,
  PriceListResolver,
  UnitPriceResolver,
} from './price-list.resolver.js';
export { priceListRecords, unitPriceFor } from './price-list.store.js';
