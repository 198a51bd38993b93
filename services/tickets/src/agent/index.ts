export { AgentEntity } from './agent.entity.js';
export { AgentResolver, AgentSkillResolver } from './agent.resolver.js';
export { checkLanguages, isAway, languageOf, type SkillLevel } from './agent.rules.js';
export { agentRecords, findAgentsOfPeople, findLoads } from './agent.store.js';
export { AgentSkill, SkillLevelInput } from './agent.types.js';
