export { AgreementEntity } from './agreement.entity.js';
export { loadAgreement } from './agreement.loader.js';
export { AgreementResolver } from './agreement.resolver.js';
export { agreementRecords } from './agreement.store.js';
export { ServiceLevelAgreement } from './agreement.types.js';
