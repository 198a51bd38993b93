export { CustomerTerminationEntity } from './customer-termination.entity.js';
export { customerTerminationJobs } from './customer-termination.job.js';
export {
  CustomerTerminationResolver,
  TerminationOfCustomerResolver,
} from './customer-termination.resolver.js';
