export { Asset, Customer, Entitlement, Product, ServiceLevelAgreement } from './reference.types.js';
