export { RenewalReminderEntity } from './renewal-reminder.entity.js';
export { renewalJobs } from './renewal.job.js';
export {
  CustomerRenewalRemindersResolver,
  PersonRenewalRemindersResolver,
  RenewalReminderResolver,
} from './renewal.resolver.js';
