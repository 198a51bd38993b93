export { PartnerEntity } from './partner.entity.js';
export { loadPartner } from './partner.loader.js';
export { PartnerResolver } from './partner.resolver.js';
export { holdLineages, partnerRecords } from './partner.store.js';
export { Partner } from './partner.types.js';
