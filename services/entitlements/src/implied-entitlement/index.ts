export { refreshImplied } from './implied-entitlement.service.js';
