export { AgreementEntity } from './agreement.entity.js';
export { loadAgreement } from './agreement.loader.js';
export { AgreementResolver } from './agreement.resolver.js';
export {
  checkPromise,
  checkTerms,
  lengthOf,
  requireStage,
  type AgreementPromise,
  type CreditTier,
  type ResponseTarget,
} from './agreement.rules.js';
export { promiseOf, requireAgreementInForce, requireCalendar, termsWith } from './agreement.service.js';
export { agreementRecords, type AgreementRecord } from './agreement.store.js';
export {
  AgreementPayload,
  CreditTierInput,
  CreditTierObject,
  ResponseTargetInput,
  ResponseTargetObject,
  ServiceLevelAgreement,
} from './agreement.types.js';
