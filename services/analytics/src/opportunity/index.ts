export { opportunityHandlers } from './opportunity.projection.js';
export { clearOpportunities } from './opportunity.store.js';
