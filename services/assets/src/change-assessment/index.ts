export { assessmentJobs } from './change-assessment.job.js';
export { assessmentProjection, ledgerMoveProjection } from './change-assessment.projection.js';
export { ChangeAssessmentResolver } from './change-assessment.resolver.js';
export type { AssessedExposure } from './change-assessment.rules.js';
export { requestAssessment } from './change-assessment.service.js';
export { assessmentsOf } from './change-assessment.store.js';
