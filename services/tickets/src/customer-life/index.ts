export { customerLifeProjection } from './customer-life.projection.js';
export { findCurrentCustomer } from './customer-life.store.js';
export { requireAccess } from './ticket-hold.service.js';
