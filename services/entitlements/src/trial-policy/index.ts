export { TrialPolicyEntity } from './trial-policy.entity.js';
export { TrialPolicyResolver } from './trial-policy.resolver.js';
export { grantExtension, grantTrial } from './trial-policy.service.js';
