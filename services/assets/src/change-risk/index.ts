export { ChangeRiskResolver } from './change-risk.resolver.js';
export { riskOf } from './change-risk.service.js';
