export { CustomerDuplicateResolver } from './customer-duplicate.resolver.js';
