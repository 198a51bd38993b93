export { SkillEntity } from './skill.entity.js';
export { loadSkill } from './skill.loader.js';
export { SkillResolver } from './skill.resolver.js';
export { checkSkillLevels } from './skill.service.js';
export { skillRecords } from './skill.store.js';
export { Skill } from './skill.types.js';
