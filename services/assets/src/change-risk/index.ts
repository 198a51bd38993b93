export { ChangeRiskResolver } from './change-risk.resolver.js';
export type { Risk } from './change-risk.rules.js';
export { riskOf } from './change-risk.service.js';
