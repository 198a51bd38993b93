export { AgentEntity } from './agent.entity.js';
export { loadAgentOfPerson } from './agent.loader.js';
export { AgentResolver, AgentSkillResolver } from './agent.resolver.js';
export { checkLanguages, isAway, languageOf, type Absence, type SkillLevel } from './agent.rules.js';
export { agentRecords, findAgentsOfPeople, findLoads, type AgentRecord } from './agent.store.js';
export { Agent, AgentSkill, SkillLevelInput } from './agent.types.js';
