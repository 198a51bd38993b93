export { PriceListEntity } from './price-list.entity.js';
export { unitPriceFor } from './price-list.store.js';
