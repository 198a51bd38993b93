export { customerReferences } from './account.loader.js';
export { accountProjection } from './account.projection.js';
export { findVisibleCustomers, requireCopies, requirePersons, toldLater } from './account.store.js';
export { Customer, Person, Pod, Product } from './account.types.js';
