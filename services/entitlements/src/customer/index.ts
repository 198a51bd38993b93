export { CustomerEntity } from './customer.entity.js';
export { loadCustomer, loadCustomerByCsi } from './customer.loader.js';
export {
  AccountManagerCustomersResolver,
  CustomerAccessResolver,
  CustomerResolver,
  PartnerCustomersResolver,
} from './customer.resolver.js';
export { checkCsi, checkLocale, csiKey, dayIn } from './customer.rules.js';
export { enrolCustomer, issueCsis, keepingCsisApart, refuseTaken } from './enrolment.service.js';
export { customerRecords, findByCsis, type CustomerRecord } from './customer.store.js';
export { Customer, CustomerPayload, CustomerSegment, OpenTicketsPolicy } from './customer.types.js';
export { partnerBooks } from './reseller.service.js';
