export { ChangeAssessmentResolver } from './change-assessment.resolver.js';
export { assessmentJobs } from './change-assessment.job.js';
export { assessmentProjection, ledgerMoveProjection } from './change-assessment.projection.js';
export type { AssessedAmount, AssessedExposure, Assessment } from './change-assessment.rules.js';
export { noticeNeededBy } from './change-assessment.rules.js';
export { assessmentsOf, requestAssessment } from './change-assessment.service.js';
