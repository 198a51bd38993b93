export { impactAssessmentProjection } from './impact-assessment.projection.js';
export { ImpactAssessmentResolver, TicketImpactResolver } from './impact-assessment.resolver.js';
