export {
  releaseKey,
  shortened,
  type DeployerFact,
  type DeployerName,
  type ReleaseFact,
  type RolloutFact,
} from './deployer-fact.rules.js';
export { DeployerRuleEntity } from './deployer-rule.entity.js';
export { loadDeployerRule } from './deployer-rule.loader.js';
export { DeployerRuleResolver } from './deployer-rule.resolver.js';
export { concerns, releaseNameOf } from './deployer-rule.rules.js';
export { deployerRuleRecords, findActiveRules, type DeployerRuleRecord } from './deployer-rule.store.js';
export { Deployer, DeployerRule } from './deployer-rule.types.js';
