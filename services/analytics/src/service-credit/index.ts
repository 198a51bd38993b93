export { ServiceCreditEntity } from './service-credit.entity.js';
export { serviceCreditJobs } from './service-credit.job.js';
export { CustomerServiceCreditResolver, ServiceCreditRecordResolver } from './service-credit.resolver.js';
