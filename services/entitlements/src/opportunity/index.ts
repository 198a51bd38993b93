export { OpportunityEntity } from './opportunity.entity.js';
export {
  CustomerOpportunitiesResolver,
  OpportunityResolver,
  OwnerOpportunitiesResolver,
} from './opportunity.resolver.js';
export { opportunityRecords } from './opportunity.store.js';
