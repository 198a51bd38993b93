export {
  SuspectAssetResolver,
  SuspectChangeResolver,
  SuspectChangesResolver,
} from './suspect-change.resolver.js';
export { Ticket } from './suspect-change.types.js';
export { suspectJobs } from './told-suspect.job.js';
