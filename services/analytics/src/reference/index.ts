export {
  Asset,
  Customer,
  Entitlement,
  Person,
  Product,
  Queue,
  ServiceLevelAgreement,
  Ticket,
} from './reference.types.js';
