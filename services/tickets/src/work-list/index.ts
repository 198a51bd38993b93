export { pageOfCustomerWork } from './customer-work.loader.js';
export { CustomerWorkConnection } from './customer-work.types.js';
export { pageOfWork } from './work-list.loader.js';
export { CustomerWorkEntryResolver, WorkListEntryResolver } from './work-list.resolver.js';
export { MOSTLY_USED_PERCENT, SOON_MS } from './work-list.rules.js';
export { WorkListConnection } from './work-list.types.js';
