export { AgreementTemplateEntity } from './agreement-template.entity.js';
export { AgreementTemplateResolver } from './agreement-template.resolver.js';
