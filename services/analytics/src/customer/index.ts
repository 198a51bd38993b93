export { CustomerResolver } from './customer.resolver.js';
