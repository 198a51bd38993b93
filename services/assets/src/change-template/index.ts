export { ChangeTemplateEntity } from './change-template.entity.js';
export { loadTemplate } from './change-template.loader.js';
export { ChangeTemplateOfChangeResolver, ChangeTemplateResolver } from './change-template.resolver.js';
export { changeTemplateRecords } from './change-template.store.js';
export { ChangeTemplate } from './change-template.types.js';
export { makeStandardChange } from './standard-change.service.js';
