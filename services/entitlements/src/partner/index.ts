export { PartnerEntity } from './partner.entity.js';
export { loadPartner } from './partner.loader.js';
export { partnerMoveJobs } from './partner-move.job.js';
export type { PartnerBooks } from './partner-move.service.js';
export { PartnerMoveResolver, PartnerResolver } from './partner.resolver.js';
export { holdLineages, partnerRecords } from './partner.store.js';
export { Partner } from './partner.types.js';
