export {
  Asset,
  Customer,
  Entitlement,
  Person,
  Plan,
  Product,
  Queue,
  ServiceLevelAgreement,
  Ticket,
} from './reference.types.js';
