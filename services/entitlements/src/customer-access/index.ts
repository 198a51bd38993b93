export { customerAccessJobs } from './customer-access.job.js';
export { CustomerAccessSwitchResolver } from './customer-access.resolver.js';
export { lockCustomer } from './customer-access.store.js';
