export { caseAllowanceJobs } from './case-allowance.job.js';
export { caseAllowanceProjections } from './case-allowance.projection.js';
export {
  CaseAllowanceResolver,
  CustomerCaseAllowanceResolver,
  EntitlementCasesResolver,
} from './case-allowance.resolver.js';
