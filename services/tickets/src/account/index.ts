export { loadAccountReferences } from './account.loader.js';
export { accountProjections } from './account.projection.js';
export { customersOfContacts, requireSeen, seenIds } from './account.store.js';
export {
  Asset,
  BusinessCalendar,
  Change,
  Contact,
  Customer,
  Partner,
  Person,
  Product,
  Release,
} from './account.types.js';
