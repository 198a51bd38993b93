export { ContactStepResolver } from './contact-step.resolver.js';
export { ContactEntity } from './contact.entity.js';
export { loadContact } from './contact.loader.js';
export { ContactResolver, CustomerContactsResolver } from './contact.resolver.js';
export { contactRecords } from './contact.store.js';
export { Contact } from './contact.types.js';
