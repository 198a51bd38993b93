export { ReplyTemplateEntity } from './reply-template.entity.js';
export { ReplyTemplateResolver } from './reply-template.resolver.js';
export { textOfTemplate } from './reply-template.service.js';
export { replyTemplateRecords } from './reply-template.store.js';
