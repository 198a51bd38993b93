export { CustomerEntity } from './customer.entity.js';
export { loadCustomer } from './customer.loader.js';
export {
  AccountManagerCustomersResolver,
  CustomerAccessResolver,
  CustomerResolver,
  PartnerCustomersResolver,
} from './customer.resolver.js';
export { checkLocale, dayIn } from './customer.rules.js';
export { customerRecords } from './customer.store.js';
export { Customer } from './customer.types.js';
