export {
  Asset,
  Customer,
  Entitlement,
  Person,
  Product,
  Queue,
  ServiceLevelAgreement,
} from './reference.types.js';
