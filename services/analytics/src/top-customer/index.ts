export { TopCustomerResolver, TopCustomersResolver } from './top-customer.resolver.js';
